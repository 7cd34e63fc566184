"""Reading answers to the questionnaire strictly: what is not understood is refused, by name, never
guessed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from compliance.ai_act.shapes import REGISTRY, Option, Question, Ruleset

Chosen = tuple[Option, ...]


class BadAnswer(ValueError):
    """An answer that cannot be read; the message (in French) names the question, the option or the fact."""


def read_answers(ruleset: Ruleset, answers: Any) -> dict[str, Chosen]:
    """The chosen options of each answered question, in the order of the ruleset.

    single: one option id. multi: a list that is not empty, in which an exclusive option stands alone.
    Well-formedness does not depend on visibility: an answer that will be ignored must still be readable.
    """
    if not isinstance(answers, Mapping):
        raise BadAnswer("Les réponses doivent être un objet {question\u00a0: réponse}.")
    return {name: _read(_question(ruleset, name), answer) for name, answer in answers.items()}


def read_facts(ruleset: Ruleset, facts: Any) -> frozenset[str]:
    """The flags told by the register. Raises BadAnswer for anything that is not a flag of kind registry."""
    if isinstance(facts, str | Mapping) or not isinstance(facts, Collection):
        raise BadAnswer("Les faits du registre doivent être une liste.")
    for fact in facts:
        flag = ruleset.flags.get(fact) if isinstance(fact, str) else None
        if flag is None or flag.kind != REGISTRY:
            raise BadAnswer(f"Fait du registre inconnu\u00a0: {fact!r}.")
    return frozenset(facts)


def _question(ruleset: Ruleset, name: Any) -> Question:
    question = ruleset.by_id.get(name) if isinstance(name, str) else None
    if question is None:
        raise BadAnswer(f"Question inconnue\u00a0: {name!r}.")
    return question


def _read(question: Question, answer: Any) -> Chosen:
    ids = _many(question, answer) if question.is_multi else [answer]
    chosen = {_option(question, name).id for name in ids}
    options = tuple(option for option in question.options if option.id in chosen)
    if len(options) > 1 and any(option.exclusive for option in options):
        alone = next(option.id for option in options if option.exclusive)
        raise BadAnswer(f"{question.id}\u00a0: {alone!r} ne se combine avec aucune autre réponse.")
    return options


def _many(question: Question, answer: Any) -> Collection[Any]:
    if not isinstance(answer, list | tuple | set | frozenset) or not answer:
        raise BadAnswer(f"{question.id} attend une liste d’au moins une réponse, pas {answer!r}.")
    return answer


def _option(question: Question, name: Any) -> Option:
    if not isinstance(name, str):
        raise BadAnswer(f"{question.id}\u00a0: réponse illisible {name!r}.")
    if name not in question.by_id:
        raise BadAnswer(f"{question.id}\u00a0: réponse inconnue {name!r}.")
    return question.by_id[name]
