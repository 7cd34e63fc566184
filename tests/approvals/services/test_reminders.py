from datetime import timedelta

from approvals import tasks
from approvals.services import reminders
from approvals.workflow import State
from builders.clock import NOW
from builders.requests import a_request, current, sent
from etech_ai.audit.models import Event
from people.models import Notification

LATE = NOW + timedelta(days=6)


def reminded():
    return Notification.objects.filter(event="request.overdue")


def test_nothing_is_said_before_the_due_date(house):
    sent(house)

    assert reminders.remind(now=NOW) == 0


def test_an_overdue_step_is_reminded_once(house):
    request = sent(house)

    assert reminders.remind(now=LATE) == 1
    assert reminders.remind(now=LATE) == 0
    assert reminded().get().user == house.cho
    assert current(request).reminded_at == LATE
    assert Event.objects.filter(name="request.reminded").count() == 1


def test_a_step_that_waits_for_the_requester_is_not_reminded(house):
    a_request(house, State.CLARIFICATION)

    assert reminders.remind(now=LATE) == 0


def test_the_hourly_job_reminds(house, time_machine):
    sent(house)
    time_machine.move_to(LATE)

    assert tasks.remind(None) == {"reminded": 1}
