"""What a yearly price comes to between two days. Pure."""

from calendar import isleap
from datetime import date


def prorated(yearly_minor: int, first: date, last: date) -> int:
    """The part of a yearly amount that falls between two days, both counted, in the same minor units.

    Each day costs its share of its own year: 1/365, or 1/366 in a leap year. Nothing before `first`.
    """
    if last < first:
        return 0
    shares = (
        yearly_minor * days / (366 if isleap(year) else 365) for year, days in _days_by_year(first, last)
    )
    return round(sum(shares))


def _days_by_year(first: date, last: date) -> list[tuple[int, int]]:
    return [
        (year, (min(last, date(year, 12, 31)) - max(first, date(year, 1, 1))).days + 1)
        for year in range(first.year, last.year + 1)
    ]
