import io

import pytest
from django.core.management import call_command
from django.db import connection

from compliance import tasks
from compliance.services import verifications
from etech_ai.audit import triggers
from etech_ai.audit.models import Event, Head
from etech_ai.jobs.models import Job
from people.models import Notification


def verify():
    out = io.StringIO()
    try:
        call_command("verify_trail", stdout=out)
    except SystemExit as stop:
        return stop.code, out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def tampered(house):
    """Somebody with the database's password rewrote the third entry."""
    triggers.remove(connection)
    event = Event.objects.get(position=3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_event SET name = 'seat.assigned' WHERE position = 3")
    yield event
    triggers.install(connection)


def test_a_sound_trail_is_ok_with_its_head(house):
    code, out = verify()

    head = Head.objects.get()
    assert code == 0
    assert out == f"ok, {Event.objects.count()} events, head {head.digest}\n"


def test_the_first_broken_entry_is_named_with_exit_1(tampered):
    code, out = verify()

    assert code == 1
    assert out.startswith("broken at entry 3: ")


def test_the_nightly_job_says_nothing_when_all_is_well(house):
    assert tasks.verify_trail(Job())["ok"]
    assert not Notification.objects.filter(event=verifications.BROKEN).exists()


def test_the_nightly_job_tells_the_dpo_of_a_broken_link(house, tampered):
    found = tasks.verify_trail(Job())

    told = Notification.objects.get(event=verifications.BROKEN)
    assert not found["ok"]
    assert told.user == house.dan
    assert "3" in told.text
    assert Job.objects.filter(
        kind="people.send_notification", subject=f"people.notification:{told.pk}"
    ).exists()
