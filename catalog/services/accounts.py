"""Who is who at a vendor: by email, else by the links that a person has made. Never by name."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from catalog.connectors import SeatRow
from catalog.models import AccountLink, Connection
from catalog.permissions import can_manage_connections
from catalog.services import holdings
from catalog.snapshot import Key
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import User


def people_of(connection: Connection, seats: Mapping[Key, SeatRow]) -> dict[Key, User]:
    """The person behind each account that has one. Nobody is ever made from a vendor's row."""
    by_email = _by_email({row.email.lower() for row in seats.values() if row.email})
    by_id, by_login = _links(connection)
    found = {}
    for key, row in seats.items():
        person = (
            by_email.get(row.email.lower())
            or by_id.get(row.vendor_account_id)
            or by_login.get(row.login.casefold())
        )
        if person:
            found[key] = person
    return found


@transaction.atomic
def link(
    connection: Connection, *, login: str, person: User, by: Any, now: datetime, vendor_account_id: str = ""
) -> AccountLink:
    """Say whose account this is; their seat follows at once. Raises Refused for a linked one."""
    can_manage_connections(by).enforce()
    connection = Connection.objects.select_for_update().get(pk=connection.pk)
    login = login.strip()
    taken = connection.links.in_force().filter(login__iexact=login, vendor_account_id=vendor_account_id)
    if not login and not vendor_account_id:
        raise Refused(_("Nommez le compte à rattacher."))
    if taken.exists():
        raise Refused(_("Le compte %(login)s est déjà rattaché : détachez-le d’abord.") % {"login": login})
    made = AccountLink(
        connection=connection, login=login, vendor_account_id=vendor_account_id, person=person, linked_at=now
    )
    with audit.record("account.linked", by=by, on=made):
        made.save(force_insert=True)
        _settle(connection, by=by, now=now)
    return made


@transaction.atomic
def unlink(made: AccountLink, *, by: Any, now: datetime) -> AccountLink:
    """Take it back: the account has no person again. A seat that was found through it stays until it ends."""
    can_manage_connections(by).enforce()
    made = AccountLink.objects.select_for_update().select_related("connection").get(pk=made.pk)
    if made.ended_at is not None:
        return made
    made.ended_at = now
    with audit.record("account.unlinked", by=by, on=made):
        made.save()
        _settle(made.connection, by=by, now=now)
    return made


def rows_of(connection: Connection) -> dict[Key, SeatRow]:
    """The open seats of a connection, as much of each as matching needs."""
    open_seats = connection.vendor_seats.open()
    return {
        seat.key: SeatRow(
            vendor_account_id=seat.vendor_account_id, login=seat.login, email=seat.email, product=seat.product
        )
        for seat in open_seats
    }


def _settle(connection: Connection, *, by: Any, now: datetime) -> None:
    """Match the known accounts again, and give the seats that follow from it."""
    people = people_of(connection, rows_of(connection))
    for seat in connection.vendor_seats.open():
        person = people.get(seat.key)
        if seat.person_id != (person.pk if person else None):
            seat.person = person
            seat.save(update_fields=["person"])
    holdings.settle(connection, by=by, now=now)


def _by_email(emails: Iterable[str]) -> dict[str, User]:
    people = User.objects.alias(lowered=Lower("email")).filter(lowered__in=list(emails))
    return {person.email.lower(): person for person in people}


def _links(connection: Connection) -> tuple[dict[str, User], dict[str, User]]:
    """Links by account id, and by login for those made without an id."""
    links = list(connection.links.in_force().select_related("person"))
    by_id = {made.vendor_account_id: made.person for made in links if made.vendor_account_id}
    by_login = {made.login.casefold(): made.person for made in links if not made.vendor_account_id}
    return by_id, by_login
