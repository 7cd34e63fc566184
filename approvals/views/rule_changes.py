"""The panel of a change of the data rules: the open requests that it would answer otherwise."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from approvals.desk.rule_flips import requests_flipped
from compliance.models import RuleChange
from compliance.services import rule_changes, simulations
from etech_ai import web
from etech_ai.verdicts import Refused
from people.access import Permission
from people.decorators import requires


@requires(Permission.CHANGE_DATA_RULES)
@require_safe
def rule_change_requests(request: web.HtmxRequest, number: int) -> HttpResponse:
    """A page of its own, and the panel that the change's sheet asks for."""
    change = get_object_or_404(RuleChange.objects.visible_to(request.user).for_list(), number=number)
    try:
        before, after = rule_changes.sides(change)
    except Refused as refusal:
        raise Http404(str(refusal)) from None
    rows = requests_flipped(simulations.read(before, after, today=timezone.localdate()))
    context = {"change": change, "rows": rows}
    return web.render_page(request, "approvals/rule_requests_page.html", context, partial="panel")
