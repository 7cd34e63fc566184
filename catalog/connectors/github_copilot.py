"""GitHub Copilot Business and Enterprise: bought, held, last use (reference: vendor-apis section 3).

Seats are keyed by `assignee.id`, since a login can be renamed. Copilot bills what is assigned, so "bought" is
`seat_breakdown.total`; no other number of that answer is added up, for they do not fit one another. A page is
asked for anew each time: without a kept copy of each page an ETag would save nothing.
"""

import re
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any, Self

from catalog.connectors.base import (
    Capability,
    Facts,
    FailureClass,
    Health,
    SeatRow,
    SeatState,
    VendorFailure,
)
from catalog.connectors.clock import Clock
from catalog.connectors.guard import Guard, Target
from catalog.connectors.http import Answer, GuardedClient
from catalog.connectors.limits import Limits
from catalog.connectors.paging import MAX_PAGES, Ledger, Page, digest_of, pages
from catalog.connectors.values import a_count, a_day, a_dict, a_dict_or_null, a_list, a_moment, a_text, an_id
from etech_ai.enums import gettext_noop

API_VERSION = "2026-03-10"
PRODUCT = "copilot"
# Below the 900 points a minute of the secondary limit; the hourly one is kept by its headers. A secondary
# limit without a date asks for a minute at least, then longer.
LIMITS = Limits(per_minute=300, first_limited_wait=60.0)

PLANS = frozenset({"business", "enterprise", "unknown"})
SEAT_FIELDS = frozenset(
    {
        "assignee",
        "assigning_team",
        "organization",
        "created_at",
        "updated_at",
        "pending_cancellation_date",
        "last_activity_at",
        "last_activity_editor",
        "last_authenticated_at",
        "plan_type",
    }
)
_ORGANISATION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98})")

BAD_ORGANISATION = gettext_noop("« {organisation} » n’est pas un nom d’organisation GitHub.")
NO_HOLDER = gettext_noop("Un siège sans titulaire : il compte, mais ne revient à personne (page {page}).")
TWO_LOGINS = gettext_noop("Le compte {account} apparaît sous deux noms : {first} et {second}.")
UNKNOWN_PLAN = gettext_noop("Formule inconnue du portail, gardée telle quelle : {plan}.")
UNKNOWN_FIELD = gettext_noop("Champ inconnu du portail, ignoré : {field}.")
NO_TOTAL = gettext_noop("L’éditeur ne dit pas combien de sièges la liste compte.")
TOTAL_MOVED = gettext_noop("Le total annoncé a changé pendant la lecture : {first} puis {second}.")


