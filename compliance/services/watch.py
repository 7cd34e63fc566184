"""Keeping watch: recording what changes, reading it, taking turns."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from compliance import permissions
from compliance.models import WatchDuty, WatchItem
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import Notification, User
from people.services import notifications

ASSIGNED, LATE = "watch.assigned", "watch.late"
TO_READ = _lazy("À lire avant le {day} : {title}")


def on_duty(today: dt.date) -> User | None:
    """Whose turn it is."""
    duty = WatchDuty.objects.on(today).select_related("person").order_by("-starts_on", "-pk").first()
    return duty.person if duty else None


@transaction.atomic
def record(*, by: User, today: dt.date, reader: User | None = None, **told: Any) -> WatchItem:
    """Something to read. Without a reader it is for whoever is on duty; they are told.

    Raises Refused for who does not keep watch, and when nobody is on duty to read it.
    """
    permissions.can_record_watch(by, on_duty(today)).enforce()
    reader = reader or on_duty(today)
    if reader is None:
        raise Refused(_("Personne n’est de veille ce jour-là : choisissez qui lit."))
    item = WatchItem(reader=reader, recorded_on=today, **told)
    with audit.record("watch.recorded", by=by, on=item):
        item.save()
    if reader != by:
        _tell(item, ASSIGNED, TO_READ)
    return item


@transaction.atomic
def conclude(item: WatchItem, *, conclusion: str, by: User, today: dt.date) -> WatchItem:
    """Read: what it changes for us, in a sentence. Raises Refused when that is missing, or said already."""
    item = WatchItem.objects.select_for_update().get(pk=item.pk)
    permissions.can_conclude_watch(by, item).enforce()
    if item.read_on:
        raise Refused(_("Cette lecture est déjà conclue."))
    if not conclusion.strip():
        raise Refused(_("Dites en une phrase ce que cela change pour Etech, même si ce n’est rien."))
    item.conclusion, item.read_on = conclusion.strip(), today
    with audit.record("watch.read", by=by, on=item):
        item.save()
    return item


@transaction.atomic
def reassign(item: WatchItem, *, reader: User, due_on: dt.date, by: User, today: dt.date) -> WatchItem:
    """Somebody else reads it, or until another day; the new reader is told. As it is: nothing is written.

    Raises Refused for who does not set the rota, once it is read, and for a day that has passed.
    """
    item = WatchItem.objects.select_for_update().get(pk=item.pk)
    permissions.can_set_rota(by).enforce()
    if item.read_on:
        raise Refused(_("Cette lecture est déjà conclue."))
    if due_on < today:
        raise Refused(_("Ce jour est passé : choisissez-en un à venir."))
    if (item.reader_id, item.due_on) == (reader.pk, due_on):
        return item
    is_new = item.reader_id != reader.pk
    item.reader, item.due_on = reader, due_on
    with audit.record("watch.reassigned", by=by, on=item):
        item.save()
    if is_new and reader != by:
        _tell(item, ASSIGNED, TO_READ)
    return item


@transaction.atomic
def hand_over(duty: WatchDuty, *, to: User, by: User, today: dt.date) -> WatchDuty:
    """Somebody else takes the turn. Raises Refused for who does not set the rota, and once it has ended."""
    duty = WatchDuty.objects.select_for_update().get(pk=duty.pk)
    permissions.can_set_rota(by).enforce()
    if duty.ends_on < today:
        raise Refused(_("Ce tour est fini : il ne change plus."))
    if duty.person_id == to.pk:
        return duty
    duty.person = to
    with audit.record("watch.turn_handed_over", by=by, on=duty):
        duty.save()
    return duty


def next_turn(today: dt.date) -> tuple[dt.date, dt.date]:
    """The week to fill next: the one after the last turn, else from next Monday; Monday to Sunday."""
    last = WatchDuty.objects.order_by("-ends_on").values_list("ends_on", flat=True).first()
    monday = today + dt.timedelta(days=7 - today.weekday())
    first = max(last + dt.timedelta(days=1), today) if last else monday
    return first, first + dt.timedelta(days=6 - first.weekday())


@transaction.atomic
def take_turn(*, person: User, starts_on: dt.date, ends_on: dt.date, by: User) -> WatchDuty:
    """A turn of the rota. Raises Refused when another one has some of its days, or when it ends too early."""
    permissions.can_set_rota(by).enforce()
    if ends_on < starts_on:
        raise Refused(_("Le tour finit avant de commencer : corrigez les dates."))
    taken = WatchDuty.objects.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).select_related("person")
    if taken.exists():
        names = {"who": taken[0].person.full_name}
        raise Refused(_("%(who)s a déjà une partie de ces jours : choisissez-en d’autres.") % names)
    duty = WatchDuty(person=person, starts_on=starts_on, ends_on=ends_on)
    with audit.record("watch.turn_set", by=by, on=duty):
        duty.save()
    return duty


def remind_late(*, today: dt.date) -> int:
    """Nightly: tell the readers of what should have been read, once for each item. Safe to run twice."""
    late = WatchItem.objects.to_read().filter(due_on__lt=today).select_related("reader").order_by("pk")
    waiting = [item for item in late if not _was_told(item)]
    for item in waiting:
        _tell(item, LATE, _lazy("Lecture en retard depuis le {day} : {title}"))
    return len(waiting)


def address(item: WatchItem) -> str:
    return reverse("compliance:watch_sheet", args=[item.pk])


def _was_told(item: WatchItem) -> bool:
    return Notification.objects.filter(user=item.reader, event=LATE, url=address(item)).exists()


def _tell(item: WatchItem, event: str, subject: Any) -> None:
    words = {"day": f"{item.due_on:%d/%m/%Y}", "title": item.title}
    notifications.tell(item.reader, event=event, subject=format_lazy(subject, **words), url=address(item))
