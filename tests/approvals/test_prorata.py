from datetime import date

import pytest

from approvals.prorata import prorated


@pytest.mark.parametrize(
    ("first", "last", "amount"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), 36_500),
        (date(2026, 12, 31), date(2026, 12, 31), 100),
        (date(2026, 11, 25), date(2026, 12, 31), 3_700),
        (date(2026, 12, 31), date(2027, 1, 1), 200),
        (date(2028, 1, 1), date(2028, 12, 31), 36_500),
        (date(2026, 12, 31), date(2026, 12, 30), 0),
    ],
)
def test_a_yearly_price_comes_to_its_share_of_the_days(first, last, amount):
    assert prorated(36_500, first, last) == amount
