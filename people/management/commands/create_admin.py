"""The first administrator: the only role that nobody inside can give yet."""

import getpass
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from etech_ai.audit.actors import Actor
from etech_ai.verdicts import Refused
from people.access import Role
from people.models import Profile, User
from people.services import roles, users

JOB = Actor("job:create-admin", "create_admin")


class Command(BaseCommand):
    help = "Create the first administrator. The password comes from ETECH_ADMIN_PASSWORD or is asked for."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--first-name", default="")
        parser.add_argument("--last-name", default="")
        parser.add_argument("--again", action="store_true", help="even when an administrator is in force")

    def handle(self, *args: Any, **options: Any) -> None:
        email = _checked_email(options["email"])
        today = timezone.localdate()
        if User.objects.holding(Role.ADMIN, today).exists() and not options["again"]:
            raise CommandError("An administrator is in force already; --again makes another one.")
        password = os.environ.get("ETECH_ADMIN_PASSWORD") or _asked_password()
        try:
            with transaction.atomic():
                _create(email, options["first_name"], options["last_name"], password)
        except (Refused, ValidationError) as error:
            raise CommandError(" ".join(getattr(error, "messages", [str(error)]))) from error
        administrators = User.objects.holding(Role.ADMIN, today).count()
        self.stdout.write(f"ok, 1 administrator created, {administrators} in force")


def _create(email: str, first_name: str, last_name: str, password: str) -> None:
    user = users.invite(
        email=email, first_name=first_name or email.partition("@")[0], last_name=last_name,
        profile=Profile.OTHER, by=JOB, now=timezone.now(), mail=False,
    )  # fmt: skip
    validate_password(password, user)
    users.set_password(user, password=password, by=JOB)
    today = timezone.localdate()
    roles.grant(user, role=Role.ADMIN, starts_on=today, by=JOB, today=today)


def _checked_email(email: str) -> str:
    try:
        validate_email(email)
    except ValidationError as error:
        raise CommandError(f"{email} is not an email address.") from error
    return email


def _asked_password() -> str:
    if not sys.stdin.isatty():
        raise CommandError("Set ETECH_ADMIN_PASSWORD, or run this in a terminal that can ask for a password.")
    password = getpass.getpass("Password: ")
    if password != getpass.getpass("Again: "):
        raise CommandError("The two passwords differ.")
    return password
