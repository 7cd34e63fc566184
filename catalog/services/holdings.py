"""Seats of ours against what a vendor lists: only where they differ is anything written."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone

from catalog.models import Connection, Seat, SeatObservation, Subscription, VendorSeat
from catalog.services import seats
from people.models import User

BATCH = 500


@dataclass(frozen=True, slots=True)
class Claim:
    """A matched person whom a vendor lists, since when, and when they last used it (None: not known)."""

    person: User
    since: datetime | None
    used: datetime | None

    @classmethod
    def of(cls, seat: VendorSeat) -> "Claim":
        """Of a seat that is matched: ValueError otherwise."""
        if seat.person is None:
            raise ValueError(f"{seat} has no person")
        return cls(seat.person, seat.assigned_at, seat.last_used_at)


@dataclass(frozen=True, slots=True)
class Found:
    """A person listed there who holds nothing here: they hold a seat from `since`."""

    person: User
    since: date
    used: date | None


@dataclass
class Plan:
    """What will be written, and what a person should look at."""

    found: list[Found] = field(default_factory=list)
    released: list[Seat] = field(default_factory=list)  # ended there, held here: given back
    given_back: list[User] = field(default_factory=list)  # given back here, still listed there
    gone: list[User] = field(default_factory=list)  # not one of us (any more), still listed there
    only_here: list[Seat] = field(default_factory=list)  # held here, never listed there
    observed: list[tuple[Seat, date | None]] = field(default_factory=list)


def plan(subscription: Subscription, claims: Iterable[Claim], lost: Collection[int], *, today: date) -> Plan:
    """Compare claims with the open seats of a subscription. `lost`: persons one of whose seats ended."""
    by_person = _by_person(claims)
    held = {seat.holder_id: seat for seat in subscription.seats.open().select_related("holder")}
    returned = dict(
        subscription.seats.exclude(released_on=None)
        .values_list("holder")
        .annotate(last=Max("released_on"))
        .values_list("holder", "last")
    )
    planned = Plan()
    for pk, mine in by_person.items():
        if pk in held:
            planned.observed.append((held[pk], _last_use(mine)))
        else:
            _claim(planned, mine, returned.get(pk), today)
    for pk, seat in held.items():
        if pk not in by_person:
            (planned.released if pk in lost else planned.only_here).append(seat)
    return planned


def apply(planned: Plan, subscription: Subscription, *, source: str, by: Any, now: datetime) -> None:
    """Write a plan: each seat found or given back is an event of its own."""
    today = timezone.localdate(now)
    found = [
        (seats.find(subscription, holder=new.person, since=new.since, by=by), new.used)
        for new in planned.found
    ]
    for seat in planned.released:
        seats.release(seat, by=by, today=today)
    observe([*planned.observed, *found], source=source, as_of=now)


def settle(connection: Connection, *, by: Any, now: datetime) -> None:
    """Bring the seats of the connection's subscription in line with what its vendor last listed."""
    subscription = connection.subscription
    if subscription is None:
        return
    planned = plan(subscription, listed(subscription), (), today=timezone.localdate(now))
    if planned.found:
        apply(planned, subscription, source=source_of(connection), by=by, now=now)


def listed(subscription: Subscription, *, but_not: Connection | None = None) -> list[Claim]:
    """The matched persons whom the connections of a subscription list."""
    rows = VendorSeat.objects.open().filter(connection__subscription=subscription).exclude(person=None)
    if but_not:
        rows = rows.exclude(connection=but_not)
    return [Claim.of(seat) for seat in rows.select_related("person")]


def observe(observed: list[tuple[Seat, date | None]], *, source: str, as_of: datetime) -> None:
    """Date what a source says of last uses: a new row where it says something new, else the same, renewed."""
    last = _last_observations([seat for seat, _ in observed], source)
    fresh, renewed = [], []
    for seat, used in observed:
        before = last.get(seat.pk)
        if before and used in (None, before.last_used_on):
            renewed.append(before.pk)
        elif before is None or before.as_of < as_of:
            fresh.append(SeatObservation(seat=seat, last_used_on=used, source=source, as_of=as_of))
    SeatObservation.objects.bulk_create(fresh, batch_size=BATCH)
    for start in range(0, len(renewed), BATCH):
        SeatObservation.objects.filter(pk__in=renewed[start : start + BATCH]).update(as_of=as_of)


def source_of(connection: Connection) -> str:
    """How observations name where they come from."""
    return f"{connection.kind}:{connection.organisation or connection.pk}"[:80]


def _claim(planned: Plan, mine: list[Claim], returned_on: date | None, today: date) -> None:
    """Somebody listed there who holds nothing here."""
    person, starts = mine[0].person, [claim.since for claim in mine if claim.since]
    since = min([today, *(timezone.localdate(at) for at in starts)])
    if not person.is_admitted:
        planned.gone.append(person)
    elif returned_on and (not starts or timezone.localdate(max(starts)) <= returned_on):
        planned.given_back.append(person)
    else:
        planned.found.append(Found(person, max(since, returned_on or since), _last_use(mine)))


def _by_person(claims: Iterable[Claim]) -> dict[int, list[Claim]]:
    grouped: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        grouped[claim.person.pk].append(claim)
    return grouped


def _last_use(claims: list[Claim]) -> date | None:
    used = [claim.used for claim in claims if claim.used]
    return timezone.localdate(max(used)) if used else None


def _last_observations(of: list[Seat], source: str) -> dict[int, SeatObservation]:
    rows = SeatObservation.objects.filter(source=source).order_by("as_of")
    found: dict[int, SeatObservation] = {}
    for start in range(0, len(of), BATCH):
        chunk = [seat.pk for seat in of[start : start + BATCH]]
        found.update((row.seat_id, row) for row in rows.filter(seat__in=chunk))
    return found
