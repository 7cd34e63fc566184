"""Places in the line for a seat: taken by an approval that finds none free, given up with a reason."""

from datetime import datetime
from typing import Any

from approvals.models import Request, WaitingOutcome, WaitingPlace
from etech_ai.audit import recording as audit


def join(request: Request, *, by: Any, now: datetime) -> WaitingPlace:
    """A place at the end of the plan's line. Called inside the decision's own record."""
    assert request.plan  # a constraint of the kind
    place = WaitingPlace(request=request, plan=request.plan, holder=request.beneficiary, taken_at=now)
    with audit.record("waiting_place.taken", by=by, on=place):
        place.save(force_insert=True)
    return place


def give_up(request: Request, *, by: Any, reason: str, now: datetime) -> None:
    """The place that a request holds, if any, is free for the next in line."""
    for place in WaitingPlace.objects.select_for_update().open().filter(request=request):
        place.outcome, place.reason, place.closed_at = WaitingOutcome.LEFT, reason, now
        with audit.record("waiting_place.left", by=by, on=place):
            place.save(update_fields=["outcome", "reason", "closed_at"])
