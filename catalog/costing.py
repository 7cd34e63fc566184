"""Pure: cost records arranged for reading. Committed, consumed and billed are never added together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from catalog.enums import CostKind

SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 88.0, 22.0, 3.0
SHOWN_FIRST = (CostKind.BILLED, CostKind.CONSUMED, CostKind.COMMITTED)


class Record(Protocol):
    vendor_id: Any
    vendor: Any
    month: date
    kind: str
    amount_minor: int
    currency: str


@dataclass
class VendorCosts:
    """One vendor in one currency: the month's three figures, and its course over the months."""

    vendor: Any
    currency: str
    by_kind: dict[str, dict[date, int]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(int)))

    def amount(self, kind: str, month: date) -> int | None:
        """The figure of a kind in a month; None when no source spoke."""
        return self.by_kind[kind].get(month) if kind in self.by_kind else None

    @property
    def shown_kind(self) -> str:
        """The kind whose course is drawn: what was billed, else consumed, else committed."""
        return next((kind for kind in SHOWN_FIRST if kind in self.by_kind), CostKind.COMMITTED)

    def course(self, months: Sequence[date]) -> list[int]:
        """The figures of the shown kind over these months; a month without a figure counts as nothing."""
        known = self.by_kind.get(self.shown_kind, {})
        return [known.get(month, 0) for month in months]


def arrange(records: Iterable[Record]) -> list[VendorCosts]:
    """Records by vendor and currency, by the vendor's name; several sources of one kind are added up."""
    rows: dict[tuple[Any, str], VendorCosts] = {}
    for record in records:
        key = (record.vendor_id, record.currency)
        row = rows.setdefault(key, VendorCosts(record.vendor, record.currency))
        row.by_kind[record.kind][record.month] += record.amount_minor
    return sorted(rows.values(), key=lambda row: (str(row.vendor).casefold(), row.currency))


def totals(rows: Iterable[VendorCosts], kind: str, month: date) -> list[tuple[str, int]]:
    """What a month comes to in each currency, the largest first; currencies are not converted."""
    sums: dict[str, int] = defaultdict(int)
    for row in rows:
        amount = row.amount(kind, month)
        if amount is not None:
            sums[row.currency] += amount
    return sorted(sums.items(), key=lambda item: -item[1])


def months_until(last: date, count: int) -> list[date]:
    """The first days of `count` months, the oldest first, ending with the month of `last`."""
    number = last.year * 12 + last.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(number - count + 1, number + 1)]


def spark_points(values: Sequence[int]) -> list[tuple[float, float]]:
    """Points of a small line, left to right; a flat course lies in the middle."""
    low, high = min(values, default=0), max(values, default=0)
    inner = SPARK_HEIGHT - 2 * SPARK_MARGIN
    step = (SPARK_WIDTH - 4) / max(len(values) - 1, 1)
    return [
        (
            round(2 + rank * step, 1),
            round(
                SPARK_HEIGHT / 2 if high == low else SPARK_MARGIN + inner * (high - value) / (high - low), 1
            ),
        )
        for rank, value in enumerate(values)
    ]
