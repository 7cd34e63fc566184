"""The answers of the vendor of the tests: seats as GitHub documents them, status objects, and broken ones."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

DOCS = "https://docs.github.com/rest/copilot/copilot-user-management"
PREVIEW_START = datetime(2026, 2, 3, 8, 15, tzinfo=UTC)


@dataclass(frozen=True)
class Reply:
    """One answer. `body` may be bytes (sent as they are) or a value (sent as JSON)."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0  # announce that many bytes more than are sent
    drip: float = 0.0  # seconds between single bytes of the body, without an end
    drips_headers: bool = False
    hangs_up: bool = False  # close without a word


def seat(number: int, **changes: Any) -> dict[str, Any]:
    """A seat as documented; `login`, `id` and `email` change its assignee, any other word the seat."""
    assignee = {
        "login": changes.pop("login", f"dev-{number:05d}"),
        "id": changes.pop("id", 4_410_000 + number),
        "node_id": f"U_kgDO{number:06d}",
        "type": "User",
        "site_admin": False,
    }
    if "email" in changes:
        assignee["email"] = changes.pop("email")
    return {
        "created_at": _text(PREVIEW_START + timedelta(hours=number % 4000)),
        "updated_at": "2026-09-01T10:00:00Z",
        "pending_cancellation_date": None,
        "last_activity_at": _text(
            datetime(2026, 11, 18, 16, 40, 12, tzinfo=UTC) - timedelta(hours=number % 900)
        ),
        "last_activity_editor": "vscode/1.120.0/copilot/2.4.1",
        "last_authenticated_at": "2026-11-18T07:58:00Z",
        "plan_type": "business",
        "assignee": assignee,
        "assigning_team": {"id": 77, "slug": "platform", "name": "Platform"},
    } | changes


def seats(count: int, first: int = 1) -> list[dict[str, Any]]:
    """Seats of that many different people."""
    return [seat(number) for number in range(first, first + count)]


def error(status: int, message: str, **headers: str) -> Reply:
    """A status object as GitHub sends it. Names of headers are written with `_` for `-`."""
    body = {"message": message, "documentation_url": DOCS, "status": str(status)}
    return Reply(status, body, {name.replace("_", "-"): value for name, value in headers.items()})


def _text(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
