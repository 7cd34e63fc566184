"""The same question asked many times: every level × every plan, for one client; and what else would do."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from catalog.enums import ToolDecision
from catalog.models import Plan
from catalog.models.plan import PlanQuerySet
from compliance.data_rules import Rules
from compliance.data_rules.ruleset import Level
from compliance.permissions import can_read_terms, can_see_client
from compliance.services import answers, facts, rules
from compliance.services.answers import Answer
from compliance.services.facts import ClientFacts, PlanFacts
from compliance.services.proofs import Missing
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
class Narrowing:
    """What the reader wants to see of a matrix; empty fields ask for everything."""

    words: str = ""
    levels: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    tool_class: str = ""
    region: str = ""
    most_open_first: bool = False

    def __bool__(self) -> bool:
        return bool(self.words or self.levels or self.marks or self.tool_class or self.region)


@dataclass(frozen=True, slots=True)
class Permitted:
    """One plan of a client's list: the levels by what one may do with them, and all that still lacks."""

    row: Row
    levels: tuple[Level, ...]

    @property
    def open(self) -> list[Level]:
        return self._in_state("yes")

    @property
    def attest(self) -> list[Level]:
        return self._in_state("attest")

    @property
    def missing(self) -> list[Level]:
        return self._in_state("missing")

    @property
    def banned(self) -> list[Level]:
        return self._in_state("no")

    @property
    def lacks(self) -> list[Missing]:
        """What would open more, each condition once."""
        cells = [cell for cell in self.row.cells if cell.state == "missing"]
        return list({item.condition: item for cell in cells for item in cell.to_supply}.values())

    def _in_state(self, state: str) -> list[Level]:
        pairs = zip(self.levels, self.row.cells, strict=False)  # the cells end with the level never sent
        return [level for level, cell in pairs if cell.state == state]


@dataclass(frozen=True, slots=True)
class Alternative:
    """Something else that is allowed: another plan, or the same without one of the levels."""

    answer: Answer
    plan: Plan | None = None
    without: Level | None = None


def offered() -> PlanQuerySet:
    """Plans that one may think of sending to, by tool; a forbidden tool is none of them."""
    plans = Plan.objects.offered().exclude(tool__decision=ToolDecision.FORBIDDEN)
    return plans.select_related("tool__vendor", "tool__owner").order_by("tool__name", "name", "pk")


def build(*, by: Any, client: Client | None, today: date, plans: Iterable[Plan] | None = None) -> Matrix:
    """Every level × every offered plan (or the plans given). A fixed number of queries.

    Raises Refused for a client that `by` may not know.
    """
    if client:
        can_see_client(by, client).enforce()
    may_read = client is None or bool(can_read_terms(by, client))
    return of_facts(facts.of_client(client, today), by=by, today=today, may_read=may_read, plans=plans)


def of_facts(
    of_client: ClientFacts, *, by: Any, today: date, may_read: bool, plans: Iterable[Plan] | None = None
) -> Matrix:
    """The same for facts in hand: a client that is not registered yet, or clauses that are only proposed."""
    ruleset = rules.data(today)
    of_plans = facts.of_plans(offered() if plans is None else plans, ruleset, today)
    rows = _rows(by, ruleset, of_plans, of_client, today, may_read)
    levels = tuple(level for level in ruleset.levels.values() if level.id != NEVER)
    return Matrix(of_client.client, ruleset, levels, ruleset.levels[NEVER], tuple(rows))


def narrowed(matrix: Matrix, to: Narrowing) -> Matrix:
    """The rows and columns that were asked for; a row stays when one of its shown cells has a wanted mark.
    The cells themselves never change, and the level that is never sent stays in sight."""
    levels = tuple(level for level in matrix.levels if not to.levels or level.id in to.levels)
    shown = {level.id for level in levels} | {matrix.never.id}
    kept = [replace(row, cells=_shown(row, shown)) for row in matrix.rows if _fits(row, to)]
    rows = [row for row in kept if not to.marks or any(cell.mark in to.marks for cell in row.cells[:-1])]
    if to.most_open_first:
        rows.sort(key=lambda row: -sum(cell.state == "yes" for cell in row.cells))
    return replace(matrix, levels=levels, rows=tuple(rows))


def _shown(row: Row, levels: Collection[str]) -> tuple[Answer, ...]:
    return tuple(cell for cell in row.cells if cell.levels[0] in levels)


def _fits(row: Row, to: Narrowing) -> bool:
    named = f"{row.plan.tool.name} {row.plan.name} {row.plan.tool.vendor.name}".casefold()
    return (
        all(word in named for word in to.words.casefold().split())
        and to.tool_class in ("", row.tool_class)
        and to.region in ("", row.plan.region)
    )


def permitted(matrix: Matrix) -> list[Permitted]:
    """For each plan what it takes, what it takes once something is attested, what lacks a proof and what is
    banned; the most useful plans first."""
    found = [Permitted(row, matrix.levels) for row in matrix.rows]
    return sorted(found, key=lambda item: (-len(item.open), -len(item.attest), -len(item.missing)))


def _rows(
    by: Any,
    ruleset: Rules,
    of_plans: Iterable[PlanFacts],
    of_client: ClientFacts,
    today: date,
    may_read: bool,
) -> Iterator[Row]:
    nobody = facts.ProjectFacts()
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
    today = answer.asked_on
    ruleset = rules.data(today)
    of_client = facts.of_client(answer.client, today, answer.project)
    of_project = facts.of_project(answer.project, today)
    may_read = answer.client is None or bool(can_read_terms(by, answer.client))
    of_plans = facts.of_plans(offered(), ruleset, today)

    def ask(plan: PlanFacts, levels: list[str]) -> Answer:
        return answers.answer_for(
            by, ruleset, plan, of_client, of_project, levels=levels, today=today, may_read=may_read
        )

    found = [*_without(answer, ruleset, of_plans, ask)]
    found += _elsewhere(answer, of_plans, ask, lambda plan: facts.likeness(plan, of_client, of_project))
    better = [item for item in found if item.answer.state in ("yes", "attest")]
    return sorted(better, key=lambda item: item.answer.state != "yes")[:most]


def _without(answer: Answer, ruleset: Rules, of_plans: list[PlanFacts], ask: Any) -> Iterator[Alternative]:
    here = [plan for plan in of_plans if plan.plan.pk == answer.plan.pk]
    if len(answer.levels) > 1:
        for plan in here:
            for level in answer.levels:
                rest = [other for other in answer.levels if other != level]
                yield Alternative(ask(plan, rest), without=ruleset.levels[level])


def _elsewhere(
    answer: Answer, of_plans: list[PlanFacts], ask: Any, likeness: Callable[[PlanFacts], Hashable]
) -> Iterator[Alternative]:
    """The other plans. Those whose facts are alike get the same answer, which is worked out once."""
    told: dict[Hashable, Answer] = {}
    for plan in of_plans:
        if plan.plan.pk != answer.plan.pk and plan.plan.tool.may_be_asked_for:
            alike = likeness(plan)
            if alike not in told:
                told[alike] = ask(plan, list(answer.levels))
            yield Alternative(replace(told[alike], plan=plan.plan), plan=plan.plan)
