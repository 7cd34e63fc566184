"""The waiting lists: everybody's, for who manages seats; and giving one's own place up."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import desk
from approvals.services import allotting
from approvals.views.reading import visible_request
from etech_ai import web
from etech_ai.verdicts import Refused
from people.access import Permission
from people.decorators import open_to_staff, requires


@requires(Permission.MANAGE_SEATS)
@require_safe
def waiting_list(request: web.HtmxRequest) -> HttpResponse:
    """Who waits for which plan, and what one seat more would cost."""
    context = {"lines": desk.waiting_lines(timezone.localdate())}
    return web.render_page(request, "approvals/waiting_list_page.html", context)


@open_to_staff
@require_POST
def waiting_leave(request: web.HtmxRequest, reference: str) -> HttpResponse:
    """Give a place up: the next in line moves on."""
    found = visible_request(request.user, reference)
    try:
        allotting.leave(found, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, _(str(refusal)))
    else:
        messages.success(request, _("La place est rendue\u00a0: la file avance."))
    return web.see_other(reverse("approvals:request_sheet", args=[reference]))
