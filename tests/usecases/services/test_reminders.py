from datetime import timedelta

import pytest

from builders.clock import NOW, TODAY
from builders.usecases import a_use_case
from people.models import Notification
from usecases.services import obligations, reminders

LITERACY = "ob_art4_literacy"


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(NOW, tick=False)


def _due(house, days, **told):
    use_case = a_use_case(house)
    obligations.mark(
        use_case, obligation=LITERACY, state="todo", due_on=TODAY + timedelta(days=days), by=house.ana,
        today=TODAY, **told,
    )  # fmt: skip


def _told(user):
    return Notification.objects.filter(user=user, event=reminders.EVENT)


@pytest.mark.parametrize(
    ("left", "is_told"),
    [
        (31, False),
        (30, True),
        (8, False),
        (7, True),
        (1, False),
        (0, True),
        (-1, False),
        (-7, True),
        (-14, True),
    ],
)
def test_a_day_is_recalled_a_month_a_week_and_none_before_then_each_week(house, left, is_told):
    _due(house, left)

    reminders.remind(today=TODAY)

    assert _told(house.ana).exists() is is_told


def test_the_owner_of_the_obligation_is_told_not_the_owner_of_the_use(house):
    _due(house, 7, owner=house.cho)

    reminders.remind(today=TODAY)

    assert _told(house.cho).exists()
    assert not _told(house.ana).exists()


def test_a_second_run_on_the_same_day_tells_nobody_twice(house):
    _due(house, 7)
    reminders.remind(today=TODAY)

    assert reminders.remind(today=TODAY) == 0


def test_a_missed_night_is_made_good_by_the_next(house, time_machine):
    _due(house, 7)
    _due(house, 0)
    reminders.remind(today=TODAY)
    _due(house, 9)

    time_machine.move_to(NOW + timedelta(days=3), tick=False)

    assert reminders.remind(today=TODAY + timedelta(days=3)) == 1
