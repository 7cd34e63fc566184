"""What every vendor connector offers and how it fails. Frozen rows, no database, no Django.

A connector reads; `catalog.services.sync` stages, compares and decides. Whatever goes wrong arrives as one
`VendorFailure` whose class says what follows (`failures.CONSEQUENCES`); a number that a vendor does not give
is None, never 0. Sentences for people are French msgids with their values apart, so that a page may
translate them; `message` is the French sentence, already searched for the credential.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

MESSAGE_LIMIT = 300
ELLIPSIS = "…"
UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Capability(StrEnum):
    """What a vendor's interface can tell or do. What is absent has no number, rather than a zero."""

    SEATS_PURCHASED = "seats_purchased"
    SEATS = "seats"
    LAST_USED = "last_used"
    COST = "cost"
    USAGE = "usage"
    ASSIGN = "assign"
    REMOVE = "remove"


class SeatKind(StrEnum):
    """The kinds that the portal knows. `SeatRow.kind` keeps any other word as the vendor sent it."""

    LICENCE = "licence"
    MEMBER = "member"
    SERVICE = "service"


class SeatState(StrEnum):
    """The states that the portal knows. A seat in any of them is billed and counts as held."""

    ACTIVE = "active"
    PENDING_CANCELLATION = "pending_cancellation"
    SUSPENDED = "suspended"


class Precision(StrEnum):
    """How exactly a vendor knows a last use."""

    INSTANT = "instant"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One line of a vendor's list of seats, as the vendor said it.

    The same seat may come on several rows, once for each team that gives it. `vendor_account_id` is empty
    when the vendor names no holder: such a seat counts, and can be kept for nobody. An email is in lower
    case. `last_used_at` None means "not known", which is not "never".
    """

    vendor_account_id: str
    login: str = ""
    email: str = ""
    product: str = ""
    kind: str = SeatKind.LICENCE
    state: str = SeatState.ACTIVE
    assigned_at: datetime | None = None
    last_used_at: datetime | None = None
    last_used_precision: str = Precision.INSTANT
    last_authenticated_at: datetime | None = None
    ends_on: date | None = None  # with PENDING_CANCELLATION: the first day without the seat
    plan: str = ""
    via: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What makes a seat the same seat within one connection."""
        return (self.product, self.vendor_account_id)


@dataclass(frozen=True, slots=True)
class Note:
    """Something odd that stops nothing, for the report of a run. `text` is a msgid with {named} gaps."""

    code: str
    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The sentence in French."""
        return self.text.format(**self.values)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the last `fetch_seats` read so far. Only `is_complete` allows a seat to end.

    `digest` is the SHA-256 of the rows in their order (hex), so that two runs compare at a glance.
    `vendor_total` is the vendor's own count of seats, which `sync` compares with the distinct holders; None
    when untold.
    """

    pages: int = 0
    rows: int = 0
    vendor_total: int | None = None
    is_complete: bool = False
    digest: str = ""
    notes: tuple[Note, ...] = ()


class FailureClass(StrEnum):
    """Why a run did not end well (connector-contract: what each failure leads to)."""

    OUR_FAULT = "our_fault"  # 400, 422: we ask wrongly, or the contract changed
    CREDENTIAL = "credential"  # 401
    RATE_LIMIT = "rate_limit"  # 429, and 403 that says so
    MISSING_RIGHT = "missing_right"  # 403 otherwise
    WRONG_ORGANISATION = "wrong_organisation"  # 404 on a configured path
    VENDOR = "vendor"  # 5xx, reset, DNS, time-out
    PARTIAL = "partial"  # the same, after at least one page
    CONTRACT = "contract"  # 200 that is not what was agreed
    IMPLAUSIBLE = "implausible"  # an answer that may not be believed without a look
    REDIRECT = "redirect"  # a link or redirect leaves the host: no request was sent
    ADDRESS = "address"  # the configured address itself is refused: no request was sent
    TLS = "tls"  # the certificate is not the host's


class VendorFailure(Exception):
    """A vendor could not be read. Holds nothing secret: texts were searched for the credential.

    `page` is the page that failed (0: no list was being read), `retry_at` the moment from which the vendor
    answers again (the job is put off until then), `missing` the right or plan that the vendor names, `field`
    the part of the answer that was not as agreed, `status` the HTTP status (0: no answer), `detail` the
    vendor's own sentence.
    """

    def __init__(
        self,
        failure: FailureClass,
        text: str,
        *,
        values: Mapping[str, str | int] | None = None,
        page: int = 0,
        retry_at: datetime | None = None,
        missing: str = "",
        field: str = "",
        status: int = 0,
        detail: str = "",
    ) -> None:
        super().__init__(failure, text)
        self.failure = failure
        self.text = text
        self.values: dict[str, str | int] = dict(values or {})
        self.page = page
        self.retry_at = retry_at
        self.missing = missing
        self.field = field
        self.status = status
        self.detail = detail

    @property
    def message(self) -> str:
        """The sentence in French, with the vendor's own behind it, at most 300 characters."""
        sentence = self.text.format(**self.values)
        return shorten(f"{sentence} « {self.detail} »" if self.detail else sentence)

    def __str__(self) -> str:
        return self.message

    def on_page(self, page: int) -> "VendorFailure":
        """This failure, met on that page of a list; an outage after the first page makes the list partial."""
        self.page = page
        if page > 1 and self.failure is FailureClass.VENDOR:
            self.failure = FailureClass.PARTIAL
        return self


@dataclass(frozen=True, slots=True)
class Health:
    """What one cheap authenticated call learnt: `detail` what was found, `failure` what was not."""

    is_ok: bool
    detail: str = ""
    failure: VendorFailure | None = None

    @property
    def failure_class(self) -> FailureClass | None:
        return self.failure.failure if self.failure else None

    @property
    def missing(self) -> str:
        """The right or plan that the vendor says is missing."""
        return self.failure.missing if self.failure else ""

    @property
    def message(self) -> str:
        return self.failure.message if self.failure else ""


class Connector(Protocol):
    """A vendor, for the length of one run. Use it as a context manager: it holds a connection open."""

    kind: str
    capabilities: frozenset[Capability]

    @property
    def facts(self) -> Facts:
        """What the last `fetch_seats` has read so far."""

    def check(self) -> Health:
        """One cheap authenticated call that changes nothing. Never raises VendorFailure: it answers it."""

    def fetch_purchased(self) -> int | None:
        """Seats that the firm pays for; None when the vendor does not say. Raises VendorFailure."""

    def fetch_seats(self) -> Iterator[SeatRow]:
        """A full snapshot, page by page. Ends by itself only at the documented end. Raises VendorFailure."""

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...


def shorten(text: str, limit: int = MESSAGE_LIMIT) -> str:
    """A text on one line without control characters, at most `limit` characters."""
    flat = "".join(" " if unicodedata.category(c) in UNPRINTABLE else c for c in text).strip()
    return flat if len(flat) <= limit else flat[: limit - 1] + ELLIPSIS
