"""The questionnaire as screens: which questions are asked, in which stage, what comes next. Pure.

The engine judges (`compliance/ai_act/engine.py`); this module only orders what people see.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from compliance.ai_act.engine import Outcome, classify
from compliance.ai_act.ruleset import Option, Question
from compliance.ai_act.shapes import Ruleset
from etech_ai.enums import gettext_noop

REVIEW = "relire"
"""The last screen: every answer with its article, and the button that concludes."""

PROHIBITED, MINIMAL, UNDETERMINED = "prohibited", "minimal", "undetermined"
Answers = Mapping[str, str | list[str]]

STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (gettext_noop("Le système"), ("q_system",)),
    (gettext_noop("Notre rôle"), ("q_role",)),
    (gettext_noop("Pratiques interdites"), ("q_prohibited",)),
    (gettext_noop("Domaines à risque"), ()),
    (gettext_noop("Transparence et modèle"), ("q_people", "q_model")),
)
DEFAULT_STAGE = 3  # a question that no stage names asks about high risk


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with the options chosen so far."""

    question: Question
    chosen: tuple[Option, ...]
    is_prefilled: bool

    @property
    def is_unsure(self) -> bool:
        """« Je ne sais pas » where it keeps the outcome open."""
        return any(option.pending for option in self.chosen)

    @property
    def is_settled(self) -> bool:
        return bool(self.chosen) and not self.is_unsure


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the column on the left."""

    label: str
    questions: tuple[Asked, ...]
    state: str
    position: int

    @property
    def answered(self) -> int:
        return sum(1 for asked in self.questions if asked.chosen)

    @property
    def unsure(self) -> int:
        return sum(1 for asked in self.questions if asked.is_unsure)

    @property
    def only_answer(self) -> Option | None:
        """The one option chosen in this step; None when there are none or several to count."""
        chosen = [option for asked in self.questions for option in asked.chosen]
        return chosen[0] if len(chosen) == 1 else None


@dataclass(frozen=True, slots=True)
class Walk:
    """The questions still asked, in order, and what the answers come to.

    A prohibited hit is final: the questions after it are no longer asked. `is_heavy`: the outcome, or what
    the answers point to so far, is above minimal.
    """

    outcome: Outcome
    asked: tuple[Asked, ...]
    is_final: bool
    is_heavy: bool

    @property
    def pending(self) -> tuple[Asked, ...]:
        """What still keeps the outcome open: unanswered, or « je ne sais pas »."""
        return tuple(asked for asked in self.asked if not asked.is_settled)

    @property
    def is_complete(self) -> bool:
        """Whether the answers may be concluded."""
        return self.outcome.outcome != UNDETERMINED

    @property
    def answers(self) -> dict[str, str | list[str]]:
        """What was answered to the questions still asked, as a classification keeps it."""
        return {
            asked.question.id: as_answer(asked.question, [option.id for option in asked.chosen])
            for asked in self.asked
            if asked.chosen
        }

    @property
    def announced(self) -> str:
        """The outcome that the screen announces. While a question is open, only what weighs is said early: a
        light result stays a lead, « à compléter »."""
        provisional = self.outcome.provisional
        return provisional if provisional and self.is_heavy else self.outcome.outcome

    def get(self, name: str) -> Asked | None:
        return next((asked for asked in self.asked if asked.question.id == name), None)

    def place(self, name: str) -> int:
        """Position among the asked questions; their number when it is not one of them."""
        names = [asked.question.id for asked in self.asked]
        return names.index(name) if name in names else len(names)

    def first_open(self) -> str:
        """Where to resume: the first question without an answer, else the review."""
        return next((asked.question.id for asked in self.asked if not asked.chosen), REVIEW)

    def after(self, name: str) -> str:
        """The next screen; what is already filled and only waits for the review is passed over."""
        later = self.asked[self.place(name) + 1 :]
        return next((asked.question.id for asked in later if not asked.is_prefilled), REVIEW)

    def before(self, name: str) -> str:
        """The previous screen, "" on the first."""
        place = self.place(name)
        return self.asked[place - 1].question.id if place else ""

    def stages(self, current: str) -> tuple[Stage, ...]:
        """The steps with their state: done, now or todo."""
        return tuple(
            Stage(label, group, _state(group, current), position)
            for position, (label, group) in enumerate(_grouped(self.asked), start=1)
        )


def walk(
    ruleset: Ruleset, answers: Answers, *, facts: Collection[str], prefilled: Collection[str] = ()
) -> Walk:
    """The questionnaire as it stands. Answers that this ruleset cannot read are left out, not guessed."""
    kept = readable(ruleset, answers)
    outcome = classify(ruleset, kept, facts)
    names, is_final = outcome.visible_questions, outcome.outcome == PROHIBITED
    if is_final:
        names = _until_prohibited(ruleset, kept, facts, names)
    asked = tuple(_asked(ruleset.by_id[name], kept.get(name), name in prefilled) for name in names)
    return Walk(outcome, asked, is_final, outranks_minimal(ruleset, outcome.provisional or outcome.outcome))


def outranks_minimal(ruleset: Ruleset, outcome: str) -> bool:
    """Whether that outcome is above minimal; an open one is not yet."""
    rank, minimal = ruleset.outcomes[outcome].rank, ruleset.outcomes[MINIMAL].rank
    return rank is not None and minimal is not None and rank > minimal


def readable(ruleset: Ruleset, answers: Answers) -> dict[str, str | list[str]]:
    """The answers that the ruleset still knows: a newer version may have dropped a question or an option."""
    return {
        name: answer
        for name, answer in answers.items()
        if name in ruleset.by_id and _is_readable(ruleset.by_id[name], answer)
    }


def as_answer(question: Question, chosen: list[str]) -> str | list[str]:
    """The shape that the engine wants: one id, or a list in the order of the ruleset."""
    if question.is_multi:
        return [option.id for option in question.options if option.id in chosen]
    return chosen[0]


def chosen_ids(answer: Any) -> tuple[str, ...]:
    """The option ids of a stored answer; empty for none."""
    if not answer:
        return ()
    return (answer,) if isinstance(answer, str) else tuple(answer)


def _is_readable(question: Question, answer: Any) -> bool:
    ids = chosen_ids(answer)
    if question.is_multi == isinstance(answer, str) or not all(name in question.by_id for name in ids):
        return False
    alone = any(question.by_id[name].exclusive for name in ids)
    return bool(ids) and not (alone and len(set(ids)) > 1)


def _until_prohibited(
    ruleset: Ruleset, answers: Answers, facts: Collection[str], names: tuple[str, ...]
) -> tuple[str, ...]:
    """The questions up to the one whose answer is the prohibited hit."""
    given: dict[str, str | list[str]] = {}
    for place, name in enumerate(names, start=1):
        if name in answers:
            given[name] = answers[name]
        if classify(ruleset, given, facts).outcome == PROHIBITED:
            return names[:place]
    return names


def _asked(question: Question, answer: Any, is_prefilled: bool) -> Asked:
    ids = chosen_ids(answer)
    chosen = tuple(option for option in question.options if option.id in ids)
    return Asked(question, chosen, is_prefilled and bool(chosen))


def _grouped(asked: tuple[Asked, ...]) -> list[tuple[str, tuple[Asked, ...]]]:
    of_question = {name: place for place, (_, names) in enumerate(STAGES) for name in names}
    return [
        (label, tuple(item for item in asked if of_question.get(item.question.id, DEFAULT_STAGE) == place))
        for place, (label, _) in enumerate(STAGES)
    ]


def _state(group: tuple[Asked, ...], current: str) -> str:
    if any(asked.question.id == current for asked in group):
        return "now"
    return "done" if group and all(asked.chosen for asked in group) else "todo"
