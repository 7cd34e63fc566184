"""Requests: sent, decided step by step, clarified, withdrawn. One lock on the request orders every move."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import checks
from approvals.kinds import KINDS, digest
from approvals.models import Comment, CommentNature, Request, Step
from approvals.permissions import (
    can_answer,
    can_ask_for_someone,
    can_ask_to_validate,
    can_comment,
    can_name_project,
    can_withdraw,
)
from approvals.services import messages, moves, numbers
from approvals.services.decisions import ask_precision, decide
from approvals.workflow import Kind, Move, State, StepState, after
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


@transaction.atomic
def comment(request: Request, *, by: User, text: str, now: datetime) -> Comment:
    """Write in the thread of a request that one may read. Raises Refused for an empty text."""
    can_comment(by, request).enforce()
    if not text.strip():
        raise Refused(_("Écrivez votre commentaire avant de l’envoyer."))
    with audit.record("request.commented", by=by, on=request):
        return moves.say(request, by, text, CommentNature.COMMENT, now)


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
    facts = checks.facts_of(proposal, timezone.localdate(now))
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


__all__ = ["answer_precision", "ask_precision", "comment", "decide", "submit", "withdraw"]
