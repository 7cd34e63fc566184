"""Exemptions: what was set aside, for which project, until when; the DPO may end one early."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from compliance.models import Exemption
from compliance.permissions import can_end_exemption
from compliance.services import exemptions, rules
from etech_ai import web
from people.access import Permission
from people.decorators import open_to_staff, requires
from people.views.answers import act


@open_to_staff
@require_safe
def exemption_list(request: web.HtmxRequest) -> HttpResponse:
    """Those of the projects that the reader may know; in force first."""
    today, shows_ended = timezone.localdate(), request.GET.get("etat") == "terminees"
    known = Exemption.objects.visible_to(request.user).for_sheet()
    in_force = known.in_force(today)
    rows = known.exclude(pk__in=in_force.values("pk")) if shows_ended else in_force
    ruleset, page = rules.vocabulary(), web.paginate(request, rows)
    context = {
        "page": page,
        "lines": [
            {
                "exemption": item,
                "levels": [ruleset.levels[name] for name in item.levels if name in ruleset.levels],
                "conditions": [ruleset.conditions[c] for c in item.conditions if c in ruleset.conditions],
            }
            for item in page
        ],
        "shows_ended": shows_ended,
        "ends": bool(can_end_exemption(request.user)),
    }
    return web.render_page(request, "compliance/exemption_list_page.html", context)


@requires(Permission.EDIT_DATA_RULES)
@require_POST
def exemption_end(request: web.HtmxRequest, pk: int) -> HttpResponse:
    exemption = get_object_or_404(Exemption.objects.visible_to(request.user), pk=pk)
    return act(
        request, reverse("compliance:exemption_list"), _("La dérogation est terminée."),
        lambda: exemptions.end(exemption, by=request.user, today=timezone.localdate()),
    )  # fmt: skip
