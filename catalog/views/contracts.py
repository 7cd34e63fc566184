"""The subscriptions of one tool on its sheet: bought, counted by the vendor, held, how fresh."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils import timezone

from catalog.models import Seat, Subscription
from catalog.permissions import can_manage_seats
from catalog.views.freshness import Freshness, by_subscription
from catalog.views.lines import ToolLine

SEATS_SHOWN = 8


@dataclass(frozen=True)
class Contract:
    """One subscription in force; its longest unused seats for those who may see whose they are."""

    line: Subscription
    plan: Any
    held: int
    fresh: Freshness
    seats: list[Seat]


def contracts_of(tool: ToolLine, reader: Any, now: datetime) -> list[Contract]:
    """The subscriptions in force of a tool, in a fixed number of statements."""
    today = timezone.localdate(now)
    lines = [
        (plan.plan, line)
        for plan in tool.plans
        for line in plan.plan.subscriptions_counted
        if line.is_current(today)
    ]
    fresh = by_subscription([line for _, line in lines], now)
    seats = _seats([line for _, line in lines], reader)
    return [
        Contract(line, plan, line.held_seats(), fresh[line.pk], seats.get(line.pk, []))
        for plan, line in lines
    ]


def _seats(lines: list[Subscription], reader: Any) -> dict[int, list[Seat]]:
    """The longest unused seats of each subscription; those that nobody knows to be used come first."""
    if not lines or not can_manage_seats(reader):
        return {}
    rows = Seat.objects.visible_to(reader).open().filter(subscription__in=lines).with_last_use()
    rows = rows.select_related("holder__team").order_by(F("last_used_on").asc(nulls_first=True), "pk")
    grouped: dict[int, list[Seat]] = {}
    for seat in rows[: SEATS_SHOWN * len(lines)]:
        grouped.setdefault(seat.subscription_id, []).append(seat)
    return grouped
