"""How long to wait."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.clock import NOW
from builders.vendor_clock import Hourglass
from catalog.connectors.backoff import LONGEST, polite_wait, told_wait
from catalog.connectors.limits import Limits, RunBudget


def _date(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7),
        ({"retry-after": " 7 "}, 7),
        ({"retry-after": "0"}, 0),
        ({"retry-after": _date(NOW + timedelta(seconds=90))}, 90),
        ({"retry-after": _date(NOW - timedelta(seconds=90))}, 0),
        ({"retry-after": "Tue, 24 Nov 2026 10:00:30 +0100"}, 30),
        ({"retry-after": "Sunday, 06-Nov-94 08:49:37 GMT"}, 0),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "1.5"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "٧"}, None),
        ({"retry-after": "9" * 400}, LONGEST),
        ({"retry-after": "Fri, 99 Nov 2026 99:00:00 GMT"}, None),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) + 40)}, 40),
        ({"x-ratelimit-reset": str(int(NOW.timestamp()) - 40)}, 0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOW.timestamp()) + 40)}, 40),
        ({"x-ratelimit-remaining": "12", "x-ratelimit-reset": str(int(NOW.timestamp()) + 40)}, None),
        ({"x-ratelimit-reset": "tomorrow"}, None),
        ({"retry-after": "3", "x-ratelimit-reset": str(int(NOW.timestamp()) + 40)}, 3),
        ({"retry-after": "x", "x-ratelimit-reset": str(int(NOW.timestamp()) + 40)}, 40),
    ],
)
def test_the_vendor_s_word_is_read_in_each_form(headers, seconds):
    assert told_wait(headers, NOW) == seconds


@pytest.mark.parametrize(
    "now", [datetime(2026, 12, 31, 23, 59, 50, tzinfo=UTC), datetime(2028, 2, 29, 23, 59, 50, tzinfo=UTC)]
)
def test_a_date_in_the_next_year_or_month_is_seconds_away(now):
    assert told_wait({"retry-after": _date(now + timedelta(seconds=20))}, now) == 20


@pytest.mark.parametrize("skew", [timedelta(hours=-2), timedelta(days=3)])
def test_a_moment_is_counted_from_the_vendor_s_own_clock_when_the_answer_tells_it(skew):
    theirs = NOW + skew
    date = {"date": _date(theirs)}

    assert told_wait(date | {"retry-after": _date(theirs + timedelta(seconds=20))}, NOW) == 20
    reset = str(int(theirs.timestamp()) + 20)
    assert told_wait(date | {"x-ratelimit-reset": reset}, NOW) == 20


def test_a_date_that_cannot_be_read_leaves_our_own_clock():
    headers = {"date": "yesterday", "retry-after": _date(NOW + timedelta(seconds=20))}

    assert told_wait(headers, NOW) == 20


@given(st.text(max_size=40), st.text(max_size=40), st.text(max_size=5))
def test_whatever_is_said_the_wait_is_none_or_between_nothing_and_a_month(after, reset, remaining):
    headers = {"retry-after": after, "x-ratelimit-reset": reset, "x-ratelimit-remaining": remaining}
    wait = told_wait(headers, NOW)

    assert wait is None or 0 <= wait <= LONGEST


def test_waits_double_and_jitter_adds_up_to_a_quarter():
    assert [polite_wait(n, 1.0, 0.0) for n in (1, 2, 3, 4)] == [1, 2, 4, 8]
    assert [polite_wait(n, 1.0, 1.0) for n in (1, 2, 3, 4)] == [1.25, 2.5, 5, 10]
    assert polite_wait(3, 60.0, 0.0) == 240


def test_a_minute_has_room_for_its_requests_and_no_more():
    glass = Hourglass()
    budget = RunBudget(Limits(per_minute=3), glass.clock)
    times = []
    for _ in range(10):
        budget.take_turn()
        times.append(glass.passed)
        glass.passed += 1

    for first, fourth in zip(times, times[3:], strict=False):
        assert fourth - first >= 60


def test_a_run_waits_ten_minutes_in_all_and_lasts_fifteen():
    glass = Hourglass()
    budget = RunBudget(Limits(), glass.clock)

    assert budget.may_wait(600)
    assert not budget.may_wait(601)
    budget.wait(400)
    assert budget.may_wait(200)
    assert not budget.may_wait(201)
    glass.passed = 800
    assert budget.may_wait(99)
    assert not budget.may_wait(100)
    assert not budget.is_over
    glass.passed = 900
    assert budget.is_over
