"""« Mon espace »: what I asked, what I hold, what I must still learn or accept. Reads only."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Max

from approvals.desk.titles import Due, due, title_of
from approvals.models import Request, Step
from approvals.workflow import Decider, Kind, State, StepState
from catalog.models import Seat
from compliance.models import PolicyVersion
from people.access import Role
from people.models import Training, TrainingCompletion, User

IDLE_DAYS = 30
"""From here on, a seat that was not used shows as idle to its own holder."""


@dataclass(frozen=True, slots=True)
class Line:
    """A request in a list, with the step it stands at (None once closed)."""

    request: Request
    title: Any
    step: Step | None
    due: Due | None

    @property
    def holder(self) -> str:
        """« Champion IA »: in whose hands it lies."""
        return Decider(self.step.role).label if self.step else ""

    @property
    def asks_me(self) -> bool:
        return self.request.state == State.CLARIFICATION


def line(request: Request, today: date) -> Line:
    """A request whose steps are prefetched, as a line."""
    current = next((step for step in request.steps.all() if step.state == StepState.NOW), None)
    return Line(request, title_of(request), current, due(current.due_on, today) if current else None)


def my_requests(user: User, today: date, limit: int = 5) -> list[Line]:
    """The newest requests that the person made or that were made for them; those that wait for them first."""
    rows = Request.objects.concerning(user).newest_first().for_display().prefetch_related("steps")[:limit]
    return sorted((line(row, today) for row in rows), key=lambda found: not found.asks_me)


@dataclass(frozen=True, slots=True)
class Holding:
    """A tool that the person may use: by a seat, or by an access that was granted."""

    plan: Any
    since: date
    last_used_on: date | None
    idle_days: int
    is_seat: bool
    ends_on: date | None = None
    conditions: tuple[str, ...] = ()

    @property
    def is_idle(self) -> bool:
        return self.idle_days >= IDLE_DAYS


def holdings(user: User, today: date) -> list[Holding]:
    """Open seats with their last use, then accesses granted and not yet at their end; each with the
    conditions under which it was approved, as long as it lasts.
    """
    said = _conditions(user, today)
    held = [*_seats(user, today), *_accesses(user, today)]
    return [replace(one, conditions=tuple(said[one.plan.pk])) if one.plan.pk in said else one for one in held]


def _conditions(user: User, today: date) -> dict[int, list[str]]:
    """By plan: what deciders asked of the person while granting what is still granted."""
    granted = Request.objects.granted(today).filter(beneficiary=user, plan__isnull=False)
    steps = Step.objects.filter(request__in=granted).exclude(conditions="").in_order()
    found: dict[int, list[str]] = {}
    for plan, text in steps.values_list("request__plan", "conditions"):
        found.setdefault(plan, []).append(text)
    return found


def _seats(user: User, today: date) -> list[Holding]:
    seats = (
        Seat.objects.open()
        .filter(holder=user)
        .select_related("subscription__plan__tool")
        .annotate(last_used_on=Max("observations__last_used_on"))
        .order_by("subscription__plan__tool__name", "pk")
    )
    return [_holding(seat, today) for seat in seats]


def _holding(seat: Any, today: date) -> Holding:
    used = seat.last_used_on
    idle = (today - used).days if used else 0
    return Holding(seat.subscription.plan, seat.assigned_on, used, idle, is_seat=True)


def _accesses(user: User, today: date) -> list[Holding]:
    granted = (
        Request.objects.granted(today)
        .filter(kind=Kind.TOOL_ACCESS.value, beneficiary=user)
        .select_related("plan__tool")
        .order_by("plan__tool__name", "pk")
    )
    return [
        Holding(row.plan, row.decided_at.date(), None, 0, is_seat=False, ends_on=row.ends_on)
        for row in granted
    ]


@dataclass(frozen=True, slots=True)
class Learning:
    """Required training: how much is done, what is left."""

    done: int
    total: int
    missing: list[Training]


def learning(user: User, today: date) -> Learning:
    required = list(Training.objects.required().order_by("title"))
    valid = set(
        TrainingCompletion.objects.valid_on(today).filter(user=user).values_list("training_id", flat=True)
    )
    missing = [training for training in required if training.pk not in valid]
    return Learning(len(required) - len(missing), len(required), missing)


def to_acknowledge(user: User, today: date) -> list[PolicyVersion]:
    """House policies in force that the person must still accept."""
    return list(PolicyVersion.objects.to_acknowledge(user, today).for_list())


def champions_of(user: User) -> list[User]:
    """Whom to ask: the champions of the person's team or trade."""
    found = User.objects.deciders(Role.CHAMPION, user).exclude(pk=user.pk)
    return list(found.select_related("team").order_by("last_name", "pk"))
