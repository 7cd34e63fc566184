"""Pure: a vendor's full list against what is known of it. Who is new, who is gone, what may not be believed.

The snapshot rule of docs/operations.md: a seat that a complete list does not name is "not seen", and ends
with the second such list in a row; a list that would end too much, or that contradicts itself, waits for a
person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from catalog.connectors.base import Note, SeatRow, SeatState
from etech_ai.enums import gettext_noop

Key = tuple[str, str]  # product, vendor_account_id

MISSES_THAT_END = 2
MOST_ENDS = 3  # so many may end unseen, whatever their share
MOST_SHARE = 20  # per cent of the known seats


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One full list, each seat once. `unnamed` rows name no holder: counted, kept for nobody.

    `aliases` are rows of an account id that another login has too: kept, not counted twice.
    """

    seats: Mapping[Key, SeatRow]
    unnamed: int = 0
    aliases: int = 0
    warnings: tuple[Note, ...] = ()

    @property
    def distinct(self) -> int:
        return len(self.seats) - self.aliases + self.unnamed


@dataclass(frozen=True, slots=True)
class Absences:
    """Known seats that a complete list does not name: for the first time, and for the last."""

    missing: tuple[Key, ...] = ()
    ending: tuple[Key, ...] = ()


def merge(rows: Iterable[SeatRow]) -> Snapshot:
    """The rows of one reading by seat: several rows of one seat become one with several `via`.

    One account id under two logins is kept twice, with a warning: ids are not reused, so one row is wrong.
    """
    groups: dict[Key, dict[str, SeatRow]] = {}
    unnamed = 0
    for row in rows:
        if not row.vendor_account_id:
            unnamed += 1
            continue
        logins = groups.setdefault(row.key, {})
        name = row.login.casefold()
        logins[name] = _together(logins[name], row) if name in logins else row
    seats, warnings = _by_key(groups)
    return Snapshot(seats, unnamed, aliases=len(seats) - len(groups), warnings=warnings)


def absences(known: Mapping[Key, int], listed: Mapping[Key, SeatRow]) -> Absences:
    """What a complete list does to open seats that it does not name; `known` holds their misses so far."""
    gone = {key: misses + 1 for key, misses in known.items() if key not in listed}
    return Absences(
        missing=tuple(sorted(key for key, misses in gone.items() if misses < MISSES_THAT_END)),
        ending=tuple(sorted(key for key, misses in gone.items() if misses >= MISSES_THAT_END)),
    )


def reasons_to_hold(
    snapshot: Snapshot, *, known: int, ending: int, vendor_total: int | None
) -> tuple[Note, ...]:
    """Why a complete list must be looked at by a person before anything changes; () when it need not."""
    distinct = snapshot.distinct
    reasons = []
    if known and not distinct:
        reasons.append(Note("empty", EMPTY, {"known": known}))
    if vendor_total is not None and vendor_total != distinct:
        reasons.append(Note("total", TOTAL, {"total": vendor_total, "distinct": distinct}))
    if ending > MOST_ENDS and ending * 100 > known * MOST_SHARE:
        reasons.append(Note("many_ends", MANY_ENDS, {"ending": ending, "known": known}))
    return tuple(reasons)


EMPTY = gettext_noop(
    "La liste est vide alors que le relevé précédent ne l’était pas (sièges connus\u00a0: {known})."
)
TOTAL = gettext_noop("L’éditeur annonce un total de {total} et sa liste compte {distinct} sièges distincts.")
MANY_ENDS = gettext_noop("Ce relevé mettrait fin à {ending} sièges sur {known}.")
TWO_LOGINS = gettext_noop("Le compte n°\u00a0{account} figure sous deux noms ({logins}).")


def _by_key(groups: Mapping[Key, Mapping[str, SeatRow]]) -> tuple[dict[Key, SeatRow], tuple[Note, ...]]:
    seats: dict[Key, SeatRow] = {}
    warnings = []
    for key, logins in groups.items():
        first, *others = sorted(logins)
        seats[key] = logins[first]
        for name in others:
            row = replace(logins[name], vendor_account_id=f"{key[1]}/{name}")
            seats[row.key] = row
        if others:
            names = ", ".join(logins[name].login for name in (first, *others))
            warnings.append(Note("two_logins", TWO_LOGINS, {"account": key[1], "logins": names}))
    return seats, tuple(warnings)


def _together(one: SeatRow, other: SeatRow) -> SeatRow:
    """Two rows of one seat: every `via`, the latest known last use, the first day; active if either is."""
    used = max((one, other), key=lambda row: _instant(row.last_used_at))
    starts = [row.assigned_at for row in (one, other) if row.assigned_at]
    kept = one if one.state == SeatState.ACTIVE or other.state != SeatState.ACTIVE else other
    return replace(
        kept,
        email=one.email or other.email,
        assigned_at=min(starts, default=None),
        last_used_at=used.last_used_at,
        last_used_precision=used.last_used_precision,
        last_authenticated_at=max((one.last_authenticated_at, other.last_authenticated_at), key=_instant),
        via=tuple(dict.fromkeys([*one.via, *other.via])),
    )


def _instant(at: datetime | None) -> float:
    return at.timestamp() if at else float("-inf")
