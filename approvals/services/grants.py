"""What an approval granted comes to its end: a seat given back, an access closed, a validation withdrawn."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.models import Request
from approvals.services import moves, notices, waiting
from approvals.workflow import Kind, State, StepState
from catalog.models import Seat
from catalog.services import seats
from compliance.models import Exemption
from compliance.services import exemptions
from etech_ai.audit import recording as audit
from etech_ai.audit.recording import Actor
from etech_ai.verdicts import Refused
from people.models import User
from usecases.services import validations

ENDER = Actor("job:ended-approval", "Fin d’un accord")


@transaction.atomic
def end(request: Request, *, by: Any, reason: str, now: datetime) -> Request:
    """End what was granted, and tell who had it. Whether `by` may is judged by the caller: a settled
    reopening, a day that has come, a departure.

    Raises Refused without a reason, or for a request that grants nothing any more.
    """
    request = moves.locked(request)
    if request.state != State.APPROVED or request.ended_on:
        raise Refused(_("Cet accord est déjà terminé : rechargez la page."))
    if not reason.strip():
        raise Refused(_("Donnez la raison : la personne doit comprendre pourquoi son accès prend fin."))
    today = timezone.localdate(now)
    request.ended_on, request.end_reason = today, reason.strip()
    request.ended_by = by if isinstance(by, User) else None
    with audit.record("request.ended", by=by, on=request):
        request.save(update_fields=["ended_on", "end_reason", "ended_by"])
        moves.drop(request, [StepState.NOW, StepState.TODO])
        waiting.give_up(request, by=by, reason=request.end_reason, now=now)
        _give_back(request, by=by, today=today)
        notices.ended(request, by=by)
    return request


def _give_back(request: Request, *, by: Any, today: date) -> None:
    """Undo the effect that the approval had; an access is closed by the end itself."""
    if request.kind == Kind.LICENCE:
        held = Seat.objects.open().filter(holder=request.beneficiary, subscription__plan=request.plan)
        for seat in held.order_by("pk"):
            seats.release(seat, by=ENDER, today=today)
    elif request.use_case:
        validations.withdraw(request.use_case, by=by, today=today)
    elif request.kind == Kind.DATA_EXCEPTION:
        for exemption in Exemption.objects.in_force(today).filter(reference=request.reference):
            exemptions.end(exemption, by=ENDER, today=today)
