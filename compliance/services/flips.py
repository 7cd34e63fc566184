"""What a proposed change would do to a client's answers, cell by cell, before anything is written.

found = flips.of_clause(client, effect="eu_only", …, by=dpo, today=today)   # or flips.without(clause, …)
found[0].plan, .level, .before, .after    # two answers of the one function, that differ
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from catalog.models import Plan
from compliance.data_rules.ruleset import Level
from compliance.models import Clause, ClauseEffect
from compliance.permissions import can_edit_client_rules
from compliance.services import clauses, facts, matrices
from compliance.services.answers import Answer
from compliance.services.facts import ClientFacts
from people.models import Client


@dataclass(frozen=True, slots=True)
class Flip:
    """One cell of the client's matrix that would answer otherwise."""

    plan: Plan
    level: Level
    before: Answer
    after: Answer

    @property
    def is_tighter(self) -> bool:
        return STRICTNESS[self.after.state] > STRICTNESS[self.before.state]


STRICTNESS = {"yes": 0, "attest": 1, "missing": 2, "no": 3}


def of_clause(
    client: Client, *, effect: str, by: Any, today: date, value: str = "", **terms: Any
) -> tuple[Flip, ...]:
    """The cells that flip when this clause is added. Raises Refused for a value that cannot be read."""
    can_edit_client_rules(by).enforce()
    now = facts.of_client(client, today)
    read = clauses.checked_value(ClauseEffect(effect), value)
    drafted = Clause(client=client, effect=effect, value=read, **terms)
    return _flips(now, replace(now, clauses=(*now.clauses, drafted)), by=by, today=today)


def without(clause: Clause, *, by: Any, today: date) -> tuple[Flip, ...]:
    """The cells that flip when this clause is retired."""
    can_edit_client_rules(by).enforce()
    now = facts.of_client(clause.client, today)
    rest = tuple(item for item in now.clauses if item.pk != clause.pk)
    return _flips(now, replace(now, clauses=rest), by=by, today=today)


def _flips(now: ClientFacts, then: ClientFacts, *, by: Any, today: date) -> tuple[Flip, ...]:
    plans = list(matrices.offered())
    before, after = (
        matrices.of_facts(known, by=by, today=today, may_read=True, plans=plans) for known in (now, then)
    )
    rows = zip(before.rows, after.rows, strict=True)
    levels = before.ruleset.levels
    return tuple(flip for old, new in rows for flip in _differing(old, new, levels))


def _differing(old: matrices.Row, new: matrices.Row, levels: Any) -> Iterator[Flip]:
    for was, is_now in zip(old.cells, new.cells, strict=True):
        if _said(was) != _said(is_now):
            yield Flip(old.plan, levels[was.levels[0]], was, is_now)


def _said(answer: Answer) -> tuple[str, tuple[str, ...]]:
    """What a reader acts on: the state, and what is missing."""
    return answer.state, tuple(item.condition for item in answer.missing)
