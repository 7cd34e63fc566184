"""Twenty use cases, in every outcome, with answers that their owners would give."""

from datetime import timedelta
from typing import Any

from catalog.models import Plan
from people.models import Client
from roadmap.services.demo.stage import Stage
from usecases.models import UseCase
from usecases.services import classification, usecases

ORDINARY = {
    "q_system": ["generative"],
    "q_role": ["use_supplied"],
    "q_prohibited": ["none"],
    "q_area": ["none"],
    "q_people": ["none"],
}
HIRING = {**ORDINARY, "q_area": ["employment"], "q_employment": ["recruit"], "q_vendor": ["intended"]}
ANSWERS: dict[str, dict[str, list[str]]] = {
    "minimal": ORDINARY,
    "transparency": {**ORDINARY, "q_people": ["interacts"]},
    "high_risk": {**HIRING, "q_profiling": ["yes"], "q_public": ["no"]},
    "high_risk_exempted": {**HIRING, "q_profiling": ["no"], "q_filter": ["narrow"], "q_influence": ["no"]},
    "prohibited": {**ORDINARY, "q_prohibited": ["f"]},
    "prohibited_score": {**ORDINARY, "q_prohibited": ["c"]},
    "out_of_scope": {"q_system": ["generative"], "q_role": ["military"]},
    "not_ai_system": {"q_system": ["rules"]},
    "undetermined": {**ORDINARY, "q_area": ["unsure"]},
    "draft": {},
}
AGED = 380
"""A use older than that was classified that many days ago: its classification is to review."""
CONCLUDED = set(ANSWERS) - {"undetermined", "draft"}


def load(stage: Stage) -> None:
    for row in stage.data["use_cases"]:
        if not UseCase.objects.filter(title=row[0]).exists():
            _use_case(stage, *row)


def _use_case(
    stage: Stage, title: str, purpose: str, owner: str, plan: str, levels: list[str], outcome: str,
    client: str | None, used_days_ago: int | None,
) -> None:  # fmt: skip
    person = stage.person(owner)
    use_case = usecases.declare(
        by=person, title=title, purpose=purpose, objective="client" if client else "internal",
        plans=[Plan.objects.get(slug=plan)], client=_visible(stage, client, person), data_levels=levels,
        first_used_on=stage.ago(used_days_ago) if used_days_ago else None, now=stage.now, today=stage.today,
    )  # fmt: skip
    judged_at = stage.now - timedelta(days=AGED) if (used_days_ago or 0) > AGED else stage.now
    answer_all(use_case, ANSWERS[outcome], by=person, now=judged_at)
    if outcome in CONCLUDED:
        classification.conclude(use_case, by=person, now=judged_at)
    stage.count("use cases")


def answer_all(use_case: UseCase, answers: dict[str, list[str]], *, by: Any, now: Any) -> None:
    for question, given in answers.items():
        classification.answer(use_case, question=question, answer=given, by=by, now=now)


def _visible(stage: Stage, name: str | None, person: Any) -> Client | None:
    """The client, when its owner may see it: the demo obeys the house's rules like everybody."""
    return Client.objects.visible_to(person).filter(name=name).first() if name else None
