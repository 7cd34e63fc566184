"""One theme of the plan: its constraints, its questions, what was decided, and the work on it."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from etech_ai import web
from people.decorators import open_to_staff
from roadmap.models import Decision, Dependency, RoadmapItem, Theme
from roadmap.permissions import can_edit
from roadmap.views.lines import lines


@require_safe
@open_to_staff
def theme_sheet(request: web.HtmxRequest, slug: str) -> HttpResponse:
    theme = get_object_or_404(Theme.objects.with_counts(), slug=slug)
    user = request.user
    items = list(RoadmapItem.objects.visible_to(user).for_board())
    links = list(Dependency.objects.visible_to(user).current().values_list("item_id", "depends_on_id"))
    rows = lines(items, links, timezone.localdate())
    decisions = Decision.objects.visible_to(user).filter(theme=theme).for_register()
    context = {
        "theme": theme,
        "constraints": theme.constraints.order_by("ref"),
        "open": [decision for decision in decisions if decision.state == "open"],
        "decided": [decision for decision in decisions if decision.state == "decided"],
        "lines": [row for row in rows if row.item.theme_id == theme.pk],
        "may_edit": can_edit(user),
    }
    return web.render_page(request, "roadmap/theme_sheet_page.html", context)
