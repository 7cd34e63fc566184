"""« À décider »: the list, the panel of one request, the decision."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import desk
from approvals.forms import DecisionForm
from approvals.models import Request, Step
from approvals.services import requests
from approvals.views.reading import panel_context, visible_request
from approvals.workflow import Move
from etech_ai import web
from etech_ai.enums import gettext_noop
from etech_ai.verdicts import Refused
from people.decorators import open_to_staff
from people.models import Notification

DONE = {
    Move.APPROVE: gettext_noop("%(reference)s est approuvée."),
    Move.REFUSE: gettext_noop("%(reference)s est refusée. La personne est prévenue."),
    Move.ASK: gettext_noop("La précision est demandée pour %(reference)s."),
    Move.OPEN_ACCESS: gettext_noop("L’accès de %(reference)s est ouvert. La personne est prévenue."),
}


@open_to_staff
@require_safe
def inbox(request: web.HtmxRequest) -> HttpResponse:
    """What waits for the person; the panel shows the first. `?vue=decidees`: what they decided."""
    if request.GET.get("vue") == "decidees":
        steps = desk.decided_by(request.user)
        decided = [{"step": step, "title": desk.title_of(step.request)} for step in steps]
        shown = {"decided": decided, "count": desk.decide_count(request.user)}
        return web.render_page(request, "approvals/decided_page.html", shown)
    context = _lists(request)
    lines = [*context["waiting"], *context["locked"]]
    if lines:
        opened = visible_request(request.user, lines[0].request.reference)
        context |= _panel(request, opened, DecisionForm())
    return web.render_page(request, "approvals/inbox_page.html", context)


@open_to_staff
@require_safe
def inbox_item(request: web.HtmxRequest, reference: str) -> HttpResponse:
    """One request to decide, beside the list."""
    found = visible_request(request.user, reference)
    context = _lists(request) | _panel(request, found, DecisionForm())
    return web.render_page(request, "approvals/inbox_page.html", context, partial="detail")


@open_to_staff
@require_POST
def request_decide(request: web.HtmxRequest, reference: str) -> HttpResponse:
    """Approve, refuse, ask a precision, confirm an access. A refusal keeps what was typed and says why."""
    form = DecisionForm(request.POST)
    if form.is_valid():
        try:
            return _decide(request, reference, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, _(str(refusal)))
    found = visible_request(request.user, reference)
    context = _lists(request) | _panel(request, found, form)
    return web.render_page(request, "approvals/inbox_page.html", context, status=422)


@open_to_staff
@require_safe
def nav_counts(request: web.HtmxRequest) -> HttpResponse:
    """The counts of the menu and the bell, swapped out of band into every page."""
    unread = Notification.objects.visible_to(request.user).unread().count()
    context = {"waiting": desk.decide_count(request.user), "unread": unread}
    return web.render_page(request, "approvals/nav_counts.html", context)


def _decide(request: web.HtmxRequest, reference: str, chosen: dict[str, Any]) -> HttpResponse:
    theirs = Step.objects.visible_to(request.user).filter(request__reference=reference)
    step = get_object_or_404(theirs, pk=chosen["step"])
    move = Move(chosen["move"])
    requests.decide(step, by=request.user, move=move, message=chosen["message"], now=timezone.now())
    messages.success(request, _(DONE[move]) % {"reference": reference})
    return web.see_other(reverse("approvals:inbox"))


def _lists(request: web.HtmxRequest) -> dict[str, Any]:
    today = timezone.localdate()
    waiting = desk.to_decide(request.user, today)
    return {
        "waiting": waiting,
        "soon": [line for line in waiting if line.is_soon],
        "later": [line for line in waiting if not line.is_soon],
        "locked": desk.locked(request.user, today),
        "count": len(waiting),
    }


def _panel(request: web.HtmxRequest, found: Request, form: DecisionForm) -> dict[str, Any]:
    return panel_context(request.user, found, timezone.localdate()) | {"form": form}
