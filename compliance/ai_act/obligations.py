"""Which obligations an outcome brings, and from which day (obligation_rules of the ruleset)."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from compliance.ai_act.conditions import Situation
from compliance.ai_act.ruleset import UNDETERMINED
from compliance.ai_act.shapes import Obligation, Ruleset, Suppression


@dataclass(frozen=True, slots=True)
class DueObligation:
    """One line of the obligations table: the duty, the day from which it applies, and whether that day has
    come."""

    obligation: Obligation
    applies_from: date
    in_force: bool

    @property
    def id(self) -> str:
        return self.obligation.id


def listed(ruleset: Ruleset, seen: Situation) -> tuple[Obligation, ...]:
    """Every obligation that applies, whatever its date, in the order of the ruleset.

    It applies when the outcome is in `tiers`, one of our role flags is in `roles`, and `when` holds on flags
    and facts (obligation_rules.applies). Undetermined brings none. A suppression takes away the obligations
    that exist for its tiers alone, so the duties that other tiers share (Art. 4, 50 …) stay.
    """
    if seen.outcome is None or seen.outcome == UNDETERMINED:
        return ()
    suppressed = active_suppressions(ruleset, seen)
    return tuple(
        item
        for item in ruleset.obligations.values()
        if seen.outcome in item.tiers
        and not item.roles.isdisjoint(seen.flags)
        and item.when.holds(seen)
        and not any(item.tiers <= rule.tiers for rule in suppressed)
    )


def active_suppressions(ruleset: Ruleset, seen: Situation) -> tuple[Suppression, ...]:
    """The suppressions whose condition holds and that concern this outcome."""
    return tuple(
        rule for rule in ruleset.suppressions if seen.outcome in rule.tiers and rule.when.holds(seen)
    )


def starts_on(ruleset: Ruleset, obligation: Obligation, flags: AbstractSet[str]) -> date:
    """The day from which the obligation applies (obligation_rules.dates).

    A raised `when_flag` flag selects its date field when the obligation has one; otherwise the default field
    counts.
    """
    for flag, field in ruleset.date_rules.when_flag:
        if flag in flags and field in obligation.dates:
            return obligation.dates[field]
    return obligation.applies_from


def due(ruleset: Ruleset, ids: Iterable[str], flags: Iterable[str], on: date) -> tuple[DueObligation, ...]:
    """Rows for stored obligation ids and flags. Raises KeyError for an id that the ruleset does not
    define."""
    raised = frozenset(flags)
    return tuple(_row(ruleset, ruleset.obligations[name], raised, on) for name in ids)


def _row(ruleset: Ruleset, obligation: Obligation, flags: AbstractSet[str], on: date) -> DueObligation:
    starts = starts_on(ruleset, obligation, flags)
    return DueObligation(obligation, starts, starts <= on)
