"""Reading a vendor's seats: begin (the lock), work (the network, outside of any transaction), conclude.

    run = sync.run(connection, dry_run=False, now=now)        # a command: all of it, at once
    run = sync.begin(…); failure = yield from sync.work(run)  # a job: step by step

Only a list that was read to its documented end may end a seat; see catalog/snapshot.py for what is held back.
"""

import hashlib
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from catalog.connectors import Capability, Connector, Facts, SeatRow, VendorFailure
from catalog.connectors.clock import SYSTEM, Clock
from catalog.connectors.failures import CONSEQUENCES
from catalog.enums import RunState
from catalog.models import Connection, StagedSeat, SyncRun
from catalog.services import applying, connections, health, staging
from catalog.snapshot import merge
from etech_ai.audit import recording as audit
from etech_ai.audit.recording import Actor
from etech_ai.enums import gettext_noop
from etech_ai.jobs import queue
from etech_ai.verdicts import Refused

BY_JOB = Actor("job:vendor-sync", "Relevé des éditeurs")
Reads = Generator[queue.Step, None, VendorFailure | None]

LEASE = timedelta(minutes=20)  # a run has 15 minutes
CHUNK = 100

CRASHED = gettext_noop("Le relevé s’est arrêté avant la fin ; rien n’a été changé.")
SUPERSEDED = gettext_noop("Remplacé par un relevé plus récent.")


class Busy(Refused):
    """Another run of the same connection is under way, at most until `until`."""

    def __init__(self, until: datetime) -> None:
        super().__init__(_("Un relevé de cette connexion est déjà en cours : attendez sa fin."))
        self.until = until


@dataclass
class Reading:
    """What one run has read so far."""

    run: SyncRun
    purchased: int | None = None
    rows: list[SeatRow] = field(default_factory=list)
    facts: Facts = field(default_factory=Facts)
    clock: Clock = SYSTEM
    began: float = 0

    def __post_init__(self) -> None:
        self.began = self.clock.monotonic()

    def at(self) -> datetime:
        """Now, as the run's own clock has it."""
        return self.run.started_at + timedelta(seconds=self.clock.monotonic() - self.began)

    def steps(self, vendor: Connector) -> Iterator[queue.Step]:
        """Read everything, staging rows as they come. Raises VendorFailure."""
        yield queue.Step(2, "connect")
        if Capability.SEATS_PURCHASED in vendor.capabilities:
            self.purchased = vendor.fetch_purchased()
        try:
            for row in vendor.fetch_seats():
                self.rows.append(row)
                if len(self.rows) % CHUNK == 0:
                    self._stage(CHUNK)
                    yield self._step(vendor.facts)
            self._stage(len(self.rows) % CHUNK)
        finally:
            self.facts = vendor.facts

    def _stage(self, newest: int) -> None:
        if newest and not self.run.is_dry:
            staging.stage(self.run, self.rows[-newest:])

    def _step(self, facts: Facts) -> queue.Step:
        """Between 5 and 85 per cent, by the vendor's own total where it tells one."""
        share = len(self.rows) / facts.vendor_total if facts.vendor_total else facts.pages / (facts.pages + 3)
        return queue.Step(5 + round(80 * min(share, 1)), "pages")


def run(
    connection: Connection,
    *,
    dry_run: bool = False,
    now: datetime,
    by: Actor = BY_JOB,
    clock: Clock = SYSTEM,
) -> SyncRun:
    """One whole run; how it ended stands on the row. Raises Busy while another one is under way."""
    started = begin(connection, dry_run=dry_run, now=now, by=by)
    for _step in work(started, by=by, clock=clock):
        pass
    return SyncRun.objects.select_related("connection").get(pk=started.pk)


def take(
    connection: Connection,
    rows: Iterable[SeatRow],
    *,
    purchased: int | None,
    vendor_total: int | None,
    now: datetime,
    by: Actor = BY_JOB,
) -> SyncRun:
    """A whole run from rows that are at hand (a demo, a file): the same rules, no network."""
    started = begin(connection, now=now, by=by)
    reading = Reading(started, purchased=purchased, rows=list(rows))
    digest = hashlib.sha256(repr(reading.rows).encode()).hexdigest()
    reading.facts = Facts(
        pages=1, rows=len(reading.rows), vendor_total=vendor_total, is_complete=True, digest=digest
    )
    staging.stage(started, reading.rows)
    return conclude(reading, by=by)


@transaction.atomic
def begin(connection: Connection, *, dry_run: bool = False, now: datetime, by: Actor = BY_JOB) -> SyncRun:
    """Take the connection's lock: its one running row. What a killed run left is cleared away first.

    Raises Busy while another one is under way, Refused while the connection is paused.
    """
    connection = Connection.objects.select_for_update().get(pk=connection.pk)
    if connection.is_paused:
        raise Refused(_("Cette connexion est en pause : reprenez-la d’abord."))
    running = connection.runs.filter(state=RunState.RUNNING).first()
    if running and not running.is_lost(now):
        raise Busy(running.lease_until)
    if running:
        _abandon(running, now, by)
    StagedSeat.objects.filter(run__connection=connection).exclude(run__state=RunState.NEEDS_REVIEW).delete()
    started = SyncRun(connection=connection, is_dry=dry_run, started_at=now, lease_until=now + LEASE)
    with audit.record("sync.started", by=by, on=started):
        started.save(force_insert=True)
    return started


