"""What the last approval does, by kind, and how it is taken back.

Called inside the record of the decision, or of its undoing: one act, one operation.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from approvals.models import Request
from approvals.permissions import can_be_carried_out, has_room, holds_seat, subscription_for
from approvals.services import notices, waiting
from approvals.workflow import Decider, Kind, StepState
from catalog.enums import ToolCategory
from catalog.models import ApiKeySheet, Seat, Tool, Vendor
from catalog.services import api_keys, seats, tools, vendors
from compliance.models import Exemption
from compliance.services import exemptions
from etech_ai.audit.recording import Actor
from etech_ai.verdicts import Refused
from people.models import User
from usecases.models import UseCase
from usecases.services import validations
from usecases.vocabulary import UseCaseStatus

CATALOGUER = Actor("job:approved-request", "Demande approuvée")


def run(request: Request, *, by: Any, now: datetime, in_right_of: User | None = None) -> None:
    """Carry out what was approved, and name on the request what was made: whoever closes it then saves it.

    `in_right_of` is whose right `by` uses, when they stand in for somebody. Raises Refused when it cannot be
    done now; nothing is then half done.
    """
    today = timezone.localdate(now)
    if request.kind == Kind.LICENCE:
        request.effect = _assign_seat(request, by=by, now=now)
    elif request.use_case is not None:
        request.effect = _validate(request, by=by, today=today, in_right_of=in_right_of)
    elif request.kind == Kind.NEW_TOOL:
        request.tool = _add_to_catalogue(request)
        request.effect = {"tool": request.tool.pk}
    elif request.kind == Kind.API_KEY:
        request.effect = {"api_key": _open_key_sheet(request, by=by, today=today).pk}
    elif request.kind == Kind.QUOTA:
        request.effect = _raise_cap(request, by=by)
    elif request.kind == Kind.DATA_EXCEPTION:
        request.effect = {"exemption": _set_aside(request, by=by, today=today).pk}


def run_refusal(
    request: Request, *, reason: str, by: User, today: date, in_right_of: User | None = None
) -> None:
    """What a refusal writes below, named like the effect of an approval: a use case is then refused."""
    if request.use_case is None or request.use_case.status != UseCaseStatus.CLASSIFIED:
        return
    validations.refuse(request.use_case, by=by, today=today, reason=reason, in_right_of=in_right_of)
    request.effect = {"use_case": request.use_case.pk}


def reverse(request: Request, *, by: User, now: datetime) -> None:
    """Take back what the approval did, in the act that undoes it; whoever reopens the request saves it."""
    done, today = request.effect, timezone.localdate(now)
    if "place" in done:
        waiting.give_up(request, by=by, reason=_("Décision annulée."), now=now)
    if "seat" in done:
        seats.undo_assignment(Seat.objects.get(pk=done["seat"]), by=by, today=today)
    if "use_case" in done:
        validations.undo(UseCase.objects.get(pk=done["use_case"]), by=by, today=today)
    if "tool" in done:
        tools.unlist(Tool.objects.get(pk=done["tool"]), by=CATALOGUER)
        request.tool = None
    if "api_key" in done:
        api_keys.undo_opening(ApiKeySheet.objects.get(pk=done["api_key"]), by=by, today=today)
    if "cap_minor" in done and request.api_key:
        api_keys.set_cap(request.api_key, cap_minor=done["cap_minor"], by=by)
    if "exemption" in done:
        exemptions.undo(Exemption.objects.get(pk=done["exemption"]), by=by, today=today)
    request.effect = {}


def _assign_seat(request: Request, *, by: Any, now: datetime) -> dict[str, int]:
    """A seat, else a place in the line for one; the catalogue judges again under its own lock.

    One asked for from a later day is kept for that day; one that is held already is only held for longer.
    A rule of the light path grants a free seat, never a place.
    """
    if request.extends_id and holds_seat(request):
        return {}
    today = timezone.localdate(now)
    try:
        with transaction.atomic():
            return {"seat": _seat(request, by=by, today=today).pk}
    except Refused:
        if request.granted_by_rule or not can_be_carried_out(request, today) or has_room(request, today):
            raise
    place = waiting.join(request, by=by, now=now)
    notices.waits(request, place.position())
    return {"place": place.pk}


def _seat(request: Request, *, by: Any, today: date) -> Seat:
    """Of the subscription with most room; refused while somebody else waits for one."""
    subscription = subscription_for(request, today)
    if subscription is None or not has_room(request, today):
        raise Refused(_("Aucun siège libre pour cette offre."))
    first_day = max(today, request.starts_on or today)
    return seats.assign(subscription, to=request.beneficiary, by=by, today=first_day)


def _open_key_sheet(request: Request, *, by: User, today: date) -> ApiKeySheet:
    """The sheet is its owner's to complete, once the key exists at the vendor's."""
    assert request.plan and request.cap_minor  # a constraint of the kind
    return api_keys.open_sheet(
        request.plan, owner=request.beneficiary, project=request.project, environment=request.environment,
        scopes=request.scopes, cap_minor=request.cap_minor, currency=request.currency,
        reference=request.reference, by=by, today=today,
    )  # fmt: skip


def _raise_cap(request: Request, *, by: User) -> dict[str, int]:
    """The cap before is kept, to be put back if the decision is undone."""
    assert request.api_key and request.cap_minor  # a constraint of the kind
    before = request.api_key.cap_minor
    request.api_key = api_keys.set_cap(request.api_key, cap_minor=request.cap_minor, by=by)
    return {"cap_minor": before}


def _validate(request: Request, *, by: User, today: date, in_right_of: User | None) -> dict[str, int]:
    """The conditions of the approval, step by step, are those of the validation.

    Nothing is done, nor to be undone, when the use was validated already.
    """
    use_case = request.use_case
    assert use_case  # a constraint of the kind
    was_valid = use_case.status == UseCaseStatus.VALIDATED
    taken = list(request.steps.in_order().filter(state=StepState.DONE.value))
    validations.grant(
        use_case, by=by, today=today, has_dpo_opinion=any(step.role == Decider.DPO for step in taken),
        conditions="\n".join(dict.fromkeys(step.conditions for step in taken if step.conditions)),
        in_right_of=in_right_of,
    )  # fmt: skip
    return {} if was_valid else {"use_case": use_case.pk}


def _add_to_catalogue(request: Request) -> Tool:
    """An approved proposal enters the catalogue in evaluation: its plans and proofs are still to come."""
    name = request.proposed_vendor or request.proposed_name
    vendor = (
        Vendor.objects.filter(name__iexact=name).first() or Vendor.objects.filter(slug=slugify(name)).first()
    )
    vendor = vendor or vendors.add(name=name, by=CATALOGUER, website=request.proposed_url)
    return tools.add(
        name=request.proposed_name,
        vendor=vendor,
        category=ToolCategory.OTHER,
        by=CATALOGUER,
    )


def _set_aside(request: Request, *, by: User, today: date) -> Exemption:
    """The exception becomes what the answers honour; whoever decided last granted it."""
    assert request.plan and request.project  # a constraint of the kind
    return exemptions.grant(
        plan=request.plan, project=request.project, levels=request.data_levels,
        conditions=request.conditions, reference=request.reference, expires_on=request.ends_on,
        by=by, today=today,
    )  # fmt: skip
