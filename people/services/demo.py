"""Demo accounts: one per role, listed on the sign-in page only while demo mode is on."""

from dataclasses import dataclass
from typing import Any

from people.access import Role
from people.models import User
from people.services import users

PASSWORD = "etech-demo-2026"  # noqa: S105 - documented in the README, of no use outside demo mode
EMAILS: dict[Role, str] = {
    Role.STAFF: "membre@etech.example",
    Role.CHAMPION: "champion@etech.example",
    Role.LICENCES: "licences@etech.example",
    Role.FINANCE: "finance@etech.example",
    Role.DPO: "dpo@etech.example",
    Role.DIRECTION: "direction@etech.example",
    Role.ADMIN: "admin@etech.example",
}


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A line of the sign-in page."""

    role: Role
    user: User

    @property
    def email(self) -> str:
        return self.user.email


def accounts() -> list[DemoAccount]:
    """The demo accounts that exist, in the order of the roles."""
    people = {user.email: user for user in User.objects.active().filter(email__in=EMAILS.values())}
    return [DemoAccount(role, people[email]) for role, email in EMAILS.items() if email in people]


def account(email: str) -> User | None:
    """The person behind a demo account, or None for any other address."""
    return next((one.user for one in accounts() if one.email == email), None)


def open_account(user: User, *, by: Any) -> None:
    """Give a demo account the password that all of them share."""
    users.set_password(user, password=PASSWORD, by=by)
