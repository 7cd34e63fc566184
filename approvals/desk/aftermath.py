"""What becomes of a request once it is approved: looked at again, ended. Reads only."""

from dataclasses import dataclass

from approvals.models import Reopening, Request
from people.models import User


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What the sheet of an approved request says beside its state."""

    reopening: Reopening | None = None

    @property
    def is_reopened(self) -> bool:
        return self.reopening is not None


def aftermath(request: Request) -> Aftermath:
    """Nothing for a request that is not approved."""
    if request.decided_at is None:
        return Aftermath()
    return Aftermath(reopening=request.reopenings.open().first())


@dataclass(frozen=True, slots=True)
class HomeAfter:
    """What « Mon espace » says: how many approvals I must look at again, which plans of mine are reopened."""

    to_settle: int
    reopened_plans: frozenset[int]


def home_after(user: User) -> HomeAfter:
    """Two statements, whatever the person holds."""
    mine = Reopening.objects.open().filter(request__beneficiary=user).exclude(request__plan=None)
    plans = frozenset(mine.values_list("request__plan", flat=True))
    return HomeAfter(Reopening.objects.to_settle_by(user).count(), plans)
