"""The arithmetic of the leadership page: privacy first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.indicators import kept_share, twelve_months, typical_delay, veil


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(44, 50, (44, "")), (48, 50, (46, "≥")), (50, 50, (46, "≥")), (3, 50, (5, "<")), (4, 9, (None, ""))],
)
def test_small_groups_and_their_complements_are_not_told(part, whole, told):
    veiled = veil(part, whole)

    assert (veiled.number, veiled.sign) == told


@given(st.integers(0, 60), st.integers(0, 60))
def test_what_is_told_never_singles_out_fewer_than_five(part, more):
    whole = part + more
    told = {n for n in range(whole + 1) if veil(n, whole) == veil(part, whole)}

    assert all(5 <= n <= whole - 5 for n in told) or len(told) >= 5 or veil(part, whole).number is None


def test_a_delay_is_the_median_of_enough_cases():
    assert typical_delay([1, 2, 9, 2, 3]) == 2.0
    assert typical_delay([1, 2, 9]) is None
    assert kept_share([1, 2, 3, 4], within=2) == 50


def test_currencies_are_not_added():
    assert twelve_months({"USD": 5, "EUR": 9, "GBP": 0}) == [("EUR", 9), ("USD", 5)]
