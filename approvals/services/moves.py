"""What every move of a request does: lock it, close it, start its next step, write in its thread."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import checks, deadlines
from approvals.kinds import DAYS_TO_ANSWER
from approvals.models import Comment, CommentNature, Request, Step
from approvals.services import messages
from approvals.workflow import NEEDS_MESSAGE, Decider, Move, State, StepState, Task
from etech_ai.verdicts import Refused
from people.models import User


def locked(request: Request) -> Request:
    return Request.objects.select_for_update().get(pk=request.pk)


def current_of(request: Request) -> Step:
    step = request.steps.current().get()
    step.request = request
    return step


def need(message: str, move: Move) -> None:
    if move not in NEEDS_MESSAGE or message.strip():
        return
    texts = {
        Move.REFUSE: _("Donnez la raison du refus : la personne doit pouvoir agir."),
        Move.ASK: _("Écrivez la précision que vous demandez."),
        Move.ANSWER: _("Écrivez votre réponse."),
    }
    raise Refused(texts[move])


def start(step: Step | None, request: Request, now: datetime) -> None:
    """The next step becomes the current one, with its whole time from today on."""
    if step is None:
        return
    step.request = request
    step.state = StepState.NOW
    step.due_on = due_on(step, timezone.localdate(now))
    step.save()
    messages.to_decide(request, step, checks.deciders_of_step(step))


def close(request: Request, state: State, now: datetime) -> None:
    request.state, request.decided_at = state, now
    request.save(update_fields=["state", "decided_at", "tool", "effect"])


def drop(request: Request, states: list[StepState]) -> None:
    request.steps.filter(state__in=[state.value for state in states]).update(state=StepState.DROPPED.value)


def say(request: Request, by: User, text: str, nature: CommentNature, now: datetime) -> Comment:
    line = Comment(request=request, author=by, nature=nature, text=text.strip(), at=now)
    line.save(force_insert=True)
    return line


def due_on(step: Step, today: date) -> date:
    """An access is opened by the day from which it was asked for; every other step has its working days."""
    day = deadlines.add_working_days(today, DAYS_TO_ANSWER[Decider(step.role)])
    starts_on = step.request.starts_on if step.task == Task.PROVISION else None
    return max(day, starts_on or day)
