"""Walking a paged list to its documented end, or failing: never a list that only looks whole."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any, Generic, TypeVar

from catalog.connectors.base import Facts, FailureClass, Note, SeatRow, VendorFailure
from catalog.connectors.guard import Target
from etech_ai.enums import gettext_noop

MAX_PAGES = 5000
MAX_NOTES = 20  # of one kind: a report is read by people

REPEATED_ADDRESS = gettext_noop("L’éditeur renvoie à une page déjà lue : la lecture est arrêtée.")
REPEATED_PAGE = gettext_noop("L’éditeur répète une page déjà lue : la lecture est arrêtée.")
TOO_MANY_PAGES = gettext_noop("La liste de l’éditeur dépasse {count} pages : la lecture est arrêtée.")
MORE_NOTES = gettext_noop("Et {count} autres remarques du même genre.")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A page as read: its items, their digest, and where the next one is (None: this was the last)."""

    items: T
    digest: str
    next: Target | None
    is_empty: bool = False


class Ledger:
    """What a run learns while it reads: counts, notes, the digest of its rows. `facts` is the sum so far."""

    def __init__(self) -> None:
        self.pages = 0
        self.rows = 0
        self.vendor_total: int | None = None
        self.is_complete = False
        self._notes: dict[str, list[Note]] = {}
        self._hash = hashlib.sha256()

    def count(self, row: SeatRow) -> SeatRow:
        """Count a row, and take it into the digest."""
        self.rows += 1
        self._hash.update(digest_of(asdict(row)).encode())
        return row

    def note(self, code: str, text: str, **values: str | int) -> None:
        """Keep a remark for the report, once."""
        note = Note(code, text, values)
        kept = self._notes.setdefault(code, [])
        if note not in kept:
            kept.append(note)

    @property
    def facts(self) -> Facts:
        notes: list[Note] = []
        for code, kept in self._notes.items():
            notes += kept[:MAX_NOTES]
            if len(kept) > MAX_NOTES:
                notes.append(Note(code, MORE_NOTES, {"count": len(kept) - MAX_NOTES}))
        return Facts(
            pages=self.pages,
            rows=self.rows,
            vendor_total=self.vendor_total,
            is_complete=self.is_complete,
            digest=self._hash.hexdigest(),
            notes=tuple(notes),
        )


def pages(
    first: Target, read: Callable[[Target, int], Page[T]], ledger: Ledger, max_pages: int = MAX_PAGES
) -> Iterator[T]:
    """The items of each page, in order; `ledger.is_complete` holds once the last page was taken.

    Raises VendorFailure with its page: what `read` raises, and CONTRACT for a repeated address, a repeated
    page or too many pages. A failure after the first page makes an outage PARTIAL.
    """
    target: Target | None = first
    addresses: set[str] = set()
    digests: set[str] = set()
    while target is not None:
        number = ledger.pages + 1
        try:
            _once(addresses, target.text, REPEATED_ADDRESS)
            if number > max_pages:
                raise VendorFailure(FailureClass.CONTRACT, TOO_MANY_PAGES, values={"count": max_pages})
            page = read(target, number)
            if not page.is_empty:
                _once(digests, page.digest, REPEATED_PAGE)
        except VendorFailure as failure:
            failure.on_page(number)
            raise
        ledger.pages = number
        yield page.items
        target = page.next
    ledger.is_complete = True


def _once(seen: set[str], thing: str, text: str) -> None:
    if thing in seen:
        raise VendorFailure(FailureClass.CONTRACT, text)
    seen.add(thing)


def digest_of(value: Any) -> str:
    """SHA-256 (hex) of a value as canonical JSON."""
    text = json.dumps(value, sort_keys=True, default=str, ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
