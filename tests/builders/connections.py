"""Accounts at vendors for tests: connected without asking anybody, and lists as a vendor would tell them."""

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from builders.clock import NOW
from catalog.connectors import SeatRow
from catalog.models import Connection, Subscription, SyncRun
from catalog.services import connections, sync
from catalog.services.connections import Account

SECRET = "ghp_Secret0123456789abcdWXYZ"  # noqa: S105 - invented
SINCE = datetime.fromisoformat("2026-02-03T08:15:00+00:00")
USED = datetime.fromisoformat("2026-11-18T16:40:12+00:00")


def a_connection(
    house: SimpleNamespace,
    organisation: str = "acme",
    subscription: Subscription | None = None,
    is_bound: bool = True,
    **facts: Any,
) -> Connection:
    """GitHub Copilot of an organisation, counting the house's subscription unless told otherwise."""
    account = Account(
        kind="github_copilot", base_url=facts.pop("base_url", "https://api.github.com"),
        organisation=organisation, secret=facts.pop("secret", SECRET), variable=facts.pop("variable", ""),
    )  # fmt: skip
    return connections.keep(
        account, label=facts.pop("label", f"Copilot {organisation}"),
        subscription=(subscription or house.subscription) if is_bound else None, interval=timedelta(days=1),
        owner=facts.pop("owner", house.ida), by=house.ida, now=NOW,
    )  # fmt: skip


def seat(number: int, person: Any = None, **facts: Any) -> SeatRow:
    """One listed seat: login `user-7`, the person's email when one is given."""
    facts.setdefault("login", f"user-{number}")
    facts.setdefault("assigned_at", SINCE)
    facts.setdefault("last_used_at", USED)
    facts.setdefault("email", person.email if person else "")
    return SeatRow(vendor_account_id=str(number), **facts)


def a_list(*people: Any, strangers: int = 0) -> list[SeatRow]:
    """Seats 1, 2, … of these persons, and of so many logins that nobody knows."""
    known = [seat(number, person) for number, person in enumerate(people, start=1)]
    return known + [seat(1000 + number) for number in range(strangers)]


def take(connection: Connection, rows: list[SeatRow], hours: float = 0, **told: Any) -> SyncRun:
    """Take a whole list in, so many hours after NOW."""
    told.setdefault("purchased", len(rows))
    told.setdefault("vendor_total", None)
    return sync.take(connection, rows, now=NOW + timedelta(hours=hours), **told)
