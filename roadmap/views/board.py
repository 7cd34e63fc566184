"""The road map: what is under way, phase by phase."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from etech_ai import web
from people.decorators import open_to_staff
from roadmap.models import Decision, Phase, RoadmapItem


@require_safe
@open_to_staff
def board(request: HttpRequest) -> HttpResponse:
    items = list(RoadmapItem.objects.visible_to(request.user).for_board())
    decisions = Decision.objects.visible_to(request.user)
    context = {
        "phases": [_phase(phase, items) for phase in Phase],
        "open_count": decisions.open().count(),
        "decided_count": decisions.decided().count(),
        "awaited": [item for item in items if item.decision and item.decision.state == "open"],
        "today": timezone.localdate(),
        "item_count": len(items),
    }
    return web.render_page(request, "roadmap/board_page.html", context)


def _phase(phase: Phase, items: list[RoadmapItem]) -> dict[str, Any]:
    return {"phase": phase, "items": [item for item in items if item.phase == phase]}
