"""The same question asked many times: every level × every plan, for one client; and what else would do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.enums import ToolDecision
from catalog.models import Plan
from compliance.data_rules import Rules
from compliance.data_rules.ruleset import Level
from compliance.permissions import can_read_terms, can_see_client
from compliance.services import answers, facts, rules
from compliance.services.answers import Answer
from compliance.services.facts import PlanFacts
from people.models import Client

NEVER = "secret"


@dataclass(frozen=True, slots=True)
class Row:
    """One plan and its answers, level by level."""

    plan: Plan
    tool_class: str
    cells: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Columns are the levels that can be sent at all; `never` is the level that no tool takes."""

    client: Client | None
    ruleset: Rules
    levels: tuple[Level, ...]
    never: Level
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Something else that is allowed: another plan, or the same without one of the levels."""

    answer: Answer
    plan: Plan | None = None
    without: Level | None = None


def offered() -> Iterable[Plan]:
    """Plans that one may think of sending to, by tool; a forbidden tool is none of them."""
    plans = Plan.objects.offered().exclude(tool__decision=ToolDecision.FORBIDDEN)
    return plans.select_related("tool__vendor", "tool__owner").order_by("tool__name", "name", "pk")


def build(*, by: Any, client: Client | None, today: date, plans: Iterable[Plan] | None = None) -> Matrix:
    """Every level × every offered plan (or the plans given). A fixed number of queries.

    Raises Refused for a client that `by` may not know.
    """
    if client:
        can_see_client(by, client).enforce()
    ruleset = rules.data()
    of_plans = facts.of_plans(offered() if plans is None else plans, ruleset, today)
    rows = _rows(by, ruleset, of_plans, client, today)
    levels = tuple(level for level in ruleset.levels.values() if level.id != NEVER)
    return Matrix(client, ruleset, levels, ruleset.levels[NEVER], tuple(rows))


def _rows(
    by: Any, ruleset: Rules, of_plans: Iterable[PlanFacts], client: Client | None, today: date
) -> Iterator[Row]:
    of_client, nobody = facts.of_client(client, today), facts.ProjectFacts()
    may_read = client is None or bool(can_read_terms(by, client))
    for plan in of_plans:
        cells = tuple(
            answers.answer_for(
                by, ruleset, plan, of_client, nobody, levels=[level], today=today, may_read=may_read
            )
            for level in ruleset.levels
        )
        yield Row(plan.plan, plan.tool_class, cells)


def alternatives(answer: Answer, *, by: Any, most: int = 3) -> list[Alternative]:
    """What the asker can do instead of a no: drop a level, or take another plan. Best answers first."""
    if answer.state in ("yes", "attest"):
        return []
    ruleset, today = rules.data(), answer.asked_on
    of_client, of_project = facts.of_client(answer.client, today), facts.of_project(answer.project, today)
    may_read = answer.client is None or bool(can_read_terms(by, answer.client))
    of_plans = facts.of_plans(offered(), ruleset, today)

    def ask(plan: PlanFacts, levels: list[str]) -> Answer:
        return answers.answer_for(
            by, ruleset, plan, of_client, of_project, levels=levels, today=today, may_read=may_read
        )

    found = [*_without(answer, ruleset, of_plans, ask), *_elsewhere(answer, of_plans, ask)]
    better = [item for item in found if item.answer.state in ("yes", "attest")]
    return sorted(better, key=lambda item: item.answer.state != "yes")[:most]


def _without(answer: Answer, ruleset: Rules, of_plans: list[PlanFacts], ask: Any) -> Iterator[Alternative]:
    here = [plan for plan in of_plans if plan.plan.pk == answer.plan.pk]
    if len(answer.levels) > 1:
        for plan in here:
            for level in answer.levels:
                rest = [other for other in answer.levels if other != level]
                yield Alternative(ask(plan, rest), without=ruleset.levels[level])


def _elsewhere(answer: Answer, of_plans: list[PlanFacts], ask: Any) -> Iterator[Alternative]:
    for plan in of_plans:
        if plan.plan.pk != answer.plan.pk and plan.plan.tool.may_be_asked_for:
            yield Alternative(ask(plan, list(answer.levels)), plan=plan.plan)
