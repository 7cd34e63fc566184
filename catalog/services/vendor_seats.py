"""What a complete list changes in the rows kept of a vendor's seats: compared first, then written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from catalog.connectors import SeatRow
from catalog.models import Connection, SyncRun, VendorSeat
from catalog.services.accounts import people_of
from catalog.services.holdings import Claim
from catalog.snapshot import Key, Snapshot, absences

BATCH = 200
FACTS = ("login", "email", "kind", "state", "plan", "via", "assigned_at", "ends_on", "person_id")
USES = ("last_used_at", "last_used_precision", "last_authenticated_at")


@dataclass
class Difference:
    """Seats as they would stand after the list, unsaved: new, changed (with what), used, missing, ending."""

    known: int = 0
    new: list[VendorSeat] = field(default_factory=list)
    changed: list[tuple[VendorSeat, tuple[str, ...]]] = field(default_factory=list)
    used: list[VendorSeat] = field(default_factory=list)
    same: list[VendorSeat] = field(default_factory=list)
    missing: list[VendorSeat] = field(default_factory=list)
    ending: list[VendorSeat] = field(default_factory=list)

    @property
    def listed(self) -> list[VendorSeat]:
        return [*self.new, *(seat for seat, _ in self.changed), *self.used, *self.same]

    @property
    def unmatched(self) -> list[VendorSeat]:
        return [seat for seat in self.listed if seat.person_id is None]

    @property
    def claims(self) -> list[Claim]:
        """Who holds a seat at this vendor once the list is taken in: a seat not seen once is held still."""
        return [Claim.of(seat) for seat in [*self.listed, *self.missing] if seat.person_id]

    @property
    def lost(self) -> set[int]:
        """Persons one of whose seats ends."""
        return {seat.person_id for seat in self.ending if seat.person_id}


def compare(connection: Connection, snapshot: Snapshot, *, now: datetime) -> Difference:
    """The difference that the list makes; reads only, so that a trial run shows the very same."""
    known = {seat.key: seat for seat in connection.vendor_seats.select_related("person")}
    gone = absences(
        {key: seat.missed_runs for key, seat in known.items() if seat.ended_at is None}, snapshot.seats
    )
    people = people_of(connection, snapshot.seats)
    difference = Difference(known=sum(seat.ended_at is None for seat in known.values()))
    for key, row in snapshot.seats.items():
        _file(difference, known.get(key), row, people.get(key), _blank(connection, key, now))
    difference.missing = [_missed(known[key]) for key in gone.missing]
    difference.ending = [_missed(known[key], ended_at=now) for key in gone.ending]
    return difference


def save(difference: Difference, *, run: SyncRun) -> None:
    """Write a difference down. Rows that say what they said are left alone."""
    for seat in difference.new:
        seat.seen_in = run
    VendorSeat.objects.bulk_create([seat for seat in difference.new if seat.pk is None], batch_size=BATCH)
    returned = [seat for seat in difference.new if seat.pk is not None]
    moved = [*returned, *(seat for seat, _ in difference.changed), *difference.used]
    _update(moved, [*FACTS[:-1], "person", *USES, "missed_runs", "ended_at", "first_seen_at"])
    _update([*difference.missing, *difference.ending], ["missed_runs", "ended_at"])
    _update([seat for seat in difference.same if seat.missed_runs], ["missed_runs"], missed_runs=0)
    run.connection.vendor_seats.open().filter(missed_runs=0).update(seen_in=run)


def _file(
    difference: Difference, known: VendorSeat | None, row: SeatRow, person: Any, blank: VendorSeat
) -> None:
    """Put one listed seat where it belongs, with what the list says of it."""
    seat = known or blank
    is_new = known is None or known.ended_at is not None
    changed, used = _take(seat, row, person)
    if is_new:
        seat.ended_at, seat.missed_runs = None, 0
        seat.first_seen_at = blank.first_seen_at
        difference.new.append(seat)
    elif changed:
        seat.missed_runs = 0
        difference.changed.append((seat, changed))
    elif used:
        seat.missed_runs = 0
        difference.used.append(seat)
    else:
        difference.same.append(seat)


def _take(seat: VendorSeat, row: SeatRow, person: Any) -> tuple[tuple[str, ...], bool]:
    """Write the row into the seat; the names of the facts that changed, and whether its use did."""
    before = {name: getattr(seat, name) for name in (*FACTS, *USES)}
    seat.login, seat.email = row.login[:200], row.email.lower()[:254]
    seat.kind, seat.state, seat.plan = row.kind[:40], row.state[:40], row.plan[:80]
    seat.via, seat.assigned_at, seat.ends_on = list(row.via), row.assigned_at, row.ends_on
    seat.person = person
    if row.last_used_at:  # "not known" never overwrites what was known
        seat.last_used_at, seat.last_used_precision = row.last_used_at, str(row.last_used_precision)
    seat.last_authenticated_at = row.last_authenticated_at or seat.last_authenticated_at
    changed = tuple(name for name in FACTS if getattr(seat, name) != before[name])
    return changed, any(getattr(seat, name) != before[name] for name in USES)


def _blank(connection: Connection, key: Key, now: datetime) -> VendorSeat:
    product, account = key
    return VendorSeat(
        connection=connection, product=product[:80], vendor_account_id=account[:120], first_seen_at=now
    )


def _missed(seat: VendorSeat, ended_at: datetime | None = None) -> VendorSeat:
    seat.missed_runs, seat.ended_at = seat.missed_runs + 1, ended_at
    return seat


def _update(seats: Iterable[VendorSeat], names: list[str], **values: Any) -> None:
    rows = list(seats)
    for seat in rows:
        for name, value in values.items():
            setattr(seat, name, value)
    VendorSeat.objects.bulk_update(rows, names, batch_size=BATCH)
