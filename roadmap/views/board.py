"""The road map on one page: first figures, phases, decisions to take, themes, what is late or blocked."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from compliance import trail
from etech_ai import web
from people.decorators import open_to_staff
from roadmap.models import Decision, Dependency, Phase, RoadmapItem, Theme
from roadmap.permissions import can_edit
from roadmap.views.figures import figures
from roadmap.views.lines import Line, chart, lines

MOST_ASKED = 5
NEXT = 6
HORIZONS = (3, 6, 12)


@require_safe
@open_to_staff
def board(request: web.HtmxRequest) -> HttpResponse:
    """Everything the leadership needs; `?theme=5&responsable=3&phase=pilot&horizon=6` narrows the drawing."""
    today, user = timezone.localdate(), request.user
    items = list(RoadmapItem.objects.visible_to(user).for_board())
    links = _links(user)
    shown = [item for item in items if _matches(item, request.GET)]
    rows = lines(items, links, today)
    decisions = Decision.objects.visible_to(user)
    context = {
        **chart(shown, links, today),
        "lines": _by_end([row for row in rows if row.item in shown]),
        "next": NEXT,
        "troubled": [row for row in rows if row.reasons],
        "asked": decisions.asked()[:MOST_ASKED],
        "themes": Theme.objects.with_counts(),
        "figures": figures(user, decisions, today),
        "filters": _filters(items, request.GET),
        "is_filtered": len(shown) < len(items) or bool(request.GET),
        "item_count": len(items),
        "last": next(iter(trail.rows(trail.search(name="roadmap_item.")[:1])), None),
        "may_edit": can_edit(user),
        "today": today,
    }
    return web.render_page(request, "roadmap/board_page.html", context, partial="board")


def _links(user: Any) -> list[tuple[int, int]]:
    return list(Dependency.objects.visible_to(user).current().values_list("item_id", "depends_on_id"))


def _matches(item: RoadmapItem, query: QueryDict) -> bool:
    wanted = {name: query.get(name, "") for name in ("theme", "responsable", "phase", "horizon")}
    horizon = int(wanted["horizon"]) if wanted["horizon"] in map(str, HORIZONS) else 12
    return (
        wanted["theme"] in ("", str(item.theme.number))
        and wanted["responsable"] in ("", str(item.owner_id))
        and wanted["phase"] in ("", item.phase)
        and item.horizon_months <= horizon
    )


def _by_end(rows: list[Line]) -> list[Line]:
    """What is still to do first, by its end; then what is done or dropped."""
    closed = ("done", "dropped")
    return sorted(rows, key=lambda row: (row.item.state in closed, row.item.ends_on, row.item.pk))


def _filters(items: list[RoadmapItem], query: QueryDict) -> list[dict[str, Any]]:
    themes = {str(item.theme.number): str(item.theme) for item in items}
    owners = {str(item.owner_id): str(item.owner) for item in items if item.owner}
    horizons = {str(n): _("À %(n)s mois") % {"n": n} for n in HORIZONS}
    asked = (
        ("phase", _("Toutes les phases"), {phase.value: _(phase.label) for phase in Phase}),
        ("theme", _("Tous les thèmes"), dict(sorted(themes.items(), key=lambda pair: int(pair[0])))),
        ("responsable", _("Tous les responsables"), dict(sorted(owners.items(), key=lambda pair: pair[1]))),
        ("horizon", _("Tous les horizons"), horizons),
    )
    return [
        {"name": name, "all": everything, "options": list(options.items()), "chosen": query.get(name, "")}
        for name, everything, options in asked
    ]
