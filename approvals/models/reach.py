"""Which steps fall to a person: the one rule behind the inbox, the menu’s count and who reads a request.

`to_step` and `to_request` lead from the model that is filtered to the step and to its request. Whether the
person may decide a given step (never one's own) is said by `permissions.can_decide`.
"""

from django.db.models import Q
from django.utils import timezone

from approvals.models.substitute import Substitute
from approvals.succession import LINES, passed_to_reach
from approvals.workflow import Decider


def falls_to(user, to_step: str = "", to_request: str = "request__") -> Q:
    """Steps that the person holds, those passed on to them, and those of people whom they stand in for."""
    if not user.is_admitted:
        return Q(pk__in=[])
    reached = _held_or_inherited(user, to_step, to_request)
    for row in standing_in(user):
        reached |= _on_behalf(row, to_step, to_request)
    return reached


def held_by(user, to_step: str = "", to_request: str = "request__") -> Q:
    """Steps that the person holds by a role in scope, as the project's lead or as the seat's holder."""
    if not user.is_admitted:
        return Q(pk__in=[])
    role = f"{to_step}role"
    reached = Q(**{role: Decider.LEAD.value, f"{to_request}project__lead": user})
    reached |= Q(**{role: Decider.HOLDER.value, f"{to_request}beneficiary": user})
    for held in user.assignments_in_force:
        reached |= Q(**{role: held.role}) & _scope(held, to_request)
    return reached


def standing_in(user) -> list[Substitute]:
    """Whom the person stands in for today, read once per instance, as their roles are."""
    if not user.is_admitted:
        return []
    if "standing_in" not in user.__dict__:
        rows = Substitute.objects.in_force(timezone.localdate()).filter(stand_in=user)
        user.__dict__["standing_in"] = list(rows.select_related("absent").order_by("pk"))
    return user.__dict__["standing_in"]


def stands_in_for_nobody(user) -> None:
    """Spare the statement of `standing_in`, for a caller who knows already."""
    user.__dict__["standing_in"] = []


def _held_or_inherited(user, to_step: str, to_request: str) -> Q:
    reached = held_by(user, to_step, to_request)
    for held in user.assignments_in_force:
        reached |= _inherited(held, to_step, to_request)
    return reached


def _scope(held, to_request: str) -> Q:
    scope = Q()
    if held.team_id:
        scope &= Q(**{f"{to_request}beneficiary__team": held.team_id})
    if held.profile:
        scope &= Q(**{f"{to_request}beneficiary__profile": held.profile})
    return scope


def _inherited(held, to_step: str, to_request: str) -> Q:
    """Steps of other capacities that were passed on as far as that role, or beyond."""
    found = Q()
    for decider, line in LINES.items():
        for heir in line:
            if heir.role == held.role:
                far = [reached.value for reached in passed_to_reach(decider, heir)]
                step = Q(**{f"{to_step}role": decider.value, f"{to_step}passed_to__in": far})
                found |= step if heir.is_everywhere else step & _scope(held, to_request)
    return found


def _on_behalf(row: Substitute, to_step: str, to_request: str) -> Q:
    """What falls to whoever is away, except the requests that concern them."""
    steps = _held_or_inherited(row.absent, to_step, to_request)
    steps &= ~Q(**{f"{to_request}requester": row.absent_id})
    steps &= ~Q(**{f"{to_request}beneficiary": row.absent_id})
    return steps & Q(**{f"{to_request}kind__in": row.kinds}) if row.kinds else steps
