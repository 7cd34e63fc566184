"""What changes around us: the list, one item with its conclusion, the rota."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance import permissions
from compliance.models import SourceStatus, WatchDuty, WatchItem
from compliance.services import watch
from compliance.watch_forms import ConclusionForm, TurnForm, WatchFilterForm, WatchForm
from etech_ai import web
from people.decorators import open_to_staff
from people.models import User
from people.views.answers import accepted, sent

TURNS = 8
STATUS_BADGES = {
    SourceStatus.BINDING: ("danger", "gavel"),
    SourceStatus.PROVISIONAL: ("caution", "hourglass"),
    SourceStatus.GUIDANCE: ("info", "book-2"),
    SourceStatus.UNVERIFIED: ("neutral", "help-circle"),
}


@open_to_staff
@require_safe
def watch_list(request: web.HtmxRequest) -> HttpResponse:
    """What is to read and what was read, filtered by nature, status and reader."""
    return _list_page(request, TurnForm())


@open_to_staff
@require_POST
def watch_turn(request: web.HtmxRequest) -> HttpResponse:
    """Give somebody a turn of the rota."""
    form = TurnForm(request.POST)
    if accepted(form, lambda data: watch.take_turn(by=request.user, **data)):
        messages.success(request, _("Le tour de veille est fixé."))
        return web.see_other(reverse("compliance:watch_list"))
    return _list_page(request, form, status=422)


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def watch_new(request: web.HtmxRequest) -> HttpResponse:
    """Record a text or a change to read."""
    today = timezone.localdate()
    verdict = permissions.can_record_watch(request.user, watch.on_duty(today))
    if not verdict:
        messages.error(request, verdict.reason)
        return web.see_other(reverse("compliance:watch_list"))
    form = WatchForm(sent(request))
    made: list[WatchItem] = []
    if request.method == "POST" and accepted(
        form, lambda data: made.append(watch.record(by=request.user, today=today, **data))
    ):
        messages.success(request, _("La lecture est confiée à %(who)s.") % {"who": made[0].reader.full_name})
        return web.see_other(watch.address(made[0]))
    context = {"form": form, "people": _people(), "on_duty": watch.on_duty(today)}
    status = 422 if form.is_bound else 200
    return web.render_page(request, "compliance/watch_form_page.html", context, status=status)


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def watch_sheet(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """One item; its reader says here what it changes."""
    item = get_object_or_404(WatchItem.objects.select_related("reader"), pk=pk)
    form = ConclusionForm(sent(request))
    if request.method == "POST" and accepted(
        form,
        lambda data: watch.conclude(item, by=request.user, today=timezone.localdate(), **data),
    ):
        messages.success(request, _("La lecture est conclue."))
        return web.see_other(watch.address(item))
    context = {
        "line": _line(item),
        "form": form,
        "can_conclude": not item.read_on and permissions.can_conclude_watch(request.user, item),
    }
    status = 422 if form.is_bound else 200
    return web.render_page(request, "compliance/watch_sheet_page.html", context, status=status)


def _list_page(request: web.HtmxRequest, turn: TurnForm, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    filters = WatchFilterForm(request.GET)
    page = web.paginate(request, filters.narrow(WatchItem.objects.for_list(), request.user))
    context = {
        "filters": filters,
        "page": page,
        "rows": [_line(item) for item in page.object_list],
        "on_duty": watch.on_duty(today),
        "turns": WatchDuty.objects.coming(today)[:TURNS],
        "may_record": permissions.can_record_watch(request.user, watch.on_duty(today)),
        "may_set_rota": permissions.can_set_rota(request.user),
        "turn": turn,
        "people": _people(),
    }  # fmt: skip
    return web.render_page(request, "compliance/watch_list_page.html", context, status=status)


def _line(item: WatchItem) -> dict[str, Any]:
    status = SourceStatus(item.status)
    tone, icon = STATUS_BADGES[status]
    is_late = item.read_on is None and item.due_on < timezone.localdate()
    return {"item": item, "tone": tone, "icon": icon, "status": status, "is_late": is_late}


def _people() -> Any:
    return User.objects.active().order_by("last_name", "first_name")
