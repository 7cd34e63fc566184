"""Reminders of what is due: one message a night to each person, when a day draws near or has passed.

A day is recalled a month before, a week before, on the day, then each week. A night that was missed
is made good by the next one; a second run on the same day tells nobody twice.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _lazy

from people.models import Notification, User
from people.services import notifications
from usecases import agenda
from usecases.agenda import Entry
from usecases.models import UseCase

EVENT = "agenda.due"
AHEAD = (30, 7, 0)
LATE_EVERY = 7
MISSED_NIGHTS = 7
NAMED = 5


def remind(*, today: dt.date) -> int:
    """Tell everybody what became due since they were last told; how many people."""
    found = agenda.entries(UseCase.objects.all(), today=today)
    of_person: dict[User, list[Entry]] = defaultdict(list)
    for entry in found:
        if entry.day is not None:
            of_person[entry.person].append(entry)
    return sum(_tell(person, entries, today) for person, entries in of_person.items())


def recalled_on(due: dt.date, day: dt.date) -> bool:
    """Whether something due that day is recalled on this one."""
    left = (due - day).days
    return left in AHEAD or (left < 0 and -left % LATE_EVERY == 0)


@transaction.atomic
def _tell(person: User, entries: list[Entry], today: dt.date) -> bool:
    days = list(_days_since_told(person, today))
    due = [entry for entry in entries if entry.day and any(recalled_on(entry.day, day) for day in days)]
    if not due or not person.is_admitted:
        return False
    late = sum(1 for entry in due if entry.is_late(today))
    notifications.tell(
        person,
        event=EVENT,
        subject=format_lazy(
            _lazy("Échéancier : {number} à traiter, dont {late} en retard"), number=len(due), late=late
        ),
        text=_lines(due),
        url=reverse("usecases:agenda"),
    )  # fmt: skip
    return True


def _days_since_told(person: User, today: dt.date) -> Iterable[dt.date]:
    last = Notification.objects.filter(user=person, event=EVENT).newest_first().first()
    told = timezone.localdate(last.created_at) if last else today - dt.timedelta(days=1)
    missed = min((today - told).days, MISSED_NIGHTS)
    return [today - dt.timedelta(days=back) for back in range(missed)]


def _lines(due: list[Entry]) -> str:
    """References and days, which read the same in both languages."""
    shown = [
        f"{entry.day:%d/%m/%Y} · {entry.use_case.reference}, {entry.use_case.title}" for entry in due[:NAMED]
    ]
    return "\n".join([*shown, *(["…"] if len(due) > NAMED else [])])
