"""The page that a mail's link opens. Reading it, as mail scanners do, changes nothing; confirming decides."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from approvals.deciding_forms import LinkForm
from approvals.permissions import can_decide
from approvals.services import link_tokens, links
from approvals.views.reading import panel_context, visible_request
from etech_ai import web
from etech_ai.verdicts import Refused
from people.decorators import open_to_staff


@open_to_staff
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decision_link(request: web.HtmxRequest, token: str) -> HttpResponse:
    """The facts and the move that the mail proposed. 404 forged, 403 somebody else's, 410 used or expired."""
    try:
        opened = links.read(token, by=request.user, now=timezone.now())
        form = LinkForm(request.POST or None, initial={"move": opened.move})
        if request.method == "POST" and _decided(request, opened, form):
            messages.success(request, _("%(reference)s : votre décision est prise.") % _named(opened))
            return web.see_other(reverse("approvals:inbox"))
    except link_tokens.Forged:
        raise Http404 from None
    except links.NotYours:
        return web.render_page(
            request, "approvals/link_refused_page.html", {"is_elsewhere": True}, status=403
        )
    except links.Over as over:
        shown = {"spent_at": over.spent_at, "reference": over.step.request.reference}
        return web.render_page(request, "approvals/link_refused_page.html", shown, status=410)
    found = visible_request(request.user, opened.step.request.reference)
    context = panel_context(request.user, found, timezone.localdate())
    context |= {"form": form, "may_decide": can_decide(request.user, opened.step)}
    status = 422 if form.errors else 200
    return web.render_page(request, "approvals/link_page.html", context, status=status)


def _decided(request: web.HtmxRequest, opened: links.Opened, form: LinkForm) -> bool:
    if not form.is_valid():
        return False
    try:
        links.decide(opened, by=request.user, now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, _(str(refusal)))
        return False
    return True


def _named(opened: links.Opened) -> dict[str, Any]:
    return {"reference": opened.step.request.reference}
