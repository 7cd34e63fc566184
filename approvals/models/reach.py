"""Which steps fall to a person: the one rule behind the inbox, the menu’s count and who reads a request."""

from django.db.models import Q

from approvals.workflow import Decider


def falls_to(user, to_step: str = "", to_request: str = "request__") -> Q:
    """Steps that the person may hold by a role in scope, as the project's lead or as the seat's holder.

    `to_step` and `to_request` lead from the model that is filtered to the step and to its request. Whether
    the person may decide a given step (never one's own) is said by `permissions.can_decide`.
    """
    if not user.is_admitted:
        return Q(pk__in=[])
    role = f"{to_step}role"
    reached = Q(**{role: Decider.LEAD.value, f"{to_request}project__lead": user})
    reached |= Q(**{role: Decider.HOLDER.value, f"{to_request}beneficiary": user})
    for held in user.assignments_in_force:
        scope = Q(**{role: held.role})
        if held.team_id:
            scope &= Q(**{f"{to_request}beneficiary__team": held.team_id})
        if held.profile:
            scope &= Q(**{f"{to_request}beneficiary__profile": held.profile})
        reached |= scope
    return reached
