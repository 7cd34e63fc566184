from datetime import date, datetime

import pytest

from approvals.deadlines import (
    Urgency,
    add_working_days,
    is_first_working_day_of_week,
    is_working_day,
    time_left,
    working_days_between,
    working_hours_between,
)

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "day",
    [date(2026, 11, 28), date(2026, 11, 29), date(2026, 11, 11), date(2026, 12, 25), date(2027, 3, 29)],
    ids=["saturday", "sunday", "armistice", "christmas", "easter monday"],
)
def test_weekends_and_french_holidays_are_no_working_days(day):
    assert not is_working_day(day)


@pytest.mark.parametrize(
    ("start", "days", "expected"),
    [
        (TUESDAY, 0, TUESDAY),
        (TUESDAY, 2, date(2026, 11, 26)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 0, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 4)),
    ],
)
def test_a_due_date_counts_working_days_only(start, days, expected):
    assert add_working_days(start, days) == expected


def test_working_days_between_leaves_the_first_day_out():
    assert working_days_between(TUESDAY, TUESDAY) == 0
    assert working_days_between(TUESDAY, date(2026, 11, 30)) == 4
    assert working_days_between(date(2026, 11, 30), TUESDAY) == -4


@pytest.mark.parametrize(
    ("due_on", "urgency", "days", "tone"),
    [
        (date(2026, 11, 20), Urgency.OVERDUE, 2, "danger"),
        (date(2026, 11, 22), Urgency.OVERDUE, 2, "danger"),
        (TUESDAY, Urgency.TODAY, 0, "danger"),
        (date(2026, 11, 25), Urgency.SOON, 1, "caution"),
        (date(2026, 11, 27), Urgency.LATER, 3, "neutral"),
    ],
)
def test_time_left_says_how_pressing_a_date_is(due_on, urgency, days, tone):
    left = time_left(due_on, TUESDAY)

    assert (left.urgency, left.days, left.tone) == (urgency, days, tone)


def test_a_date_missed_over_a_weekend_is_late_by_one_day_at_least():
    assert time_left(date(2026, 11, 27), date(2026, 11, 28)).days == 1


@pytest.mark.parametrize(
    ("day", "is_first"),
    [
        (date(2026, 11, 23), True),
        (date(2026, 11, 24), False),
        (date(2026, 11, 28), False),
        (date(2027, 3, 29), False),
        (date(2027, 3, 30), True),
        (date(2027, 3, 31), False),
    ],
    ids=["monday", "tuesday", "saturday", "easter monday", "the day after", "and the next"],
)
def test_the_first_working_day_of_a_week(day, is_first):
    assert is_first_working_day_of_week(day) is is_first


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-11-24 10:00", "2026-11-24 12:30", 2.5),
        ("2026-11-24 16:00", "2026-11-25 10:00", 2),
        ("2026-11-27 16:00", "2026-11-30 10:00", 2),  # over a week-end
        ("2026-11-24 20:00", "2026-11-25 08:00", 0),
        ("2026-11-10 09:00", "2026-11-12 17:00", 16),  # the 11th is a public holiday
        ("2026-11-25 10:00", "2026-11-24 10:00", 0),
    ],
)
def test_working_hours_leave_nights_week_ends_and_holidays_out(start, end, hours):
    assert working_hours_between(datetime.fromisoformat(start), datetime.fromisoformat(end)) == hours
