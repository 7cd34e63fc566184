from dataclasses import dataclass
from datetime import date

from catalog.costing import arrange, months_until, spark_points, totals

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@dataclass
class Row:
    vendor: str
    month: date
    kind: str
    amount_minor: int
    currency: str = "EUR"

    @property
    def vendor_id(self):
        return self.vendor


def test_kinds_are_kept_apart_and_sources_of_one_kind_added():
    (row,) = arrange(
        [
            Row("A", NOVEMBER, "billed", 100),
            Row("A", NOVEMBER, "billed", 50),
            Row("A", NOVEMBER, "consumed", 7),
        ]
    )

    assert row.amount("billed", NOVEMBER) == 150
    assert row.amount("consumed", NOVEMBER) == 7
    assert row.amount("committed", NOVEMBER) is None
    assert row.amount("billed", OCTOBER) is None


def test_currencies_are_never_mixed():
    rows = arrange([Row("A", NOVEMBER, "billed", 100), Row("A", NOVEMBER, "billed", 100, "USD")])

    assert [row.currency for row in rows] == ["EUR", "USD"]
    assert totals(rows, "billed", NOVEMBER) == [("EUR", 100), ("USD", 100)]


def test_the_course_follows_what_was_billed_first():
    (row,) = arrange([Row("A", OCTOBER, "consumed", 9), Row("A", NOVEMBER, "billed", 5)])

    assert row.shown_kind == "billed"
    assert row.course([OCTOBER, NOVEMBER]) == [0, 5]


def test_totals_leave_out_who_said_nothing():
    rows = arrange([Row("A", NOVEMBER, "billed", 5), Row("B", OCTOBER, "billed", 9)])

    assert totals(rows, "billed", NOVEMBER) == [("EUR", 5)]
    assert totals(rows, "committed", NOVEMBER) == []


def test_months_cross_the_year():
    assert months_until(date(2026, 2, 17), 4) == [
        date(2025, 11, 1),
        date(2025, 12, 1),
        date(2026, 1, 1),
        date(2026, 2, 1),
    ]


def test_spark_points_rise_with_the_values_and_stay_inside():
    points = spark_points([1, 5, 3])

    assert [x for x, _ in points] == [2.0, 44.0, 86.0]
    assert points[0][1] == 19.0 and points[1][1] == 3.0
    assert spark_points([4, 4]) == [(2.0, 11.0), (86.0, 11.0)]
    assert spark_points([4]) == [(2.0, 11.0)]
    assert spark_points([]) == []
