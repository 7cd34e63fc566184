"""Costs: one figure per vendor, month, kind and source. Machine facts: written again without harm."""

from datetime import date

from catalog.enums import CostKind
from catalog.models import CostRecord, Vendor


def record(
    vendor: Vendor, *, month: date, kind: str, amount_minor: int, currency: str, source: str
) -> CostRecord:
    """State what a source says of a month; a later reading of the same source replaces the earlier one."""
    cost, _created = CostRecord.objects.update_or_create(
        vendor=vendor,
        month=month.replace(day=1),
        kind=CostKind(kind),
        currency=currency.upper(),
        source=source,
        defaults={"amount_minor": amount_minor},
    )
    return cost
