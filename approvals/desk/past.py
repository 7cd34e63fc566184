"""What a decider weighs of the past: seats given back, and what was asked for the same thing before."""

from typing import Any

from django.db.models import Q

from approvals.desk.titles import title_of
from approvals.models import Request, Step
from approvals.workflow import Kind, Move
from catalog.models import Seat
from people.models import User

FEW = 5


def given_back(user: User) -> list[Seat]:
    """The seats that the person held and holds no more, the newest first."""
    past = Seat.objects.filter(holder=user, released_on__isnull=False)
    return list(past.select_related("subscription__plan__tool").order_by("-released_on", "-pk")[:FEW])


def asked_before(request: Request, reader: User) -> list[dict[str, Any]]:
    """What was decided on the same target for the same person, with the reason of a refusal."""
    before = Request.objects.visible_to(reader).closed().exclude(pk=request.pk)
    same = before.filter(_same_target(request), beneficiary=request.beneficiary_id).for_display()
    rows = list(same.order_by("-decided_at", "-pk")[:FEW])
    reasons = Step.objects.filter(request__in=rows, decision=Move.REFUSE.value)
    said = dict(reasons.values_list("request_id", "message"))
    return [{"request": row, "title": title_of(row), "reason": said.get(row.pk, "")} for row in rows]


def _same_target(request: Request) -> Q:
    if request.plan is not None:
        return Q(plan__tool=request.plan.tool_id)
    if request.use_case_id:
        return Q(use_case=request.use_case_id)
    return Q(kind=Kind.NEW_TOOL.value, proposed_name__iexact=request.proposed_name)
