"""Who may take a step today: who holds its capacity, who is away, who stands in. Read once for many steps."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from approvals.models import Request, Step, Substitute
from approvals.succession import Heir, heirs_after, heirs_until
from approvals.workflow import Decider
from people.models import Project, RoleAssignment, User, UserStatus

STANDS_IN = (Decider.DIRECTION, Decider.DPO)
"""Who decides when nobody else holds the role of a step: direction, else the DPO."""


@dataclass(frozen=True, slots=True)
class Deciding:
    """Somebody who may take a step, in their own right or on behalf of somebody who is away."""

    person: User
    on_behalf_of: User | None = None

    @property
    def full_name(self) -> str:
        return str(self)

    @property
    def initials(self) -> str:
        return self.person.initials

    def __str__(self) -> str:
        if self.on_behalf_of is None:
            return str(self.person)
        names = {"person": self.person, "absent": self.on_behalf_of}
        return _("%(person)s, pour %(absent)s") % names


@dataclass(frozen=True, slots=True)
class Place:
    """A step as the roster is asked about it, planned or stored. `concerned` never decide it; `decided` took
    an earlier step, and take no other in somebody else's place.
    """

    role: Decider
    kind: str
    beneficiary: User
    project: Project | None
    concerned: frozenset[int]
    passed_to: str = ""
    decided: frozenset[int] = frozenset()


def place_of(step: Step, decided: frozenset[int] | None = None) -> Place:
    """A step of a request; whoever decided before it is read, unless the caller names them."""
    request = step.request
    if decided is None:
        decided = frozenset(step.decided_before()) if step.position > 1 else frozenset()
    return Place(
        role=Decider(step.role),
        kind=request.kind,
        beneficiary=request.beneficiary,
        project=request.project,
        concerned=frozenset({request.requester_id, request.beneficiary_id}),
        passed_to=step.passed_to,
        decided=decided,
    )


class Roster:
    """The house as it is on a day, for the question who decides. Two statements, whatever is asked."""

    def __init__(self, today: date) -> None:
        self._held: dict[str, list[RoleAssignment]] = defaultdict(list)
        held = RoleAssignment.objects.in_force(today).filter(user__status=UserStatus.ACTIVE)
        for assignment in held.select_related("user").order_by("user__last_name", "user_id", "pk"):
            self._held[assignment.role].append(assignment)
        self._away: dict[int, list[Substitute]] = defaultdict(list)
        for row in Substitute.objects.in_force(today).select_related("stand_in").order_by("pk"):
            self._away[row.absent_id].append(row)

    def holders(self, place: Place) -> list[User]:
        """Whoever holds the capacity, present or away, those concerned left out (but of their own review)."""
        own = place.role is Decider.HOLDER
        return [person for person in self._holding(place) if own or person.pk not in place.concerned]

    def able(self, place: Place) -> tuple[Deciding, ...]:
        """Whoever may take the step now and is here: holders, then heirs of a step that was passed on, each
        replaced by their stand-in while they are away.
        """
        if place.role is Decider.HOLDER:
            return (Deciding(place.beneficiary),)
        own, heirs = self._holding(place), list(self._heirs(place))
        instead = [*self._here(heirs, place.kind), *self._stand_ins([*own, *heirs], place)]
        found = [
            *self._here(own, place.kind),
            *(one for one in instead if one.person.pk not in place.decided),
        ]
        able: dict[int, Deciding] = {}
        for one in found:
            if one.person.pk not in place.concerned:
                able.setdefault(one.person.pk, one)
        return tuple(able.values())

    def next_heir(self, place: Place) -> Heir | None:
        """The next down the line that brings somebody who could not take the step before."""
        known = {one.person.pk for one in self.able(place)}
        for heir in heirs_after(place.role, place.passed_to):
            further = self.able(replace(place, passed_to=heir.value))
            if any(one.person.pk not in known for one in further):
                return heir
        return None

    def stands_in(
        self, role: Decider, request: Request, *, without: Iterable[int]
    ) -> tuple[Decider, tuple[User, ...]]:
        """That capacity and its people, or their stand-ins; where nobody does, direction, else the DPO."""
        for capacity in (role, *STANDS_IN):
            place = Place(capacity, request.kind, request.beneficiary, request.project, frozenset(without))
            if holders := self.holders(place):
                able = tuple(one.person for one in self.able(place))
                return capacity, able or tuple(holders)
        return role, ()

    def _holding(self, place: Place) -> list[User]:
        if place.role is Decider.LEAD:
            return [place.project.lead] if place.project else []
        if place.role is Decider.HOLDER:
            return [place.beneficiary]
        return self._of_role(place.role.value, place.beneficiary)

    def _of_role(self, role: str, beneficiary: User) -> list[User]:
        found = [held.user for held in self._held[role] if held.covers(beneficiary)]
        return list({person.pk: person for person in found}.values())

    def _heirs(self, place: Place) -> Iterator[User]:
        for heir in heirs_until(place.role, place.passed_to):
            if heir.is_everywhere:
                yield from (held.user for held in self._held[heir.role])
            else:
                yield from self._of_role(heir.role, place.beneficiary)

    def _here(self, people: Iterable[User], kind: str) -> Iterator[Deciding]:
        return (Deciding(person) for person in people if not self._is_away(person, kind))

    def _is_away(self, person: User, kind: str) -> bool:
        return any(row.covers(kind) for row in self._away[person.pk])

    def _stand_ins(self, people: Iterable[User], place: Place) -> Iterator[Deciding]:
        """Never for somebody whom the request concerns, never by somebody who is away or no longer here."""
        for absent in people:
            rows = () if absent.pk in place.concerned else self._away[absent.pk]
            for stand_in in (row.stand_in for row in rows if row.covers(place.kind)):
                if stand_in and stand_in.is_admitted and not self._is_away(stand_in, place.kind):
                    yield Deciding(stand_in, absent)
