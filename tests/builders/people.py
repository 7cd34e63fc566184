"""People in the states that tests need, driven through the services."""

from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from builders.clock import NOW, TODAY
from etech_ai.audit.actors import Actor
from people.access import Role
from people.models import RoleAssignment, User
from people.services import roles, users

BUILDER = Actor("job:test-people", "Essai")
PASSWORD = "mirabelle-quetsche-12"


def admitted(name: str = "Eve", **options: Any) -> User:
    """An active person, `<name>@etech.example`."""
    given = {"first_name": name.capitalize(), "last_name": "Essai", "mail": False} | options
    return users.invite(email=f"{name.lower()}@etech.example", by=BUILDER, now=NOW, **given)


def pending(email: str = "inconnue@ailleurs.example") -> User:
    """Somebody whom the identity provider brought, and who waits."""
    return users.register_from_provider(email=email, first_name="Inès", last_name="Connue")


def holding(role: Role, name: str = "Eve", **options: Any) -> User:
    """An active person who holds a role for long."""
    user = admitted(name)
    since = TODAY.replace(month=1, day=5)
    roles.grant(user, role=role, starts_on=since, by=BUILDER, today=since, **options)
    return user


def granted_dpo(to: User, by: User) -> RoleAssignment:
    """A DPO role that waits for a second administrator."""
    return roles.grant(to, role=Role.DPO, starts_on=TODAY, by=by, today=TODAY)


def with_password(user: User, password: str = PASSWORD) -> User:
    users.set_password(user, password=password, by=BUILDER)
    return user


def with_totp(user: User) -> User:
    """Enrolled with an authenticator application."""
    TOTP.activate(user, generate_totp_secret())
    return user
