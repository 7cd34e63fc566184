"""What one tool, one plan and one subscription look like on a page: figures ready to print, no query."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from catalog.enums import DataLevel, Pricing
from catalog.models import Plan, PlanEvidence, Seat, Subscription, Tool
from catalog.permissions import can_ask_for_given
from etech_ai.verdicts import Verdict
from etech_ai.wording import NBSP, money

SOON = timedelta(days=60)


@dataclass(frozen=True)
class Seats:
    """Seats of the subscriptions in force: held, the ceiling (None: none), free (None: no ceiling)."""

    held: int
    ceiling: int | None
    is_subscribed: bool

    @property
    def free(self) -> int | None:
        return None if self.ceiling is None else max(self.ceiling - self.held, 0)

    @property
    def is_full(self) -> bool:
        return self.is_subscribed and self.free == 0

    @classmethod
    def of(cls, subscriptions: list[Subscription], today: date) -> "Seats":
        current = [subscription for subscription in subscriptions if subscription.is_current(today)]
        ceilings = [subscription.seat_ceiling for subscription in current]
        known = [ceiling for ceiling in ceilings if ceiling is not None]
        return cls(
            held=sum(subscription.held_seats() for subscription in current),
            ceiling=sum(known) if current and len(known) == len(ceilings) else None,
            is_subscribed=bool(current),
        )


@dataclass(frozen=True)
class PlanLine:
    """A plan as its reader sees it: price, class and level of the day, seats, and whether they may ask."""

    plan: Plan
    price: str
    tool_class: str
    level: str
    seats: Seats
    held: Seat | None
    ask: Verdict

    @classmethod
    def of(cls, plan: Plan, held: dict[int, Seat], today: date) -> "PlanLine":
        mine = held.get(plan.pk)
        return cls(
            plan=plan,
            price=price_of(plan),
            tool_class=plan.class_on(today),
            level=plan.level_on(today),
            seats=Seats.of(plan.subscriptions_counted, today),
            held=mine,
            ask=can_ask_for_given(plan, holds_one=mine is not None),
        )


@dataclass(frozen=True)
class ToolLine:
    """A tool in the catalogue: its best level, its lowest price, its seats, and the plan to ask for."""

    tool: Tool
    plans: list[PlanLine]
    price: str
    level: str
    seats: Seats
    held: bool

    @classmethod
    def of(cls, tool: Tool, held: dict[int, Seat], today: date) -> "ToolLine":
        for plan in tool.offers:
            plan.tool = tool  # the row that is at hand, not one query a plan
        lines = [PlanLine.of(plan, held, today) for plan in tool.offers]
        subscriptions = [sub for plan in tool.offers for sub in plan.subscriptions_counted]
        return cls(
            tool=tool,
            plans=lines,
            price=_lowest_price(tool.offers),
            level=highest(line.level for line in lines),
            seats=Seats.of(subscriptions, today),
            held=any(line.held for line in lines),
        )

    @property
    def asked_plan(self) -> Plan | None:
        """The plan that « Demander » asks for; None when there is none, or a choice to make on the sheet."""
        askable = [line.plan for line in self.plans if line.ask]
        return askable[0] if len(askable) == 1 else None

    @property
    def may_ask(self) -> bool:
        return any(line.ask for line in self.plans)


@dataclass(frozen=True)
class Proof:
    """A proof on a sheet, and whether it holds: valid, soon (about to expire), expired, or not yet."""

    evidence: PlanEvidence
    tone: str
    icon: str
    label: str

    @classmethod
    def of(cls, evidence: PlanEvidence, today: date) -> "Proof":
        ends = evidence.expires_on
        if ends and ends < today:
            return cls(evidence, "danger", "clock-off", _("Expirée"))
        if evidence.proven_on > today:
            return cls(evidence, "info", "hourglass", _("À venir"))
        if ends and ends - today <= SOON:
            return cls(evidence, "caution", "alert-triangle", _("Expire bientôt"))
        return cls(evidence, "success", "check", _("Valable"))


def price_of(plan: Plan) -> str:
    """« 19 € par mois », « À l’usage », « Gratuit »; "" when nobody knows."""
    if plan.pricing == Pricing.FREE:
        return _("Gratuit")
    if plan.price_minor is not None:
        return f"{money(plan.price_minor, plan.currency)} {_(plan.get_period_display())}"
    return _("À l’usage") if plan.pricing == Pricing.USAGE else ""


def highest(levels: Any) -> str:
    """The highest of some levels; "" when none of them is one."""
    known = [level for level in levels if level]
    return max(known, key=lambda level: DataLevel(level).rank, default="")


def _lowest_price(plans: list[Plan]) -> str:
    priced = [plan for plan in plans if plan.monthly_minor is not None and plan.pricing != Pricing.FREE]
    if any(plan.pricing == Pricing.FREE for plan in plans):
        return _("Gratuit")
    if not priced:
        return _("À l’usage") if any(plan.pricing == Pricing.USAGE for plan in plans) else ""
    cheapest = min(priced, key=lambda plan: plan.monthly_minor or 0)
    amount = money(cheapest.monthly_minor, cheapest.currency)
    return amount if len(plans) == 1 else _("dès") + NBSP + amount
