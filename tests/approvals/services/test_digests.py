"""The digests: on working days, with something to say, once, in the reader's language."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from approvals.services import digests
from approvals.workflow import Kind, State
from builders.clock import NOW, TODAY
from builders.requests import a_request, sent
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job, JobState
from people.models import Notification
from people.services import notification_settings, notifications, users

pytestmark = pytest.mark.django_db
MONDAY = NOW - timedelta(days=1)
SATURDAY = NOW + timedelta(days=4)


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def run(time_machine):
    """The digests of a day: the jobs that it leaves, worked off; the mails that went out."""

    def work(now, language="fr"):
        time_machine.move_to(now)
        mail.outbox.clear()
        digests.leave_todays(now=now)
        for job in Job.objects.filter(kind="approvals.send_digest", state=JobState.READY).order_by("pk"):
            queue.run(job.pk, timezone.now() + timedelta(seconds=1))
        return {message.to[0].split("@")[0]: message for message in mail.outbox}

    return work


def keep_for_digest(person, subject="À lire : lignes directrices", event="watch.assigned", url="/veille/"):
    """A notification that its reader has in the digest."""
    row = notifications.tell(person, event=event, subject=subject, url=url)
    queue.run(Job.objects.get(subject=f"people.notification:{row.pk}").pk, timezone.now())
    return row


# ---------------------------------------------------------------- of the day
def test_the_daily_one_brings_what_was_kept_for_it_and_what_waits(house, run):
    keep_for_digest(house.cho)
    request = sent(house)
    sent_out = run(NOW)

    assert set(sent_out) == {"cho"}
    body = sent_out["cho"].body
    assert sent_out["cho"].subject == "Votre récapitulatif du mardi 24 novembre 2026"
    assert "À lire : lignes directrices" in body
    assert "http://127.0.0.1:8000/veille/" in body
    assert request.reference in body
    assert f"http://127.0.0.1:8000/a-decider/{request.reference}/" in sent_out["cho"].alternatives[0][0]


def test_who_kept_nothing_for_it_gets_no_daily_one_whatever_waits(house, run):
    sent(house)

    assert run(NOW) == {}


def test_what_was_read_in_the_portal_meanwhile_is_not_said_again(house, run):
    notifications.mark_read(keep_for_digest(house.ana), now=NOW)

    assert run(NOW) == {}


def test_what_it_brought_is_not_brought_again(house, run):
    row = keep_for_digest(house.ana)
    run(NOW)
    row.refresh_from_db()

    assert row.mailed_at
    assert run(NOW + timedelta(days=1)) == {}


def test_there_is_none_on_a_day_off(house, run):
    keep_for_digest(house.ana)

    assert run(SATURDAY) == {}
    assert not Job.objects.filter(kind="approvals.send_digest").exists()


def test_leaving_twice_and_running_twice_sends_one(house, run):
    keep_for_digest(house.ana)
    assert len(run(NOW)) == 1
    job = Job.objects.get(kind="approvals.send_digest")

    assert run(NOW) == {}
    assert queue.run(job.pk, timezone.now()) is None


def test_one_whose_worker_died_goes_out_again_under_the_same_message_id(house, run):
    row = keep_for_digest(house.ana)
    first = run(NOW)["ana"]
    Notification.objects.filter(pk=row.pk).update(mailed_at=None)
    Job.objects.filter(kind="approvals.send_digest").update(state=JobState.READY, run_after=NOW)
    second = run(NOW)["ana"]

    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_a_leaver_gets_none(house, run):
    keep_for_digest(house.ana)
    digests.leave_todays(now=NOW)
    users.leave(house.ana, by=house.adi, today=TODAY)

    assert run(NOW) == {}


def test_it_is_in_its_readers_language(house, run):
    users.set_preferences(house.ana, language="en", one_key_shortcuts=True)
    house.ana.refresh_from_db()
    keep_for_digest(house.ana)
    written = run(NOW)["ana"]

    assert written.subject == "Your digest of Tuesday 24 November 2026"
    assert "Watch" in written.body
    assert 'lang="en"' in written.alternatives[0][0]


def test_a_long_part_says_how_many_more(house, run):
    for number in range(12):
        keep_for_digest(house.ana, subject=f"Lecture {number}")

    assert "Et 2 autres" in run(NOW)["ana"].body


# ---------------------------------------------------------------- of the week
def test_the_weekly_one_says_what_waits_what_was_decided_and_what_ends(house, run):
    a_request(house, State.APPROVED, now=MONDAY - timedelta(days=3))
    a_request(
        house, State.APPROVED, Kind.TOOL_ACCESS, now=MONDAY - timedelta(days=30),
        ends_on=TODAY + timedelta(days=10),
    )  # fmt: skip
    waiting = sent(house, Kind.NEW_TOOL, proposed_name="Zed", by=house.ana)
    body = run(MONDAY)

    assert "Décidé" in body["ana"].body
    assert "Finit bientôt" in body["ana"].body
    assert "Jusqu’au vendredi 4 décembre 2026" in body["ana"].body
    assert waiting.reference in body["cho"].body
    assert body["ana"].subject == "Votre semaine sur le portail IA, le lundi 23 novembre 2026"


def test_nothing_to_say_no_mail(house, run):
    assert run(MONDAY) == {}


def test_who_left_it_out_gets_none_but_still_the_daily_one(house, run):
    a_request(house, State.APPROVED, now=MONDAY - timedelta(days=3))
    notification_settings.choose(house.ana, channels={}, has_weekly_digest=False)
    assert "ana" not in run(MONDAY)

    keep_for_digest(house.ana)
    Job.objects.filter(kind="approvals.send_digest").delete()
    assert run(MONDAY)["ana"].subject.startswith("Votre récapitulatif du lundi")


def test_the_weekly_one_holds_the_daily_one(house, run):
    a_request(house, State.APPROVED, now=MONDAY - timedelta(days=3))
    keep_for_digest(house.ana)
    run(MONDAY)

    assert [message.to for message in mail.outbox].count([house.ana.email]) == 1
    assert "À lire" in mail.outbox[0].body


def test_after_a_monday_off_it_comes_on_the_tuesday(house, run):
    easter = NOW.replace(year=2027, month=3, day=29)
    keep_for_digest(house.ana)

    assert run(easter) == {}
    assert run(easter + timedelta(days=1))["ana"].subject.startswith("Votre semaine")


def test_nobody_reads_of_what_is_not_theirs(house, run):
    a_request(house, State.APPROVED, now=MONDAY - timedelta(days=3))
    sent(house, Kind.NEW_TOOL, proposed_name="Zed")
    bodies = run(MONDAY)

    assert "zoe" not in bodies
    assert "Copilot" not in bodies["cho"].body
