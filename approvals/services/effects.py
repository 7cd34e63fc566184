"""What the last approval does, by kind. Called inside the decision's own record: one act, one operation."""

from datetime import date

from django.utils.text import slugify

from approvals.models import Request
from approvals.permissions import no_subscription, subscription_for
from approvals.workflow import Kind
from catalog.enums import ToolCategory
from catalog.models import Vendor
from catalog.services import seats, tools, vendors
from compliance.services import exemptions
from etech_ai.audit.recording import Actor
from etech_ai.verdicts import Refused
from people.models import User
from usecases.services import usecases

CATALOGUER = Actor("job:approved-request", "Demande approuvée")


def run(request: Request, *, by: User, today: date) -> None:
    """Carry out what was approved. Raises Refused when it cannot be done now; nothing is then half done."""
    if request.kind == Kind.LICENCE:
        _assign_seat(request, by=by, today=today)
    elif request.use_case is not None:
        usecases.validate(request.use_case, by=by, today=today)
    elif request.kind == Kind.NEW_TOOL:
        _add_to_catalogue(request)
    elif request.kind == Kind.DATA_EXCEPTION:
        _set_aside(request, by=by, today=today)


def _assign_seat(request: Request, *, by: User, today: date) -> None:
    """A seat of the subscription with most room; the catalogue judges again under its own lock."""
    subscription = subscription_for(request, today)
    if subscription is None:
        raise Refused(no_subscription())
    seats.assign(subscription, to=request.beneficiary, by=by, today=today)


def _add_to_catalogue(request: Request) -> None:
    """An approved proposal enters the catalogue in evaluation: its plans and proofs are still to come."""
    name = request.proposed_vendor or request.proposed_name
    vendor = (
        Vendor.objects.filter(name__iexact=name).first() or Vendor.objects.filter(slug=slugify(name)).first()
    )
    vendor = vendor or vendors.add(name=name, by=CATALOGUER, website=request.proposed_url)
    request.tool = tools.add(
        name=request.proposed_name,
        vendor=vendor,
        category=ToolCategory.OTHER,
        by=CATALOGUER,
    )
    request.save(update_fields=["tool"])


def _set_aside(request: Request, *, by: User, today: date) -> None:
    """The exception becomes what the answers honour; whoever decided last granted it."""
    assert request.plan and request.project  # a constraint of the kind
    exemptions.grant(
        plan=request.plan, project=request.project, levels=request.data_levels,
        conditions=request.conditions, reference=request.reference, expires_on=request.ends_on,
        by=by, today=today,
    )  # fmt: skip
