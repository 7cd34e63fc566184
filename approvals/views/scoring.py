"""The scorecard of a proposed tool: filled by who proposes and by who decides."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from approvals import desk
from approvals.forms import ScoreForm
from approvals.models import CriterionScore, Request
from approvals.permissions import can_score
from approvals.services import scorecards
from approvals.views.reading import visible_request
from etech_ai import web
from people.decorators import open_to_staff
from people.views.answers import accepted, sent


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def scorecard(request: web.HtmxRequest, reference: str) -> HttpResponse:
    """Fill or correct the scorecard; who may not reads on the sheet why."""
    found = visible_request(request.user, reference)
    sheet = reverse("approvals:request_sheet", args=[reference])
    if request.method != "POST" and not (verdict := can_score(request.user, found)):
        messages.error(request, verdict.reason)
        return web.see_other(sheet)
    form = ScoreForm(sent(request), initial=_initial(found))
    if request.method == "POST" and accepted(
        form,
        lambda data: scorecards.score(found, scores=form.scores(), by=request.user, now=timezone.now()),
    ):
        messages.success(request, _("La grille est enregistrée."))
        return web.see_other(f"{sheet}#grille")
    context = {
        "found": found,
        "title": desk.title_of(found),
        "form": form,
    }
    status = 422 if form.errors else 200
    return web.render_page(request, "approvals/scorecard_page.html", context, status=status)


def _initial(found: Request) -> dict[str, Any]:
    """What was scored so far."""
    rows = CriterionScore.objects.filter(scorecard__request=found)
    initial: dict[str, Any] = {}
    for row in rows:
        initial |= {f"points_{row.criterion}": row.points, f"comment_{row.criterion}": row.comment}
    return initial
