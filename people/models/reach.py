"""Which projects a person reaches: the one rule behind confidentiality between projects."""

from typing import Any, NamedTuple

from django.db.models import Q
from django.utils import timezone

from people.access import Role
from people.models.user import User


def reached_by(user, prefix: str = "") -> Q:
    """Projects that the person is on today, leads, or covers as a champion of one of their people.

    `prefix` leads to the project ("projects__" from a client). Use it in one `filter()` call: the conditions
    on a member must meet in one row.
    """
    if not user.is_admitted:
        return Q(pk__in=[])
    who = _whose(user)
    today = timezone.localdate()
    member = f"{prefix}members__"
    current = Q(**{f"{member}ends_on": None}) | Q(**{f"{member}ends_on__gt": today})
    on_it = Q(**{f"{member}user{who.lookup}": who.value, f"{member}starts_on__lte": today}) & current
    return on_it | Q(**{f"{prefix}lead{who.lookup}": who.value})


class _Whose(NamedTuple):
    lookup: str
    value: Any


def _whose(user) -> _Whose:
    """The person alone, as most are, or with the people whose champion they are."""
    covered = _championed_by(user)
    if covered is None:
        return _Whose("", user.pk)
    return _Whose("__in", User.objects.filter(Q(pk=user.pk) | covered))


def _championed_by(user) -> Q | None:
    """The people inside the scopes for which the person is champion today; None when there is no scope."""
    covered = None
    for held in user.assignments_in_force:
        if held.role == Role.CHAMPION:
            team = Q(team=held.team_id) if held.team_id else Q()
            trade = Q(profile=held.profile) if held.profile else Q()
            scope = Q(pk__isnull=False) & team & trade
            covered = scope if covered is None else covered | scope
    return covered
