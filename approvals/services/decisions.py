"""Deciding a step: approve, refuse, ask a precision, confirm an access. One lock on the request orders it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from approvals.models import CommentNature, Request, Step
from approvals.permissions import can_decide, fits
from approvals.services import effects, messages, moves
from approvals.workflow import UNDO_WITHIN, Move, StepState, Task, after
from etech_ai.audit import recording as audit
from people.models import User
from people.services import notifications


@transaction.atomic
def decide(step: Step, *, by: User, move: Move | str, now: datetime, message: str = "") -> Request:
    """Approve, refuse or ask a precision on a step, or confirm that the access is open.

    Raises Refused when it is not theirs to decide, when somebody decided first (naming who and when), when a
    reason is missing, or when the effect of the last approval cannot be carried out: nothing is then written.
    """
    move, step = Move(move), locked(step)
    (can_decide(by, step) and fits(step, move)).enforce()
    moves.need(message, move)
    if move is Move.OPEN_ACCESS:
        return _open_access(step, by, message, now)
    act = {Move.ASK: _ask, Move.REFUSE: _refuse}.get(move, _approve)
    with notifications.held_back(told_of(step, now), until=now + UNDO_WITHIN):
        return act(step, by, message, now)


def ask_precision(step: Step, *, by: User, message: str, now: datetime) -> Request:
    """Ask the requester for a precision: the step waits for their answer."""
    return decide(step, by=by, move=Move.ASK, message=message, now=now)


def told_of(step: Step, at: datetime) -> str:
    """What the notifications of a decision are about: undoing that one takes them back."""
    return f"approvals.step:{step.pk}@{at.timestamp():.6f}"


def locked(step: Step) -> Step:
    """The step as it is once nobody else is moving its request: both rows are read again behind the lock."""
    named = ("request__requester", "request__beneficiary", "request__plan__tool")
    return Step.objects.select_for_update(of=("self", "request")).select_related(*named).get(pk=step.pk)


def _approve(step: Step, by: User, message: str, now: datetime) -> Request:
    request = step.request
    following = request.steps.in_order().filter(state=StepState.TODO.value).first()
    is_last = following is None or following.task == Task.PROVISION
    move = Move.APPROVE_LAST if is_last else Move.APPROVE
    state = after(request.state, move)
    event = "request.approved" if is_last else "request.step_approved"
    with audit.record(event, by=by, on=request):
        _take(step, by, move, message, now)
        if is_last:
            effects.run(request, by=by, today=timezone.localdate(now))
            moves.close(request, state, now)
            messages.moved_on(request, by, message.strip())
        moves.start(following, request, now)
    return request


def _refuse(step: Step, by: User, message: str, now: datetime) -> Request:
    request = step.request
    state = after(request.state, Move.REFUSE)
    with audit.record("request.refused", by=by, on=request):
        _take(step, by, Move.REFUSE, message, now)
        effects.run_refusal(request, reason=message, by=by, today=timezone.localdate(now))
        moves.close(request, state, now)
        moves.drop(request, [StepState.TODO])
        messages.moved_on(request, by, message.strip())
    return request


def _ask(step: Step, by: User, message: str, now: datetime) -> Request:
    request = step.request
    request.state = after(request.state, Move.ASK)
    with audit.record("request.precision_asked", by=by, on=request):
        request.save(update_fields=["state"])
        moves.say(request, by, message, CommentNature.QUESTION, now)
        messages.moved_on(request, by, message.strip())
    return request


def _open_access(step: Step, by: User, message: str, now: datetime) -> Request:
    request = step.request
    after(request.state, Move.OPEN_ACCESS)
    with audit.record("request.access_opened", by=by, on=request):
        _take(step, by, Move.OPEN_ACCESS, message, now)
        messages.access_opened(request, by)
    return request


def _take(step: Step, by: User, move: Move, message: str, now: datetime) -> None:
    step.state, step.decision, step.message = StepState.DONE, move, message.strip()
    step.decided_by, step.decided_at = by, now
    step.save()
