"""What the sheet and the inbox's panel both show of a request."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from approvals import checks, desk
from approvals.light_paths import words_of
from approvals.models import Request, Step
from approvals.permissions import (
    can_ask_again,
    can_be_carried_out,
    can_decide,
    can_extend,
    can_remove,
    can_score,
)
from approvals.workflow import Kind, StepState, Task
from catalog.enums import KeyScope
from catalog.models import Subscription
from etech_ai.verdicts import YES, Verdict, no
from people.models import Project, User


def visible_request(user: User, reference: str) -> Request:
    """The request, or 404 for one that the person may not read."""
    return get_object_or_404(Request.objects.visible_to(user).for_display(), reference=reference)


def sheet_context(user: User, request: Request, today: date) -> dict[str, Any]:
    """Steps, history, facts, cost and what the person may do: the same on the sheet and in the inbox."""
    steps = list(request.steps.in_order().select_related("decided_by", "on_behalf_of"))
    for step in steps:
        step.request = request
    current = next((step for step in steps if step.state == StepState.NOW), None)
    comments = list(request.comments.in_order().select_related("author").prefetch_related("mentions__person"))
    return {
        "found": request,
        "title": desk.title_of(request),
        "steps": desk.step_items(request, steps),
        "history": desk.history(request, steps, comments),
        "current": current,
        "due": desk.due(current.due_on, today) if current else None,
        "decided_in": desk.decided_in(request),
        "project": _project(user, request),
        "yearly_minor": checks.yearly_cost(checks.proposal_of(request)),
        "may_decide": can_decide(user, current) if current else no(_("Cette demande est close.")),
        "instead": desk.in_whose_place(user, current) if current else "",
        "conditions": [step for step in steps if step.conditions],
        "may_approve": _may_approve(steps, current, request, today),
        "after": desk.aftermath(request),
        "is_provision": current is not None and current.task == Task.PROVISION,
        "attachments": [
            (attachment, can_remove(user, attachment))
            for attachment in request.attachments.standing().for_sheet()
        ],
        "scorecard": desk.scorecard(request) if request.kind == Kind.NEW_TOOL else None,
        "may_score": can_score(user, request),
        "links": _links(user, request),
        "rule_words": _(words_of(request.granted_by_rule)) if request.granted_by_rule else "",
        "scopes": [_(KeyScope(scope).label) for scope in request.scopes],
    }


def _links(user: User, request: Request) -> dict[str, Any]:
    """The requests before and after this one, those that the person may read; and the forms for the next."""
    known = Request.objects.visible_to(user)
    return {
        "former": known.filter(Q(extensions=request) | Q(attempts=request)).first(),
        "later": known.filter(Q(extends=request) | Q(redoes=request)).order_by("pk"),
        "group": request.group_id if user.pk == request.requester_id else None,
        "extend_url": checks.extend_url(request) if can_extend(user, request) else "",
        "redo_url": checks.redo_url(request) if can_ask_again(user, request) else "",
    }


def panel_context(user: User, request: Request, today: date) -> dict[str, Any]:
    """The sheet's context, plus what a decider weighs: what the person holds and held, seats, answers."""
    context = sheet_context(user, request, today)
    return context | {
        "holdings": desk.holdings(request.beneficiary, today),
        "given_back": desk.given_back(request.beneficiary),
        "asked_before": desk.asked_before(request, user),
        "seats": _seats(request, today),
        "waits_at": desk.would_wait_at(request, today),
        "committed": checks.committed(user, today) if context["yearly_minor"] else None,
    }


def _project(user: User, request: Request) -> Project | None:
    """A project's name only for those who may know it."""
    if request.project is None:
        return None
    known = Project.objects.visible_to(user).filter(pk=request.project_id).exists()
    return request.project if known else None


def _may_approve(steps: list[Step], current: Step | None, request: Request, today: date) -> Verdict:
    """The last approval needs its effect to be possible; earlier ones do not."""
    if current is None or current.task == Task.PROVISION:
        return YES
    later = [step for step in steps if step.state == StepState.TODO and step.task == Task.DECIDE]
    return YES if later else can_be_carried_out(request, today)


def _seats(request: Request, today: date) -> list[Subscription]:
    if request.plan is None:
        return []
    return list(
        Subscription.objects.current(today).filter(plan=request.plan).with_seats_held().order_by("pk")
    )
