"""How well a vendor's account answers: what each end of a reading does to it, and whom it alarms.

These functions change the instance; the caller saves it in its own record. The table of failures stands in
docs/operations.md.
"""

from datetime import datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy

from catalog.connectors import FailureClass, Note, VendorFailure
from catalog.connectors.failures import CONSEQUENCES
from catalog.enums import ConnectionState
from catalog.models import Connection
from etech_ai.enums import gettext_noop
from people.access import Role
from people.models import User
from people.services import notifications

NIGHT = time(2, 25)  # a little before the beat, so that the connection is due when it comes
A_DAY = timedelta(hours=24)
IN_A_ROW = 3  # failed runs, after which it is no hiccup any more
ALARMING = (ConnectionState.ACTION_NEEDED, ConnectionState.FAILING)

DISMISSED = gettext_noop("Le dernier relevé a été écarté : les chiffres d’avant restent.")


def succeeded(connection: Connection, now: datetime) -> None:
    """A complete list was taken in."""
    _tried(connection, now)
    connection.state, connection.last_success_at = ConnectionState.OK, now
    connection.failures = connection.throttled = 0
    _explain(connection)


def held(connection: Connection, reason: Note, now: datetime) -> None:
    """A complete list waits for a person; the figures of before stay."""
    _tried(connection, now)
    connection.state = ConnectionState.ACTION_NEEDED
    connection.failures = connection.throttled = 0
    _explain(connection, reason.text, dict(reason.values), failure=FailureClass.IMPLAUSIBLE)


def dismissed(connection: Connection) -> None:
    """A person has set a held list aside."""
    connection.state = ConnectionState.DEGRADED
    _explain(connection, DISMISSED)


def failed(connection: Connection, failure: VendorFailure, now: datetime) -> None:
    """A reading broke off. A refused credential is not sent again before somebody acts."""
    _tried(connection, now)
    leads_to = CONSEQUENCES[failure.failure]
    if leads_to.puts_off:
        connection.throttled += 1
    else:
        connection.failures += 1
    in_a_row = connection.throttled if leads_to.puts_off else connection.failures
    state = ConnectionState(leads_to.then if in_a_row >= IN_A_ROW else leads_to.health)
    if state == ConnectionState.OK:
        return  # vendors do that: no worse than before, and the next try is planned
    connection.state = state
    if leads_to.pauses:
        connection.next_due_at = None
    _explain(connection, failure.text, values_of(failure), failure.failure, failure.missing)


def values_of(failure: VendorFailure) -> dict[str, Any]:
    """What a failure's sentence is filled with, and what the vendor itself said, to be kept with it."""
    return failure.values | ({"said": failure.detail} if failure.detail else {})


def restarted(connection: Connection, now: datetime) -> None:
    """Somebody acted (a new credential, the end of a pause): read again at once."""
    read_before = connection.last_success_at is not None
    connection.state = ConnectionState.OK if read_before else ConnectionState.NEVER_RUN
    connection.failures = connection.throttled = 0
    connection.next_due_at = now
    _explain(connection)


def alarm(connection: Connection, before: tuple[str, str]) -> None:
    """Tell owner and administrators, once: when it became alarming, or for another reason than before."""
    if connection.state not in ALARMING or before == (connection.state, connection.failure):
        return
    subject = format_lazy(SUBJECTS[ConnectionState(connection.state)], label=connection.label)
    for person in _answerable(connection):
        notifications.tell(
            person,
            event=EVENTS[ConnectionState(connection.state)],
            subject=subject,
            text=_lazy_problem(connection),
            url=reverse("catalog:connection_sheet", args=[connection.pk]),
        )


SUBJECTS = {
    ConnectionState.ACTION_NEEDED: gettext_lazy("Les relevés de {label} attendent une action de votre part"),
    ConnectionState.FAILING: gettext_lazy("Les relevés de {label} sont en panne"),
}
EVENTS = {
    ConnectionState.ACTION_NEEDED: "connection.action_needed",
    ConnectionState.FAILING: "connection.failing",
}


def next_night(now: datetime, interval: timedelta) -> datetime:
    """The night in which the interval is over: for a day, the one that comes."""
    local = timezone.localtime(now + interval - A_DAY)
    night = timezone.make_aware(datetime.combine(local.date(), NIGHT))
    return night if night > local else timezone.make_aware(datetime.combine(local.date() + A_DAY, NIGHT))


def _problem(connection: Connection) -> str:
    return connection.problem


_lazy_problem = lazy(_problem, str)  # worded for each reader, when it is written


def _tried(connection: Connection, now: datetime) -> None:
    connection.last_tried_at = now
    connection.next_due_at = next_night(now, connection.interval)


def _explain(
    connection: Connection, text: str = "", values: Any = None, failure: str = "", missing: str = ""
) -> None:
    connection.problem_text, connection.problem_values = text, dict(values or {})
    connection.failure, connection.missing = str(failure), missing[:300]


def _answerable(connection: Connection) -> list[User]:
    """Who connected it, and the administrators; each once."""
    today = timezone.localdate()
    people = {user.pk: user for user in User.objects.holding(Role.ADMIN, today)}
    owner = connection.owner
    if owner and owner.is_admitted:
        people[owner.pk] = owner
    return [people[pk] for pk in sorted(people)]
