from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from builders.clock import NOW
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job
from people.models import Notification
from people.services import notifications, users

pytestmark = pytest.mark.django_db


def tell(user, **options):
    given = {"event": "request.decided", "subject": "Approuvée", "text": "Bonne route", "url": "/demandes/"}
    return notifications.tell(user, **(given | options))


def test_tell_leaves_a_row_and_one_mail_job(house):
    row = tell(house.ana)

    assert Job.objects.get(kind="people.send_notification").subject == f"people.notification:{row.pk}"
    assert (row.user, row.read_at, row.mailed_at) == (house.ana, None, None)


def test_a_lazy_subject_is_written_in_the_readers_language(house):
    users.set_preferences(house.ana, language="en", one_key_shortcuts=True)
    house.ana.refresh_from_db()

    row = tell(house.ana, subject=gettext_lazy("Monday"))
    french = tell(house.zoe, subject=gettext_lazy("Monday"))

    assert (row.subject, french.subject) == ("Monday", "Lundi") or (row.subject, french.subject) == (
        "Monday",
        "lundi",
    )


def test_everybody_reads_their_own(house):
    tell(house.ana)
    tell(house.zoe)

    assert notifications.mark_all_read(house.ana, now=NOW) == 1
    assert Notification.objects.visible_to(house.zoe).unread().count() == 1


def test_what_waits_is_neither_shown_nor_mailed_before_its_time(house):
    later = timezone.now() + timedelta(seconds=30)
    row = tell(house.ana, about="approvals.step:1", not_before=later)
    job = Job.objects.get(subject=f"people.notification:{row.pk}")

    assert queue.run(job.pk, later - timedelta(seconds=1)) is None
    assert not Notification.objects.visible_to(house.ana).exists()
    assert queue.run(job.pk, later + timedelta(seconds=1)).result == {"mailed": True, "channel": "mail"}


def test_what_was_taken_back_was_never_said(house):
    later = timezone.now() + timedelta(seconds=30)
    row = tell(house.ana, about="approvals.step:1", not_before=later)
    tell(house.ana, about="approvals.step:2", not_before=later)

    assert notifications.take_back("approvals.step:1") == 1
    job = Job.objects.get(subject=f"people.notification:{row.pk}")
    assert queue.run(job.pk, later + timedelta(seconds=1)).result is None
    assert Notification.objects.get().about == "approvals.step:2"


def test_what_was_mailed_is_not_taken_back(house):
    row = tell(house.ana, about="approvals.step:1", not_before=timezone.now())
    queue.run(Job.objects.get(subject=f"people.notification:{row.pk}").pk, timezone.now())

    assert notifications.take_back("approvals.step:1") == 0


def test_what_is_told_while_held_back_waits_whoever_tells_it(house):
    later = timezone.now() + timedelta(seconds=30)
    with notifications.held_back("approvals.step:1", until=later):
        held = tell(house.ana, about="catalog.seat:3")
    after = tell(house.ana)

    assert (held.about, held.due_at, after.due_at) == ("approvals.step:1", later, None)
    assert notifications.take_back("approvals.step:1") == 1
