"""Requests: sent, decided step by step, clarified, withdrawn. One lock on the request orders every move."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import checks, deadlines
from approvals.kinds import DAYS_TO_ANSWER, KINDS, digest
from approvals.models import Comment, CommentNature, Request, Step
from approvals.permissions import (
    can_answer,
    can_ask_for_someone,
    can_ask_to_validate,
    can_comment,
    can_decide,
    can_name_project,
    can_withdraw,
)
from approvals.services import effects, messages, numbers
from approvals.workflow import NEEDS_MESSAGE, Decider, Kind, Move, State, StepState, Task, after
from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import User


def submit(
    kind: Kind | str, *, by: User, now: datetime, beneficiary: User | None = None, **what: Any
) -> Request:
    """Send a request; `what` are the other fields of `checks.Proposal` (plan, use_case, justification …).

    Raises Refused when a check blocks it, when nobody could decide it, or when the same one is open.
    """
    proposal = checks.Proposal(kind=Kind(kind), requester=by, beneficiary=beneficiary or by, **what)
    today = timezone.localdate(now)
    _refuse_what_may_not_be_asked(proposal, today)
    proposal = checks.completed(proposal, today)
    results = checks.run(proposal, today)
    if stopping := checks.blocking(results):
        raise Refused(stopping[0].verdict.reason)
    path = checks.path(proposal, today)
    try:
        with transaction.atomic():
            return _store(proposal, path, results, now)
    except IntegrityError:
        if not checks.twins_of(proposal).exists():
            raise
        raise Refused(_("La même demande vient de partir : suivez-la dans « Mes demandes ».")) from None


@transaction.atomic
def decide(step: Step, *, by: User, move: Move | str, now: datetime, message: str = "") -> Request:
    """Approve, refuse or ask a precision on a step, or confirm that the access is open.

    Raises Refused when it is not theirs to decide, when somebody decided first (naming who and when), when a
    reason is missing, or when the effect of the last approval cannot be carried out: nothing is then written.
    """
    move, step = Move(move), _locked(step)
    can_decide(by, step).enforce()
    _need(message, move)
    if move is Move.ASK:
        return _ask(step, by, message, now)
    if step.task == Task.PROVISION:
        return _open_access(step, by, message, now)
    if move is Move.REFUSE:
        return _refuse(step, by, message, now)
    return _approve(step, by, message, now)


def ask_precision(step: Step, *, by: User, message: str, now: datetime) -> Request:
    """Ask the requester for a precision: the step waits for their answer."""
    return decide(step, by=by, move=Move.ASK, message=message, now=now)


@transaction.atomic
def answer_precision(request: Request, *, by: User, message: str, now: datetime) -> Request:
    """The requester answers; the step runs again with its whole time."""
    request = _locked_request(request)
    can_answer(by, request).enforce()
    _need(message, Move.ANSWER)
    step = _current(request)
    request.state = after(request.state, Move.ANSWER)
    step.due_on = _due_on(step, timezone.localdate(now))
    step.reminded_at = None
    with audit.record("request.precision_given", by=by, on=request):
        request.save(update_fields=["state"])
        step.save(update_fields=["due_on", "reminded_at"])
        _say(request, by, message, CommentNature.ANSWER, now)
        messages.answered(request, step, checks.deciders_of_step(step), message.strip())
    return request


@transaction.atomic
def withdraw(request: Request, *, by: User, now: datetime) -> Request:
    """The requester no longer asks; its deciders are told."""
    request = _locked_request(request)
    can_withdraw(by, request).enforce()
    step = _current(request)
    with audit.record("request.withdrawn", by=by, on=request):
        _close(request, after(request.state, Move.WITHDRAW), now)
        _skip(request, [StepState.NOW, StepState.TODO])
        messages.withdrawn(request, checks.deciders_of_step(step))
    return request


@transaction.atomic
def comment(request: Request, *, by: User, text: str, now: datetime) -> Comment:
    """Write in the thread of a request that one may read. Raises Refused for an empty text."""
    can_comment(by, request).enforce()
    if not text.strip():
        raise Refused(_("Écrivez votre commentaire avant de l’envoyer."))
    with audit.record("request.commented", by=by, on=request):
        return _say(request, by, text, CommentNature.COMMENT, now)


def _refuse_what_may_not_be_asked(proposal: checks.Proposal, today: date) -> None:
    if not KINDS[proposal.kind].is_offered:
        raise Refused(_("Ce type de demande n’est pas encore ouvert."))
    can_ask_for_someone(proposal.requester, proposal.beneficiary).enforce()
    can_name_project(proposal.requester, proposal.project).enforce()
    if proposal.use_case:
        can_ask_to_validate(proposal.requester, proposal.use_case).enforce()
    if proposal.ends_on and proposal.ends_on < today:
        raise Refused(_("La date de fin est passée : choisissez-en une à venir."))
    if not proposal.justification.strip():
        raise Refused(_("Dites à quoi cela va servir : une ou deux phrases suffisent."))


def _store(
    proposal: checks.Proposal, path: Sequence[checks.PathStep], results: list[checks.Check], now: datetime
) -> Request:
    request = _new(proposal, results, now)
    with audit.record("request.submitted", by=proposal.requester, on=request):
        request.save(force_insert=True)
        steps = _plan_steps(request, path)
        first = next(step for step in steps if step.state == StepState.NOW)
        messages.to_decide(request, first, path[first.position - 1].deciders)
    return request


def _new(proposal: checks.Proposal, results: list[checks.Check], now: datetime) -> Request:
    year, number = numbers.allot(now)
    facts = checks.facts_of(proposal)
    return Request(
        year=year,
        number=number,
        reference=numbers.reference(year, number),
        kind=proposal.kind,
        state=after(State.DRAFT, Move.SUBMIT),
        requester=proposal.requester,
        beneficiary=proposal.beneficiary,
        plan=proposal.plan,
        use_case=proposal.use_case,
        project=proposal.project,
        proposed_name=proposal.proposed_name.strip(),
        proposed_vendor=proposal.proposed_vendor.strip(),
        proposed_url=proposal.proposed_url,
        data_levels=list(proposal.data_levels),
        conditions=list(proposal.conditions),
        justification=proposal.justification.strip(),
        checks=checks.as_json(results),
        facts=facts,
        facts_digest=digest(facts),
        submitted_at=now,
        ends_on=proposal.ends_on,
    )


def _plan_steps(request: Request, path: Sequence[checks.PathStep]) -> list[Step]:
    """The path as rows: the first required step is the current one."""
    first = next(index for index, planned in enumerate(path) if planned.is_required)
    steps = [
        Step(
            request=request,
            position=index + 1,
            role=item.planned.role,
            task=item.planned.task,
            state=_first_state(index, first, item),
            note=item.planned.note,
            due_on=item.due_on,
        )
        for index, item in enumerate(path)
    ]
    return Step.objects.bulk_create(steps)


def _first_state(index: int, first: int, item: checks.PathStep) -> StepState:
    if not item.is_required:
        return StepState.SKIPPED
    return StepState.NOW if index == first else StepState.TODO


def _locked_request(request: Request) -> Request:
    return Request.objects.select_for_update().get(pk=request.pk)


def _locked(step: Step) -> Step:
    """The step as it is once nobody else is moving its request: both rows are read again behind the lock."""
    named = ("request__requester", "request__beneficiary", "request__plan__tool")
    return Step.objects.select_for_update(of=("self", "request")).select_related(*named).get(pk=step.pk)


def _current(request: Request) -> Step:
    step = request.steps.current().get()
    step.request = request
    return step


def _need(message: str, move: Move) -> None:
    if move not in NEEDS_MESSAGE or message.strip():
        return
    texts = {
        Move.REFUSE: _("Donnez la raison du refus : la personne doit pouvoir agir."),
        Move.ASK: _("Écrivez la précision que vous demandez."),
        Move.ANSWER: _("Écrivez votre réponse."),
    }
    raise Refused(texts[move])


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
            _close(request, state, now)
            effects.run(request, by=by, today=timezone.localdate(now))
            messages.moved_on(request, by, message.strip())
        _start(following, request, now)
    return request


def _refuse(step: Step, by: User, message: str, now: datetime) -> Request:
    request = step.request
    state = after(request.state, Move.REFUSE)
    with audit.record("request.refused", by=by, on=request):
        _take(step, by, Move.REFUSE, message, now)
        _close(request, state, now)
        _skip(request, [StepState.TODO])
        messages.moved_on(request, by, message.strip())
    return request


def _ask(step: Step, by: User, message: str, now: datetime) -> Request:
    request = step.request
    request.state = after(request.state, Move.ASK)
    with audit.record("request.precision_asked", by=by, on=request):
        request.save(update_fields=["state"])
        _say(request, by, message, CommentNature.QUESTION, now)
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


def _start(step: Step | None, request: Request, now: datetime) -> None:
    """The next step becomes the current one, with its whole time from today on."""
    if step is None:
        return
    step.request = request
    step.state = StepState.NOW
    step.due_on = _due_on(step, timezone.localdate(now))
    step.save()
    messages.to_decide(request, step, checks.deciders_of_step(step))


def _close(request: Request, state: State, now: datetime) -> None:
    request.state, request.decided_at = state, now
    request.save(update_fields=["state", "decided_at"])


def _skip(request: Request, states: list[StepState]) -> None:
    request.steps.filter(state__in=[state.value for state in states]).update(state=StepState.SKIPPED.value)


def _say(request: Request, by: User, text: str, nature: CommentNature, now: datetime) -> Comment:
    line = Comment(request=request, author=by, nature=nature, text=text.strip(), at=now)
    line.save(force_insert=True)
    return line


def _due_on(step: Step, today: date) -> date:
    return deadlines.add_working_days(today, DAYS_TO_ANSWER[Decider(step.role)])
