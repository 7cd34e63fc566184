"""Sending a request: judged once more, numbered, planned in steps; its first deciders are told. One act."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals import checks
from approvals.kinds import KINDS, digest
from approvals.light_paths import LightPath
from approvals.models import Request, Step
from approvals.permissions import (
    can_ask_again,
    can_ask_for_key,
    can_ask_for_someone,
    can_ask_to_validate,
    can_extend,
    can_name_project,
)
from approvals.scorecard import Score
from approvals.services import effects, messages, moves, numbers, scorecards, succession
from approvals.workflow import Kind, Move, State, StepState, after
from etech_ai.audit import recording as audit
from etech_ai.audit.recording import Actor
from etech_ai.verdicts import Refused
from people.models import User

LIGHT_PATH = Actor("job:light-path", "Voie légère")
"""The writer of what a rule of the house grants: the rule itself is in the facts of the event."""


def submit(
    kind: Kind | str,
    *,
    by: User,
    now: datetime,
    beneficiary: User | None = None,
    key: UUID | None = None,
    **what: Any,
) -> Request:
    """Send a request; `what` are the other fields of `checks.Proposal` (plan, use_case, justification …).

    `key` names one filling of the form: sending it twice is one request, and the second answer is the first.
    Raises Refused when a check blocks it, when nobody could decide it, or when the same one is open.
    """
    proposal = checks.Proposal(kind=Kind(kind), requester=by, beneficiary=beneficiary or by, **what)
    try:
        return _sent_before(by, key) or _send(proposal, key, now)
    except Refused:
        if before := _sent_before(by, key):
            return before
        raise


def _sent_before(by: User, key: UUID | None) -> Request | None:
    return Request.objects.filter(requester=by, sending_key=key).first() if key else None


def _send(proposal: checks.Proposal, key: UUID | None, now: datetime) -> Request:
    today = timezone.localdate(now)
    _refuse_what_may_not_be_asked(proposal, today)
    proposal = checks.completed(proposal, today)
    results = _checked(proposal, today)
    if rule := checks.rule_for(proposal, results):
        with suppress(Refused):  # the last seat has just gone to somebody else: this one is then decided
            return _stored(proposal, results, key, now, rule)
        results = _checked(proposal, today)
    return _stored(proposal, results, key, now)


def _checked(proposal: checks.Proposal, today: date) -> list[checks.Check]:
    results = checks.run(proposal, today)
    if stopping := checks.blocking(results):
        raise Refused(stopping[0].verdict.reason)
    return results


def _refuse_what_may_not_be_asked(proposal: checks.Proposal, today: date) -> None:
    if not KINDS[proposal.kind].is_offered:
        raise Refused(_("Ce type de demande n’est pas encore ouvert."))
    can_ask_for_someone(proposal.requester, proposal.beneficiary).enforce()
    can_name_project(proposal.requester, proposal.project).enforce()
    if proposal.api_key:
        can_ask_for_key(proposal.beneficiary, proposal.api_key).enforce()
    if proposal.use_case:
        can_ask_to_validate(proposal.requester, proposal.use_case).enforce()
    _refuse_links_that_lead_nowhere(proposal)
    _refuse_days_that_make_no_sense(proposal, today)
    if not proposal.justification.strip():
        raise Refused(_("Dites à quoi cela va servir : une ou deux phrases suffisent."))


def _refuse_links_that_lead_nowhere(proposal: checks.Proposal) -> None:
    """A request extends or takes up again one of the same kind, of the same people."""
    if proposal.extends:
        can_extend(proposal.requester, proposal.extends).enforce()
    if proposal.redoes:
        can_ask_again(proposal.requester, proposal.redoes).enforce()
    for former in (proposal.extends, proposal.redoes):
        if former and _target(former) != _target(proposal):
            raise Refused(_("La demande reprise ne porte pas sur la même chose : faites une demande neuve."))


def _target(asked: checks.Proposal | Request) -> tuple[Any, ...]:
    """What is asked for, of whichever kind."""
    return str(asked.kind), asked.plan, asked.use_case, asked.api_key


def _refuse_days_that_make_no_sense(proposal: checks.Proposal, today: date) -> None:
    if proposal.ends_on and proposal.ends_on < today:
        raise Refused(_("La date de fin est passée : choisissez-en une à venir."))
    if proposal.starts_on and proposal.starts_on < today:
        raise Refused(_("La date de début est passée : choisissez aujourd’hui ou un jour à venir."))
    if proposal.starts_on and proposal.ends_on and proposal.ends_on < proposal.starts_on:
        raise Refused(_("La date de fin vient avant la date de début : corrigez l’une des deux."))


def _stored(
    proposal: checks.Proposal,
    results: list[checks.Check],
    key: UUID | None,
    now: datetime,
    rule: LightPath | None = None,
) -> Request:
    """The request and its steps, granted at once when a rule does; or nothing at all."""
    path = checks.path(proposal, timezone.localdate(now), rule)
    try:
        with transaction.atomic():
            return _written(_new(proposal, results, key, now), proposal.scores, path, rule, now)
    except IntegrityError:
        if not _sent_before(proposal.requester, key) and not checks.twins_of(proposal).exists():
            raise
        raise Refused(_("La même demande vient de partir : suivez-la dans « Mes demandes ».")) from None


def _written(
    request: Request,
    scores: Sequence[Score],
    path: Sequence[checks.PathStep],
    rule: LightPath | None,
    now: datetime,
) -> Request:
    with audit.record("request.submitted", by=request.requester, on=request):
        request.save(force_insert=True)
        steps = _plan_steps(request, path)
        first = next((step for step in steps if step.state == StepState.NOW), None)
        deciders = succession.find_deciders(first, now) if first else []
        Step.objects.bulk_create(steps)
        if scores:
            scorecards.write(request, scores=scores, by=request.requester, now=now)
        if rule:
            _grant(request, rule, now)
        if first:  # nobody, when a rule granted an access that nobody opens
            messages.to_decide(request, first, deciders)
    return request


def _grant(request: Request, rule: LightPath, now: datetime) -> None:
    """What the last approval does, by a rule of the house that the trail quotes."""
    facts = {"rule": rule.id, "words": rule.words}
    request.granted_by_rule = rule.id
    with audit.record("request.granted_by_rule", by=LIGHT_PATH, on=request, facts=facts):
        request.save(update_fields=["granted_by_rule"])
        effects.run(request, by=LIGHT_PATH, now=now)
        moves.close(request, after(request.state, Move.GRANT), now)
        messages.granted(request, rule)


def _new(proposal: checks.Proposal, results: list[checks.Check], key: UUID | None, now: datetime) -> Request:
    year, number = numbers.allot(now)
    facts = checks.facts_of(proposal, timezone.localdate(now))
    return Request(
        year=year,
        number=number,
        reference=numbers.reference(year, number),
        state=after(State.DRAFT, Move.SUBMIT),
        sending_key=key,
        checks=checks.as_json(results),
        facts=facts,
        facts_digest=digest(facts),
        submitted_at=now,
        **checks.fields_of(proposal),
    )


def _plan_steps(request: Request, path: Sequence[checks.PathStep]) -> list[Step]:
    """The path as rows to be stored: the first required step is the current one."""
    first = next((index for index, planned in enumerate(path) if planned.is_required), None)
    return [
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


def _first_state(index: int, first: int | None, item: checks.PathStep) -> StepState:
    if not item.is_required:
        return StepState.SKIPPED
    return StepState.NOW if index == first else StepState.TODO
