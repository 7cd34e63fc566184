"""What becomes of a request once it is approved: waited for, looked at again, ended. Reads only."""

from dataclasses import dataclass

from approvals.models import Reopening, Request, WaitingPlace
from people.models import User


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What the sheet of an approved request says beside its state."""

    reopening: Reopening | None = None
    place: WaitingPlace | None = None
    in_line: int = 0

    @property
    def is_reopened(self) -> bool:
        return self.reopening is not None


def aftermath(request: Request) -> Aftermath:
    """Nothing for a request that is not approved."""
    if request.decided_at is None:
        return Aftermath()
    place = request.waiting_places.open().with_rank().first()
    in_line = WaitingPlace.objects.open().filter(plan=request.plan_id).count() if place else 0
    return Aftermath(request.reopenings.open().first(), place, in_line)


@dataclass(frozen=True, slots=True)
class HomeAfter:
    """What « Mon espace » says: approvals that I must look at again, my plans reopened, my places in line."""

    to_settle: int
    reopened_plans: frozenset[int]
    waiting: tuple[WaitingPlace, ...] = ()


def home_after(user: User) -> HomeAfter:
    """Three statements, whatever the person holds."""
    mine = Reopening.objects.open().filter(request__beneficiary=user).exclude(request__plan=None)
    plans = frozenset(mine.values_list("request__plan", flat=True))
    places = WaitingPlace.objects.open().filter(holder=user).with_rank().for_lines()
    return HomeAfter(Reopening.objects.to_settle_by(user).count(), plans, tuple(places))