def work(run: SyncRun, *, by: Actor = BY_JOB, clock: Clock = SYSTEM) -> Reads:
    """Read, then conclude. Returns the VendorFailure that broke it off, or None.

    Nothing but staged rows is written before the end of the list; a generator that is closed on the way
    (the job was stopped) leaves an abandoned run and unchanged figures.
    """
    reading = Reading(run, clock=clock)
    try:
        with connections.open_vendor(run.connection, clock) as vendor:
            yield from reading.steps(vendor)
        yield queue.Step(90, "differences")
        conclude(reading, by=by)
    except VendorFailure as failure:
        fail(reading, failure, by=by)
        return failure
    except BaseException:  # stopped, killed softly, or a fault of ours: the lock must not outlive it
        give_up(run, reading.at(), by=by)
        raise
    return None


@transaction.atomic
def conclude(reading: Reading, *, by: Actor = BY_JOB) -> SyncRun:
    """Compare the whole list with what is known; apply it, hold it back, or only report it."""
    run, now = _mine(reading.run), reading.at()
    _note(run, reading)
    run.vendor_total, run.purchased, run.digest = (
        reading.facts.vendor_total, reading.purchased, reading.facts.digest,
    )  # fmt: skip
    outcome = applying.Outcome.of(run, merge(reading.rows), now=now, notes=reading.facts.notes)
    if run.is_dry:
        return applying.report(outcome, by=by)
    supersede(run.connection, but=run, now=now, by=by)
    if outcome.holds:
        return applying.hold(outcome, by=by)
    return applying.apply(outcome, by=by)


@transaction.atomic
def fail(reading: Reading, failure: VendorFailure, *, by: Actor = BY_JOB) -> SyncRun:
    """The list broke off: staged rows go, nothing else changes but the health and the report."""
    run, now = _mine(reading.run), reading.at()
    _note(run, reading)
    run.state, run.ended_at = RunState.FAILED, now
    run.failure, run.page = failure.failure.value, failure.page
    run.message_text, run.message_values = failure.text, health.values_of(failure)
    staging.drop(run)
    connection = run.connection
    before = (connection.state, connection.failure)
    with audit.record("sync.failed", by=by, on=run):
        run.save()
        if not run.is_dry:
            health.failed(connection, failure, now)
            connection.save()
        if CONSEQUENCES[failure.failure].is_security_event:
            _refused_to_leave(run, by)
    if not run.is_dry:
        health.alarm(connection, before)
    return run


@transaction.atomic
def give_up(run: SyncRun, now: datetime, *, by: Actor = BY_JOB) -> None:
    """Close a run that was stopped on its way; nothing when it is closed already."""
    current = SyncRun.objects.select_for_update().filter(pk=run.pk, state=RunState.RUNNING).first()
    if current:
        _abandon(current, now, by)


def supersede(connection: Connection, *, but: SyncRun, now: datetime, by: Actor) -> None:
    """A newer complete list makes older held-back ones pointless."""
    for older in connection.runs.held_back().exclude(pk=but.pk):
        older.state, older.message_text, older.message_values = RunState.ABANDONED, SUPERSEDED, {}
        staging.drop(older)
        with audit.record("sync.abandoned", by=by, on=older):
            older.save()


def _mine(run: SyncRun) -> SyncRun:
    """The run and its connection, locked, as long as it is still the running one."""
    connection = Connection.objects.select_for_update(of=("self",)).select_related(
        "subscription__plan__tool", "owner"
    ).get(pk=run.connection_id)  # fmt: skip
    current = SyncRun.objects.select_for_update().get(pk=run.pk)
    if not current.is_running:
        raise Refused(_("Ce relevé a été abandonné : un autre l’a remplacé."))
    current.connection = connection
    return current


def _note(run: SyncRun, reading: Reading) -> None:
    run.pages, run.rows = reading.facts.pages, reading.facts.rows


def _abandon(run: SyncRun, now: datetime, by: Actor) -> None:
    run.state, run.ended_at, run.message_text = RunState.ABANDONED, now, CRASHED
    staging.drop(run)
    with audit.record("sync.abandoned", by=by, on=run):
        run.save()


def _refused_to_leave(run: SyncRun, by: Actor) -> None:
    """A link to another host may be after the credential: that stands in the trail by itself."""
    with audit.record(
        "security.vendor_address_refused",
        by=by,
        on=run.connection,
        facts={"run": run.pk, "page": run.page, "class": run.failure},
    ):
        pass
