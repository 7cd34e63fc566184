"""Open requests whose data would be answered otherwise under other rules."""

from approvals.models import Request
from compliance.services.simulations import Flip, Whole


def requests_flipped(whole: Whole) -> list[tuple[Request, Flip]]:
    """Each open request that names data and a plan, with its flip; oldest first. One query."""
    open_ones = Request.objects.open().exclude(plan=None).for_display().order_by("submitted_at", "pk")
    asked = ((request, _flip(whole, request)) for request in open_ones)
    return [(request, flip) for request, flip in asked if flip]


def _flip(whole: Whole, request: Request) -> Flip | None:
    assert request.plan_id is not None  # left out above
    project = request.project
    client = project.client_id if project else None
    return whole.flip(request.plan_id, request.data_levels, client, project.pk if project else None)
