"""What a complete list leads to: its report, a stop for a person, or the changes, in one transaction."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from catalog.connectors import Note
from catalog.enums import ConnectionState, RunState
from catalog.models import Connection, Seat, Subscription, SyncRun, VendorSeat
from catalog.services import health, holdings, staging, subscriptions, vendor_seats
from catalog.services.holdings import Plan
from catalog.services.vendor_seats import Difference
from catalog.snapshot import Snapshot, reasons_to_hold
from etech_ai.audit import recording as audit

NAMED_MOST = 100  # accounts named in a report; the counts are always whole


@dataclass
class Outcome:
    """A run with its whole list, compared: nothing is written yet."""

    run: SyncRun
    now: datetime
    difference: Difference
    plan: Plan
    holds: tuple[Note, ...]

    @classmethod
    def of(cls, run: SyncRun, snapshot: Snapshot, *, now: datetime, notes: Iterable[Note]) -> "Outcome":
        """Compare, and write the figures and the report on the run (unsaved)."""
        difference = vendor_seats.compare(run.connection, snapshot, now=now)
        holds = reasons_to_hold(
            snapshot, known=difference.known, ending=len(difference.ending), vendor_total=run.vendor_total
        )
        outcome = cls(run, now, difference, _plan(run.connection, difference, now), holds)
        _count(run, snapshot, difference)
        told = list(notes)
        known = {note.code for note in told}
        run.report = _report(
            outcome, [*told, *(note for note in snapshot.warnings if note.code not in known)]
        )
        return outcome


def report(outcome: Outcome, *, by: Any) -> SyncRun:
    """A trial run ends with its report alone."""
    run = _close(outcome, RunState.DRY_RUN)
    with audit.record("sync.rehearsed", by=by, on=run):
        run.save()
    return run


def hold(outcome: Outcome, *, by: Any) -> SyncRun:
    """Stop for a person: the rows stay staged, every figure stays as it was."""
    run, connection = _close(outcome, RunState.NEEDS_REVIEW), outcome.run.connection
    reason = outcome.holds[0]
    run.message_text, run.message_values = reason.text, dict(reason.values)
    before = (connection.state, connection.failure)
    health.held(connection, reason, outcome.now)
    with audit.record("sync.held_back", by=by, on=run):
        run.save()
        connection.save()
    health.alarm(connection, before)
    return run


def apply(outcome: Outcome, *, by: Any, reviewer: Any = None) -> SyncRun:
    """Take the list in: the vendor's rows, the count beside our ceiling, the seats that differ."""
    run, connection = _close(outcome, RunState.DONE), outcome.run.connection
    if reviewer is not None:
        run.reviewed_by, run.reviewed_at = reviewer, outcome.now
    health.succeeded(connection, outcome.now)
    with audit.record("sync.confirmed" if reviewer else "sync.applied", by=by, on=run):
        run.save()
        connection.save()
        vendor_seats.save(outcome.difference, run=run)
        if connection.subscription:
            _bring_in_line(outcome, connection.subscription, by=by)
    staging.drop(run)
    return run


def _bring_in_line(outcome: Outcome, subscription: Subscription, *, by: Any) -> None:
    source = holdings.source_of(outcome.run.connection)
    holdings.apply(outcome.plan, subscription, source=source, by=by, now=outcome.now)
    bought = _bought(subscription)
    if bought is not None:
        subscriptions.record_vendor_count(
            subscription, count=bought, on=timezone.localdate(outcome.now), by=by
        )


def _bought(subscription: Subscription) -> int | None:
    """What the vendor counts for the subscription, over all its accounts that are being read."""
    accounts = Connection.objects.filter(subscription=subscription).exclude(state=ConnectionState.PAUSED)
    runs = [account.runs.filter(state=RunState.DONE).newest_first().first() for account in accounts]
    told = [run.purchased for run in runs if run and run.purchased is not None]
    return sum(told) if told else None


def _plan(connection: Connection, difference: Difference, now: datetime) -> Plan:
    if connection.subscription is None:
        return Plan()
    elsewhere = holdings.listed(connection.subscription, but_not=connection)
    return holdings.plan(
        connection.subscription,
        [*difference.claims, *elsewhere],
        difference.lost,
        today=timezone.localdate(now),
    )


def _close(outcome: Outcome, state: RunState) -> SyncRun:
    run = outcome.run
    run.state, run.ended_at = state, outcome.now
    run.message_text, run.message_values = "", {}
    return run


def _count(run: SyncRun, snapshot: Snapshot, difference: Difference) -> None:
    run.seats = snapshot.distinct
    run.new_count, run.changed_count = len(difference.new), len(difference.changed)
    run.missing_count, run.ended_count = len(difference.missing), len(difference.ending)
    run.unmatched_count = len(difference.unmatched)


def _report(outcome: Outcome, notes: Iterable[Note]) -> dict[str, Any]:
    """Accounts by what happens to them, people by their number; sentences as msgids with their values."""
    difference, plan = outcome.difference, outcome.plan
    return {
        "new": _names(difference.new),
        "changed": [
            {"login": str(seat), "fields": list(names)} for seat, names in difference.changed[:NAMED_MOST]
        ],
        "missing": _names(difference.missing),
        "ended": _names(difference.ending),
        "unmatched": _names(difference.unmatched),
        "used": len(difference.used),
        "found": [new.person.pk for new in plan.found[:NAMED_MOST]],
        "released": _holders(plan.released),
        "only_here": _holders(plan.only_here),
        "given_back": [person.pk for person in plan.given_back[:NAMED_MOST]],
        "gone": [person.pk for person in plan.gone[:NAMED_MOST]],
        "holds": [_told(note) for note in outcome.holds],
        "notes": [_told(note) for note in notes],
    }


def _names(seats: list[VendorSeat]) -> list[str]:
    return [str(seat) for seat in seats[:NAMED_MOST]]


def _holders(seats: list[Seat]) -> list[int]:
    return [seat.holder_id for seat in seats[:NAMED_MOST]]


def _told(note: Note) -> dict[str, Any]:
    return {"code": note.code, "text": note.text, "values": dict(note.values)}