class GithubCopilot:
    """The seats of one organisation, for the length of one run."""

    kind = "github_copilot"
    capabilities = frozenset({Capability.SEATS_PURCHASED, Capability.SEATS, Capability.LAST_USED})
    max_pages = MAX_PAGES

    def __init__(self, client: GuardedClient, organisation: str) -> None:
        if not _ORGANISATION.fullmatch(organisation):
            values = {"organisation": organisation}
            raise VendorFailure(FailureClass.WRONG_ORGANISATION, BAD_ORGANISATION, values=values)
        self._client = client
        self._billing = client.at(f"/orgs/{organisation}/copilot/billing")
        self._seats = client.at(f"/orgs/{organisation}/copilot/billing/seats?per_page=100")
        self._ledger = Ledger()

    @classmethod
    def open(
        cls, *, guard: Guard, base_url: str, organisation: str, secret: str, clock: Clock
    ) -> "GithubCopilot":
        """A connector with its guarded client. Raises VendorFailure for a bad address, secret or name."""
        client = GuardedClient(
            guard=guard,
            base_url=base_url,
            secret=secret,
            authorise=_bearer,
            headers={"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": API_VERSION},
            limits=LIMITS,
            clock=clock,
        )
        return cls(client, organisation)

    @property
    def facts(self) -> Facts:
        """What the last `fetch_seats` has read so far."""
        return self._ledger.facts

    def check(self) -> Health:
        """Read the billing sheet: it asks for the right that the seats need. Answers failures."""
        try:
            return Health(True, detail=self._client.get_json(self._billing, _plan_of))
        except VendorFailure as failure:
            return Health(False, failure=failure)

    def fetch_purchased(self) -> int | None:
        """Seats that are billed. Raises VendorFailure."""
        return self._client.get_json(self._billing, _purchased_of)

    def fetch_seats(self) -> Iterator[SeatRow]:
        """Every seat, page by page. Raises VendorFailure; what was yielded before then proves no absence."""
        ledger = self._ledger = Ledger()
        logins: dict[str, str] = {}
        for rows in pages(self._seats, self._page, ledger, self.max_pages):
            for row in rows:
                _compare_login(row, logins, ledger)
                yield ledger.count(row)

    def close(self) -> None:
        """Close the connection."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _page(self, target: Target, number: int) -> Page[list[SeatRow]]:
        def parse(value: Any, answer: Answer) -> Page[list[SeatRow]]:
            page = a_dict(value, "$")
            seats = a_list(page.get("seats"), "seats")
            rows = [_row(seat, f"seats[{i}]") for i, seat in enumerate(seats)]
            found = answer.next_link
            following = self._client.guard.follow(answer.target, found) if found else None
            self._note(page, seats, rows, number)
            return Page(rows, digest_of(seats), following, is_empty=not seats)

        return self._client.get_json(target, parse)

    def _note(self, page: Mapping[str, Any], seats: list[Any], rows: list[SeatRow], number: int) -> None:
        self._note_total(page)
        for row in rows:
            if not row.vendor_account_id:
                self._ledger.note("no_holder", NO_HOLDER, page=number)
            if row.plan and row.plan not in PLANS:
                self._ledger.note("unknown_plan", UNKNOWN_PLAN, plan=row.plan)
        for name in sorted({name for seat in seats for name in seat} - SEAT_FIELDS):
            self._ledger.note("unknown_field", UNKNOWN_FIELD, field=a_text(name, "seats"))

    def _note_total(self, page: Mapping[str, Any]) -> None:
        if page.get("total_seats") is None:
            self._ledger.note("no_total", NO_TOTAL)
            return
        total = a_count(page["total_seats"], "total_seats")
        known = self._ledger.vendor_total
        if known is not None and known != total:
            self._ledger.note("total_moved", TOTAL_MOVED, first=known, second=total)
        self._ledger.vendor_total = total


def _bearer(secret: str) -> Mapping[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def _plan_of(value: Any, _answer: Answer) -> str:
    return a_text(a_dict(value, "$").get("plan_type"), "plan_type")


def _purchased_of(value: Any, _answer: Answer) -> int:
    breakdown = a_dict(a_dict(value, "$").get("seat_breakdown"), "seat_breakdown")
    return a_count(breakdown.get("total"), "seat_breakdown.total")


def _row(value: Any, at: str) -> SeatRow:
    """One element of `seats`. What may be null or missing is so in the vendor's own description."""
    seat = a_dict(value, at)
    assignee = a_dict_or_null(seat.get("assignee"), f"{at}.assignee")
    ends_on = a_day(seat.get("pending_cancellation_date"), f"{at}.pending_cancellation_date")
    return SeatRow(
        vendor_account_id="" if assignee is None else an_id(assignee.get("id"), f"{at}.assignee.id"),
        login=a_text((assignee or {}).get("login"), f"{at}.assignee.login"),
        email=a_text((assignee or {}).get("email"), f"{at}.assignee.email").strip().lower(),
        product=PRODUCT,
        state=SeatState.PENDING_CANCELLATION if ends_on else SeatState.ACTIVE,
        assigned_at=a_moment(seat.get("created_at"), f"{at}.created_at"),
        last_used_at=a_moment(seat.get("last_activity_at"), f"{at}.last_activity_at"),
        last_authenticated_at=a_moment(seat.get("last_authenticated_at"), f"{at}.last_authenticated_at"),
        ends_on=ends_on,
        plan=a_text(seat.get("plan_type"), f"{at}.plan_type"),
        via=_via(seat, at),
    )


def _via(seat: Mapping[str, Any], at: str) -> tuple[str, ...]:
    team = a_dict_or_null(seat.get("assigning_team"), f"{at}.assigning_team") or {}
    name = a_text(team.get("slug") or team.get("name"), f"{at}.assigning_team.slug")
    return (name,) if name else ()


def _compare_login(row: SeatRow, logins: dict[str, str], ledger: Ledger) -> None:
    """Warn when one account shows two logins: both rows stay, for nobody here knows which is right."""
    if not row.vendor_account_id:
        return
    first = logins.setdefault(row.vendor_account_id, row.login)
    if first != row.login:
        ledger.note("two_logins", TWO_LOGINS, account=row.vendor_account_id, first=first, second=row.login)
