"""« À décider »: the list, the panel of one request, the decision, and taking it back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import desk
from approvals.deciding_forms import DecisionForm, InboxFilterForm, StepsForm
from approvals.models import Request, Step, StepQuerySet
from approvals.services import requests, undoing
from approvals.views.reading import panel_context, visible_request
from approvals.workflow import Move, Task
from etech_ai import web
from etech_ai.enums import gettext_noop
from etech_ai.verdicts import Refused
from people.decorators import open_to_staff

OPENED = gettext_noop("L’accès de %(reference)s est ouvert. La personne est prévenue.")
PER_PAGE = 50


@open_to_staff
@require_safe
def inbox(request: web.HtmxRequest) -> HttpResponse:
    """What waits for the person; the panel shows the first.

    `?vue=decidees`: what they decided; `?vue=toutes`: everything that waits and that they may read.
    """
    if request.GET.get("vue") == "decidees":
        steps = desk.decided_by(request.user)
        decided = [{"step": step, "title": desk.title_of(step.request)} for step in steps]
        shown = {"decided": decided, "count": desk.decide_count(request.user)}
        return web.render_page(request, "approvals/decided_page.html", shown)
    context = _lists(request)
    lines = [*context["lines"], *context["locked"]]
    if lines:
        opened = visible_request(request.user, lines[0].request.reference)
        context |= _panel(request, opened, DecisionForm())
    return web.render_page(request, "approvals/inbox_page.html", context)


@open_to_staff
@require_safe
def inbox_item(request: web.HtmxRequest, reference: str) -> HttpResponse:
    """One request to decide, beside the list; alone when htmx opens it."""
    found = visible_request(request.user, reference)
    lists = {} if request.htmx and not request.htmx.history_restore_request else _lists(request)
    context = lists | _panel(request, found, DecisionForm())
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
@require_POST
def decision_undo(request: web.HtmxRequest) -> HttpResponse:
    """Take back one's decisions of the last thirty seconds: one, or all those of a bulk decision."""
    form = StepsForm(request.POST)
    steps = Step.objects.visible_to(request.user).filter(pk__in=form.chosen())
    for step in steps.select_related("request").order_by("pk"):
        reference = step.request.reference
        try:
            undoing.undo(step, by=request.user, now=timezone.now())
        except Refused as refusal:
            values = {"reference": reference, "why": _(str(refusal))}
            messages.error(request, _("%(reference)s : %(why)s") % values)
        else:
            text = _("%(reference)s : votre décision est annulée, personne n’en a été prévenu.")
            messages.success(request, text % {"reference": reference})
    return web.see_other(inbox_url(request))


@open_to_staff
@require_safe
def nav_counts(request: web.HtmxRequest) -> HttpResponse:
    """The counts of the menu and the bell, swapped out of band into every page."""
    waiting, unread = desk.menu_counts(request.user)
    context = {"waiting": waiting, "unread": unread}
    return web.render_page(request, "approvals/nav_counts.html", context)


def inbox_url(request: web.HtmxRequest) -> str:
    """The inbox as it was narrowed, to come back to."""
    query = request.GET.urlencode()
    return reverse("approvals:inbox") + (f"?{query}" if query else "")


def _decide(request: web.HtmxRequest, reference: str, chosen: dict[str, Any]) -> HttpResponse:
    theirs = Step.objects.visible_to(request.user).filter(request__reference=reference)
    step = get_object_or_404(theirs, pk=chosen["step"])
    move = Move(chosen["move"])
    said = {name: chosen[name] for name in ("message", "conditions")}
    requests.decide(step, by=request.user, move=move, now=timezone.now(), **said)
    if move is Move.OPEN_ACCESS:  # the others show with the button that takes them back
        messages.success(request, _(OPENED) % {"reference": reference})
    return web.see_other(inbox_url(request))


def _lists(request: web.HtmxRequest) -> dict[str, Any]:
    """The page of lines, own requests, what may be undone, and the filters."""
    user, now, today = request.user, timezone.now(), timezone.localdate()
    form = InboxFilterForm(request.GET)
    wanted, view = form.wanted(), request.GET.get("vue", "")
    steps = wanted.among(_steps(request, view), today).for_inbox().soonest_first()
    page = web.paginate(request, steps, PER_PAGE)
    mine = _mine(request, page) if view == "toutes" else None
    query = request.GET.urlencode()
    return {
        "page": page,
        "lines": [
            desk.inbox_line(step, today, user, is_locked=mine is not None and step.pk not in mine)
            for step in page
        ],
        "opens_access": any(step.task == Task.PROVISION for step in page),
        "locked": [] if view or page.number > 1 else desk.locked(user, today, wanted),
        "count": page.paginator.count,
        "view": view,
        "wanted": wanted,
        "filters": form,
        "query": f"?{query}" if query else "",
        "undoable": desk.undoable(user, now),
    }


def _steps(request: web.HtmxRequest, view: str) -> StepQuerySet:
    if view == "toutes":
        return Step.objects.waiting().visible_to(request.user)
    return Step.objects.to_decide_by(request.user)


def _mine(request: web.HtmxRequest, page: Any) -> set[int]:
    shown = [step.pk for step in page]
    return set(Step.objects.to_decide_by(request.user).filter(pk__in=shown).values_list("pk", flat=True))


def _panel(request: web.HtmxRequest, found: Request, form: DecisionForm) -> dict[str, Any]:
    query = request.GET.urlencode()
    panel = panel_context(request.user, found, timezone.localdate())
    return panel | {"form": form, "query": f"?{query}" if query else ""}
