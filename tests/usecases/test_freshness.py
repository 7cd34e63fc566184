from datetime import date

import pytest

from usecases import freshness
from usecases.freshness import Stale, a_year_before, stale_reasons
from usecases.vocabulary import Standing

FRESH = {
    "classified_with": "2026.11.0",
    "current": "2026.11.0",
    "classified_on": date(2026, 11, 24),
    "today": date(2027, 11, 24),
    "purpose_changed": False,
    "tools_changed": False,
}


def test_a_classification_is_fresh_for_twelve_months():
    assert stale_reasons(**FRESH) == ()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"current": "2027.1.0"}, Stale.RULES),
        ({"purpose_changed": True}, Stale.PURPOSE),
        ({"tools_changed": True}, Stale.TOOLS),
        ({"today": date(2027, 11, 25)}, Stale.AGE),
    ],
)
def test_each_change_makes_it_stale_for_its_own_reason(change, reason):
    assert stale_reasons(**{**FRESH, **change}) == (reason,)


def test_every_reason_is_told():
    stale = {"current": "2", "purpose_changed": True, "tools_changed": True, "today": date(2030, 1, 1)}

    assert stale_reasons(**{**FRESH, **stale}) == tuple(Stale)


def test_a_year_before_a_leap_day_is_the_day_before():
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("status", "outcome", "is_stale", "standing"),
    [
        ("draft", "", False, Standing.DRAFT),
        ("classified", "high_risk", False, Standing.CLASSIFIED),
        ("classified", "high_risk", True, Standing.CLASSIFIED),
        ("classified", "prohibited", False, Standing.BLOCKED),
        ("validated", "minimal", False, Standing.VALIDATED),
        ("validated", "minimal", True, Standing.LAPSED),
        ("refused", "high_risk", True, Standing.REFUSED),
        ("retired", "prohibited", True, Standing.RETIRED),
    ],
)
def test_a_status_comes_to_what_it_is_worth_today(status, outcome, is_stale, standing):
    assert freshness.standing(status, outcome, is_stale=is_stale) == standing
