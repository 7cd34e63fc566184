"""Working days in France: when an answer is due, and how much time is left. Pure: dates in, dates out."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from importlib import import_module

ONE_DAY = timedelta(days=1)
SATURDAY = 5


@cache
def _public_holidays(year: int) -> frozenset[date]:
    library = import_module("holidays")  # heavy, and most pages count no working day
    return frozenset(library.country_holidays("FR", years=year))


def is_working_day(day: date) -> bool:
    """Monday to Friday, French public holidays left out."""
    return day.weekday() < SATURDAY and day not in _public_holidays(day.year)


def is_first_working_day_of_week(day: date) -> bool:
    """Monday, or the day after when Monday is a public holiday."""
    before = (day - ONE_DAY * back for back in range(1, day.weekday() + 1))
    return is_working_day(day) and not any(is_working_day(earlier) for earlier in before)


def add_working_days(start: date, days: int) -> date:
    """The working day that lies `days` working days after `start`; the first one from `start` on for 0."""
    day, left = start, days
    while left > 0 or not is_working_day(day):
        day += ONE_DAY
        if is_working_day(day):
            left -= 1
    return day


def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and with `end`; negative when `end` lies before `start`."""
    if end < start:
        return -working_days_between(end, start)
    days = (end - start).days
    return sum(is_working_day(start + ONE_DAY * step) for step in range(1, days + 1))


OPENS, CLOSES = time(9), time(17)
HOURS_A_DAY = 8
"""A working day as it is counted: from nine to five, local time."""


def working_hours_between(start: datetime, end: datetime) -> float:
    """Hours between two local times that lie in working days, nights and public holidays left out."""
    if end <= start:
        return 0.0
    days = (start.date() + ONE_DAY * n for n in range((end.date() - start.date()).days + 1))
    return sum(_hours_on(day, start, end) for day in days if is_working_day(day))


def _hours_on(day: date, start: datetime, end: datetime) -> float:
    opens = max(start, datetime.combine(day, OPENS, start.tzinfo))
    closes = min(end, datetime.combine(day, CLOSES, end.tzinfo))
    return max((closes - opens).total_seconds(), 0.0) / 3600


class Urgency(StrEnum):
    """How pressing a due date is."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


TONES = {
    Urgency.OVERDUE: "danger",
    Urgency.TODAY: "danger",
    Urgency.SOON: "caution",
    Urgency.LATER: "neutral",
}


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """What remains before a due date, in working days (days late when overdue)."""

    urgency: Urgency
    days: int

    @property
    def tone(self) -> str:
        return TONES[self.urgency]

    @property
    def is_late(self) -> bool:
        return self.urgency is Urgency.OVERDUE


def time_left(due_on: date, today: date) -> TimeLeft:
    """How long until `due_on`: overdue, today, soon (one working day) or later."""
    if due_on < today:
        return TimeLeft(Urgency.OVERDUE, max(1, working_days_between(due_on, today)))
    if due_on == today:
        return TimeLeft(Urgency.TODAY, 0)
    days = max(1, working_days_between(today, due_on))
    return TimeLeft(Urgency.SOON if days == 1 else Urgency.LATER, days)
