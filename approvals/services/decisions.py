"""Deciding a step: approve, refuse, ask a precision, confirm an access. One lock on the request orders it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.models import CommentNature, Request, Step, Substitute
from approvals.permissions import absence_filled, can_decide, fits, holds, inherits
from approvals.services import effects, messages, moves
from approvals.workflow import UNDO_WITHIN, Move, StepState, Task, after
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import User
from people.services import notifications


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody says at a step, when, under which conditions, and for whom when that one is away."""

    by: User
    now: datetime
    message: str = ""
    conditions: str = ""
    on_behalf_of: User | None = None


@transaction.atomic
def decide(
    step: Step, *, by: User, move: Move | str, now: datetime, message: str = "", conditions: str = ""
) -> Request:
    """Approve, refuse or ask a precision on a step, or confirm that the access is open.

    Raises Refused when it is not theirs to decide, when somebody decided first (naming who and when), when a
    reason is missing, or when the effect of the last approval cannot be carried out: nothing is then written.
    """
    move, step = Move(move), locked(step)
    (can_decide(by, step) and fits(step, move)).enforce()
    moves.need(message, move)
    if conditions.strip() and move is not Move.APPROVE:
        raise Refused(_("Des conditions n’accompagnent qu’une approbation : videz ce champ, ou approuvez."))
    said = Decision(by, now, message.strip(), conditions.strip(), _represented(by, step, now))
    if move is Move.OPEN_ACCESS:
        return _open_access(step, said)
    act = {Move.ASK: _ask, Move.REFUSE: _refuse}.get(move, _approve)
    with notifications.held_back(told_of(step, now), until=now + UNDO_WITHIN):
        return act(step, said)


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


def _represented(by: User, step: Step, now: datetime) -> User | None:
    """Who is away and decides through `by`; the absence is read again behind its lock, it may have ended."""
    if holds(by, step) or inherits(by, step):
        return None
    found = absence_filled(by, step)
    assert found is not None  # can_decide has said yes
    row = Substitute.objects.select_for_update().get(pk=found.pk)
    if not row.is_in_force(timezone.localdate(now)):
        text = _("Votre remplacement de %(person)s est terminé : cette étape lui revient.")
        raise Refused(text % {"person": found.absent})
    return found.absent


def _approve(step: Step, said: Decision) -> Request:
    request, now = step.request, said.now
    steps = list(request.steps.in_order().exclude(pk=step.pk))
    following = next((later for later in steps if later.state == StepState.TODO), None)
    is_last = following is None or following.task == Task.PROVISION
    move = Move.APPROVE_LAST if is_last else Move.APPROVE
    state = after(request.state, move)
    event = "request.approved" if is_last else "request.step_approved"
    with audit.record(event, by=said.by, on=request):
        _take(step, move, said)
        if is_last:
            right = said.on_behalf_of or said.by
            effects.run(request, by=said.by, in_right_of=right, now=now)
            moves.close(request, state, now)
            conditions = [taken.conditions for taken in (*steps, step) if taken.conditions]
            messages.moved_on(request, said.by, said.message, conditions)
        if "place" not in request.effect:  # the access is opened once there is a seat
            moves.start(following, request, now)
    return request


def _refuse(step: Step, said: Decision) -> Request:
    request = step.request
    state = after(request.state, Move.REFUSE)
    right = said.on_behalf_of or said.by
    with audit.record("request.refused", by=said.by, on=request):
        _take(step, Move.REFUSE, said)
        effects.run_refusal(
            request, reason=said.message, by=said.by, in_right_of=right, today=timezone.localdate(said.now)
        )
        moves.close(request, state, said.now)
        moves.drop(request, [StepState.TODO])
        messages.moved_on(request, said.by, said.message)
    return request


def _ask(step: Step, said: Decision) -> Request:
    request = step.request
    request.state = after(request.state, Move.ASK)
    away = said.on_behalf_of
    facts = {"on_behalf_of": audit.reference_of(away)} if away else None
    with audit.record("request.precision_asked", by=said.by, on=request, facts=facts):
        request.save(update_fields=["state"])
        moves.say(request, said.by, said.message, CommentNature.QUESTION, said.now)
        messages.moved_on(request, said.by, said.message)
    return request


def _open_access(step: Step, said: Decision) -> Request:
    request = step.request
    after(request.state, Move.OPEN_ACCESS)
    with audit.record("request.access_opened", by=said.by, on=request):
        _take(step, Move.OPEN_ACCESS, said)
        messages.access_opened(request, said.by)
    return request


def _take(step: Step, move: Move, said: Decision) -> None:
    step.state, step.decision, step.message = StepState.DONE, move, said.message
    step.decided_by, step.on_behalf_of, step.decided_at = said.by, said.on_behalf_of, said.now
    step.conditions = said.conditions
    step.save()
