"""What was told reaches its reader as they chose, once, and in spite of a mail server that is away."""

import smtplib
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from builders.clock import TODAY
from etech_ai.jobs import queue
from etech_ai.jobs.models import Job, JobState
from people.models import Notification
from people.services import delivery, notification_settings, notifications, users

pytestmark = pytest.mark.django_db


def tell(user, **options):
    given = {"event": "request.decided", "subject": "Approuvée", "text": "Bonne route", "url": "/demandes/"}
    return notifications.tell(user, **(given | options))


def delivered(row, now=None):
    """The job of that row, run."""
    job = Job.objects.get(subject=f"people.notification:{row.pk}")
    return queue.run(job.pk, now or timezone.now())


def test_it_goes_out_as_text_and_html_to_its_reader(house):
    job = delivered(tell(house.ana))

    message = mail.outbox[0]
    assert (job.state, job.result) == (JobState.DONE, {"mailed": True, "channel": "mail"})
    assert message.to == [house.ana.email]
    assert "http://127.0.0.1:8000/demandes/" in message.body
    assert "http://127.0.0.1:8000/demandes/" in message.alternatives[0][0]
    assert "/mon-profil/notifications/" in message.body
    assert Notification.objects.get(event="request.decided").mailed_at


def test_a_job_whose_outcome_was_lost_says_it_under_the_same_message_id(house):
    """The worker died after the server took the mail and before it could note so: its lease ends."""
    row = tell(house.ana)
    delivered(row)
    Notification.objects.update(mailed_at=None)
    Job.objects.update(state=JobState.RUNNING, lease_until=timezone.now() - timedelta(seconds=1))
    delivered(row)

    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]


def test_two_notifications_have_two_message_ids(house):
    delivered(tell(house.ana))
    delivered(tell(house.ana))

    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 2


def test_what_was_mailed_is_not_mailed_again(house):
    row = tell(house.ana)
    delivered(row)
    row.refresh_from_db()

    assert delivery.deliver(row, now=timezone.now()) is None
    assert len(mail.outbox) == 1


def test_a_leaver_gets_no_mail(house):
    row = tell(house.ana)
    users.leave(house.ana, by=house.adi, today=TODAY)

    assert delivered(row).state == JobState.DONE
    assert mail.outbox == []


def test_mail_programs_read_that_a_machine_wrote_and_where_to_stop_it(house):
    delivered(tell(house.ana))

    headers = mail.outbox[0].message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Id"].endswith("<notifications.portail-ia.localhost>")
    assert headers["List-Unsubscribe"] == "<http://127.0.0.1:8000/mon-profil/notifications/>"


def test_mails_about_one_thing_stand_in_one_thread(house):
    delivered(tell(house.ana, about="approvals.request:1"))
    delivered(tell(house.ana, about="approvals.request:1"))
    delivered(tell(house.ana, about="approvals.request:2"))

    first, second, other = (message.extra_headers["References"] for message in mail.outbox)
    assert first == second != other


def test_a_subject_with_line_breaks_cannot_add_mail_headers(house):
    delivered(tell(house.ana, subject="Approuvée\nBcc: voleur@example.org"))

    assert mail.outbox[0].subject == "Approuvée Bcc: voleur@example.org"


def test_the_mail_is_in_its_readers_language(house):
    users.set_preferences(house.ana, language="en", one_key_shortcuts=True)
    delivered(tell(house.ana))

    assert mail.outbox[0].body.startswith("Hello Ana,")
    assert 'lang="en"' in mail.outbox[0].alternatives[0][0]


def test_what_a_text_holds_is_no_markup_in_the_mail(house):
    delivered(tell(house.ana, text="<b>Gras</b> & cie"))

    assert "<b>Gras</b> & cie" in mail.outbox[0].body
    assert "&lt;b&gt;Gras&lt;/b&gt; &amp; cie" in mail.outbox[0].alternatives[0][0]


@pytest.mark.parametrize("channel", ["digest", "portal"])
def test_who_chose_otherwise_gets_no_mail_and_still_reads_it_in_the_portal(house, channel):
    notification_settings.choose(house.ana, channels={"decided": channel}, has_weekly_digest=True)
    row = tell(house.ana)
    job = delivered(row)

    assert job.result == {"mailed": False, "channel": channel}
    assert mail.outbox == []
    assert list(Notification.objects.visible_to(house.ana)) == [row]
    assert Notification.objects.held_for_digest().exists() == (channel == "digest")


# ---------------------------------------------------------------- a mail server that is away
@pytest.fixture
def mail_server(settings, monkeypatch):
    """A mail server that answers with an exception, as Django's SMTP backend lets it through."""

    def answers(error):
        settings.EMAIL_BACKEND = "builders.mail.Broken"
        monkeypatch.setattr("builders.mail.Broken.error", error)

    return answers


@pytest.mark.parametrize(
    "error",
    [
        ConnectionRefusedError(111, "refused"),
        TimeoutError(),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPDataError(451, b"try later"),
        smtplib.SMTPRecipientsRefused({"ana@etech.example": (450, b"greylisted")}),
    ],
)
def test_a_mail_server_that_is_away_delays_the_mail_and_loses_no_try(house, mail_server, error):
    mail_server(error)
    now = timezone.now()
    job = delivered(tell(house.ana), now + timedelta(seconds=1))

    assert (job.state, job.attempts) == (JobState.READY, 0)
    assert now < job.run_after <= now + timedelta(minutes=2)
    assert "ana@" not in job.error


def test_the_longer_it_is_away_the_rarer_the_tries(house, mail_server, time_machine):
    mail_server(TimeoutError())
    row, told = tell(house.ana), timezone.now()
    waits = []
    for age in (timedelta(minutes=10), timedelta(hours=20)):
        time_machine.move_to(told + age, tick=False)
        waits.append(delivered(row).run_after - timezone.now())

    assert timedelta(minutes=9) < waits[0] < timedelta(minutes=11)
    assert waits[1] == delivery.LONGEST_WAIT


@pytest.mark.parametrize(
    ("error", "age"),
    [
        (smtplib.SMTPRecipientsRefused({"ana@etech.example": (550, b"unknown")}), timedelta()),
        (TimeoutError(), timedelta(days=3)),
    ],
)
def test_what_will_not_go_out_fails_and_names_no_address(house, mail_server, time_machine, error, age):
    mail_server(error)
    row = tell(house.ana)
    time_machine.move_to(timezone.now() + age)
    job = delivered(row)

    assert job.attempts == 1
    assert job.error.startswith("Undeliverable")
    assert "ana@" not in job.error


def test_what_is_on_its_way_is_not_taken_back(house, mail_server):
    mail_server(TimeoutError())
    row = tell(house.ana, about="approvals.step:1", not_before=timezone.now())
    delivered(row)

    assert notifications.take_back("approvals.step:1") == 0
    assert Notification.objects.filter(pk=row.pk).exists()


def test_what_is_taken_back_while_a_worker_looks_at_it_is_not_sent(house):
    row = tell(house.ana, about="approvals.step:1", not_before=timezone.now())
    assert notifications.take_back("approvals.step:1") == 1

    assert delivery.deliver(row, now=timezone.now()) is None
    assert mail.outbox == []
