"""The next free seat goes to the head of the line, by a sweep: one seat, one head, whoever else sweeps."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from approvals.models import Request, WaitingOutcome, WaitingPlace
from approvals.permissions import can_leave_line, can_wait_for_seat, is_full, subscription_for
from approvals.services import grants, moves, notices
from approvals.workflow import StepState
from catalog.models import Seat
from catalog.services import seats
from etech_ai.audit import recording as audit
from etech_ai.audit.recording import Actor
from etech_ai.verdicts import Refused
from people.models import User

ALLOTTER = Actor("job:waiting-list", "File d’attente")


def sweep(*, now: datetime) -> int:
    """Serve every line while a seat is free; how many were given. Safe to run twice, and twice at once."""
    plans = WaitingPlace.objects.open().order_by("plan").values_list("plan", flat=True).distinct()
    return sum(_serve_line(plan, now) for plan in list(plans))


@transaction.atomic
def leave(request: Request, *, by: User, now: datetime) -> Request:
    """Give a place up: the request then grants nothing. Raises Refused for who may not, or without one."""
    request = moves.locked(request)  # it may just have been served
    can_leave_line(by, request).enforce()
    return grants.end(request, by=by, reason=_("Place rendue dans la file d’attente."), now=now)


def _serve_line(plan: int, now: datetime) -> int:
    """From the head on, until no seat is free. Who cannot be served now keeps the place and stops nobody."""
    served = 0
    for place in WaitingPlace.objects.open().filter(plan=plan).select_related("request__plan").in_line():
        try:
            served += _serve(place.pk, now)
        except Refused:
            if is_full(place.request, timezone.localdate(now)):
                break
    return served


@transaction.atomic
def _serve(pk: int, now: datetime) -> bool:
    """A seat for that place; False when it is no longer in line. Raises Refused when it cannot be given now.

    The request is locked first, as every move does: a second sweep waits here, then finds the place closed.
    """
    request = moves.locked(Request.objects.get(waiting_places=pk))
    place = WaitingPlace.objects.open().filter(pk=pk).first()
    if place is None:
        return False
    today = timezone.localdate(now)
    if not (verdict := can_wait_for_seat(request, today)):
        grants.end(request, by=ALLOTTER, reason=verdict.reason, now=now)
        return False
    subscription = subscription_for(request, today)
    if subscription is None:
        raise Refused(_("Aucun abonnement en cours pour cette offre."))
    with audit.record("waiting_place.served", by=ALLOTTER, on=place):
        first_day = max(today, request.starts_on or today)
        seat = seats.assign(subscription, to=request.beneficiary, by=ALLOTTER, today=first_day)
        _close(place, request, seat, now)
    return True


def _close(place: WaitingPlace, request: Request, seat: Seat, now: datetime) -> None:
    """The place becomes the seat, and the access is now to be opened at the vendor's."""
    place.outcome, place.seat, place.closed_at = WaitingOutcome.SERVED, seat, now
    place.save(update_fields=["outcome", "seat", "closed_at"])
    request.effect = {"seat": seat.pk}
    request.save(update_fields=["effect"])
    moves.start(request.steps.in_order().filter(state=StepState.TODO.value).first(), request, now)
    notices.served(request)
