"""Requests: sent, decided step by step, clarified, withdrawn. One lock on the request orders every move."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from approvals import checks
from approvals.models import CommentNature, Request
from approvals.permissions import can_answer, can_withdraw
from approvals.services import messages, moves
from approvals.services.decisions import ask_precision, decide
from approvals.services.sending import submit
from approvals.services.threads import comment
from approvals.workflow import Move, StepState, after
from etech_ai.audit import recording as audit
from people.models import User


@transaction.atomic
def answer_precision(request: Request, *, by: User, message: str, now: datetime) -> Request:
    """The requester answers; the step runs again with its whole time."""
    request = moves.locked(request)
    can_answer(by, request).enforce()
    moves.need(message, Move.ANSWER)
    step = moves.current_of(request)
    request.state = after(request.state, Move.ANSWER)
    step.due_on = moves.due_on(step, timezone.localdate(now))
    step.reminded_at = None
    with audit.record("request.precision_given", by=by, on=request):
        request.save(update_fields=["state"])
        step.save(update_fields=["due_on", "reminded_at"])
        moves.say(request, by, message, CommentNature.ANSWER, now)
        messages.answered(request, step, checks.deciders_of_step(step), message.strip())
    return request


@transaction.atomic
def withdraw(request: Request, *, by: User, now: datetime) -> Request:
    """The requester no longer asks; its deciders are told."""
    request = moves.locked(request)
    can_withdraw(by, request).enforce()
    step = moves.current_of(request)
    with audit.record("request.withdrawn", by=by, on=request):
        moves.close(request, after(request.state, Move.WITHDRAW), now)
        moves.drop(request, [StepState.NOW, StepState.TODO])
        messages.withdrawn(request, checks.deciders_of_step(step))
    return request


__all__ = ["answer_precision", "ask_precision", "comment", "decide", "submit", "withdraw"]
