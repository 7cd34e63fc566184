"""Who holds which role today, read once: for sweeps that must name the deciders of many requests."""

from collections.abc import Iterable
from datetime import date

from approvals.checks.path import STANDS_IN
from approvals.models import Request
from approvals.workflow import Decider
from people.models import RoleAssignment, User, UserStatus


class Roster:
    """The answers of `deciders_of`, in one statement for everybody."""

    def __init__(self, today: date) -> None:
        held = RoleAssignment.objects.in_force(today).filter(user__status=UserStatus.ACTIVE)
        self._held = list(held.select_related("user").order_by("user__last_name", "pk"))

    def of(self, role: Decider, request: Request, *, without: Iterable[int] = ()) -> tuple[User, ...]:
        """The people who may act in that capacity for who the request is for, some left out."""
        if role is Decider.LEAD:
            found = [request.project.lead] if request.project else []
        elif role is Decider.HOLDER:
            found = [request.beneficiary]
        else:
            found = [
                held.user for held in self._held if held.role == role and held.covers(request.beneficiary)
            ]
        left_out = set(without)
        return tuple({person.pk: person for person in found if person.pk not in left_out}.values())

    def stands_in(
        self, role: Decider, request: Request, *, without: Iterable[int]
    ) -> tuple[Decider, tuple[User, ...]]:
        """That capacity and its people; where nobody is left, direction, else the DPO, stands in."""
        for capacity in (role, *STANDS_IN):
            if people := self.of(capacity, request, without=without):
                return capacity, people
        return role, ()
