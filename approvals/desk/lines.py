"""The waiting lists, for who manages seats: who waits for which plan, and what one seat more would cost."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from approvals.models import Request, WaitingPlace
from approvals.permissions import has_room
from approvals.workflow import Kind
from catalog.enums import Period
from catalog.models import Plan, Subscription


@dataclass(frozen=True, slots=True)
class Cost:
    """What one more seat costs a period: as the subscription says, else the plan's list price."""

    amount_minor: int
    currency: str
    period: str
    is_list_price: bool

    @property
    def yearly_minor(self) -> int:
        return self.amount_minor * (12 if self.period == Period.MONTH else 1)


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """The line of one plan, its head first; `cost` is None when no price is known."""

    plan: Plan
    places: tuple[WaitingPlace, ...]
    subscriptions: tuple[Subscription, ...]
    cost: Cost | None

    @property
    def held(self) -> int:
        return sum(line.held_seats() for line in self.subscriptions)

    @property
    def ceiling(self) -> int:
        return sum(line.seat_ceiling or 0 for line in self.subscriptions)

    @property
    def cost_of_all(self) -> int:
        """A year of seats for everybody who waits, in minor units."""
        return self.cost.yearly_minor * len(self.places) if self.cost else 0


def waiting_lines(today: date) -> list[WaitingLine]:
    """Every line, the longest first: two statements."""
    by_plan: dict[int, list[WaitingPlace]] = defaultdict(list)
    for place in WaitingPlace.objects.open().for_lines():
        by_plan[place.plan_id].append(place)
    bought: dict[int, list[Subscription]] = defaultdict(list)
    current = Subscription.objects.current(today).filter(plan__in=by_plan).with_seats_held()
    for line in current.order_by("-starts_on", "pk"):
        bought[line.plan_id].append(line)
    lines = [_line(places, bought[plan]) for plan, places in by_plan.items()]
    return sorted(lines, key=lambda line: (-len(line.places), str(line.plan)))


def _line(places: list[WaitingPlace], subscriptions: list[Subscription]) -> WaitingLine:
    plan = places[0].plan
    return WaitingLine(plan, tuple(places), tuple(subscriptions), _cost(plan, subscriptions))


def _cost(plan: Plan, subscriptions: list[Subscription]) -> Cost | None:
    for line in subscriptions:
        if line.price_minor is not None:
            return Cost(line.price_minor, line.currency, line.period, is_list_price=False)
    if plan.price_minor is None:
        return None
    return Cost(plan.price_minor, plan.currency, plan.period, is_list_price=True)


def would_wait_at(request: Request, today: date) -> int:
    """The place in the line that an approval given now would take; 0 when a seat is free or none is asked."""
    if request.kind != Kind.LICENCE or not request.is_open or has_room(request, today):
        return 0
    return WaitingPlace.objects.open().filter(plan=request.plan).count() + 1
