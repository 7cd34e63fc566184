"""Use cases at any outcome, declared and classified through the services with believable answers."""

from typing import Any

from builders.clock import NOW, TODAY
from compliance.ai_act.ruleset import latest
from etech_ai.audit import recording as audit
from etech_ai.audit.actors import Actor
from usecases import wizard
from usecases.models import UseCase
from usecases.services import classification, usecases

_ORDINARY = {
    "q_system": ["generative"],
    "q_role": ["use_supplied"],
    "q_prohibited": ["none"],
    "q_area": ["none"],
    "q_people": ["none"],
}
_HIRING = {**_ORDINARY, "q_area": ["employment"], "q_employment": ["recruit"], "q_vendor": ["intended"]}

ANSWERS: dict[str, dict[str, list[str]]] = {
    "minimal": _ORDINARY,
    "transparency": {**_ORDINARY, "q_people": ["interacts"]},
    "high_risk": {**_HIRING, "q_profiling": ["yes"], "q_public": ["no"]},
    "high_risk_exempted": {
        **_HIRING,
        "q_profiling": ["no"],
        "q_filter": ["narrow"],
        "q_influence": ["no"],
    },
    "prohibited": {**_ORDINARY, "q_prohibited": ["f"]},
    "out_of_scope": {"q_system": ["generative"], "q_role": ["military"]},
    "not_ai_system": {"q_system": ["rules"]},
    "undetermined": {**_ORDINARY, "q_area": ["unsure"]},
}


def stored(outcome: str) -> dict[str, str | list[str]]:
    """Those answers as a classification holds them: one option, or a list where several may be chosen."""
    by_id = latest().by_id
    return {name: wizard.as_answer(by_id[name], chosen) for name, chosen in ANSWERS[outcome].items()}


def declared(house: Any, **given: Any) -> UseCase:
    """A use case of Ana's (or of `by`), not yet classified."""
    facts = {
        "by": house.ana,
        "title": "Revue de code",
        "purpose": "Relire les changements avant fusion.",
        "objective": "internal",
        "data_levels": ["internal"],
        **given,
    }
    return usecases.declare(now=NOW, today=TODAY, **facts)


def answer_all(use_case: UseCase, answers: dict[str, list[str]], *, by: Any = None) -> None:
    """Every answer, one screen after the other."""
    for question, chosen in answers.items():
        classification.answer(use_case, question=question, answer=chosen, by=by or use_case.owner, now=NOW)


def a_use_case(house: Any, outcome: str = "minimal", **given: Any) -> UseCase:
    """A use case concluded at `outcome`; "undetermined" leaves the questionnaire open, "" only declares."""
    use_case = declared(house, **given)
    if outcome:
        answer_all(use_case, ANSWERS[outcome])
    if outcome not in ("", "undetermined"):
        classification.conclude(use_case, by=use_case.owner, now=NOW)
    return UseCase.objects.get(pk=use_case.pk)


FIRST_ACT = "2024.7.0"


def set_back(use_case: UseCase) -> UseCase:
    """The use case as a register that was classified under the Act as first published holds it."""
    use_case.refresh_from_db()
    newest = use_case.classifications.get()
    newest.ruleset_version = use_case.ruleset_version = FIRST_ACT
    with audit.record("use_case.loaded", by=Actor("job:test"), on=use_case):
        newest.save()
        use_case.save()
    return use_case
