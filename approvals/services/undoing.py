"""Coming back on a decision within thirty seconds: a move of its own, recorded like the others."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from approvals.models import CommentNature, Request, Step
from approvals.permissions import can_undo, last_move
from approvals.services import decisions, effects, moves
from approvals.workflow import Move, State, StepState, after
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import Notification, User
from people.services import notifications


def undo(step: Step, *, by: User, now: datetime) -> Request:
    """Take back one's own decision or question: the step waits again and its effect is reversed.

    Raises Refused when the thirty seconds are over, when somebody has moved the request since or asked the
    same again, when the access is open at the vendor or when the decision was mailed already: nothing is
    then written.
    """
    try:
        return _undo(step, by, now)
    except IntegrityError:  # one open request per target: the same was sent again meanwhile
        raise Refused(_("La même demande vient de repartir : décidez de la nouvelle.")) from None


@transaction.atomic
def _undo(step: Step, by: User, now: datetime) -> Request:
    step = decisions.locked(step)
    can_undo(by, step, now).enforce()
    request, taken = step.request, last_move(step)
    assert taken is not None  # or nothing could be undone
    state = after(request.state, Move.UNDO)
    with audit.record("request.decision_undone", by=by, on=request, facts={"decision": taken.move.value}):
        _reopen(request, state, by=by, now=now)
        if step.decision:
            _wait_again(step)
        moves.say(request, by, _(taken.move.label), CommentNature.UNDONE, now)
        _tell_nobody(decisions.told_of(step, taken.at))
    return request


def _reopen(request: Request, state: State, *, by: User, now: datetime) -> None:
    effects.reverse(request, by=by, now=now)
    request.state, request.decided_at = state, None
    request.save(update_fields=["state", "decided_at", "tool", "effect"])


def _wait_again(step: Step) -> None:
    """Later steps first: one step is current at a time."""
    later = step.request.steps.filter(position__gt=step.position)
    later.filter(state__in=[StepState.NOW.value, StepState.DROPPED.value]).update(state=StepState.TODO.value)
    step.state, step.decision, step.message, step.conditions = StepState.NOW, "", "", ""
    step.decided_by = step.on_behalf_of = step.decided_at = None
    step.save()


def _tell_nobody(about: str) -> None:
    """What was to be told is forgotten. A worker may just have mailed it: then it is too late to undo."""
    notifications.take_back(about)
    if Notification.objects.filter(about=about).exists():
        raise Refused(_("La décision vient de partir par e-mail : elle ne s’annule plus."))
