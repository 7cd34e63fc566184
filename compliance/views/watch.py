"""What changes around us: the list, one item with its conclusion, the rota."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance import permissions
from compliance.models import SourceStatus, WatchDuty, WatchItem, WatchKind
from compliance.services import watch
from compliance.watch_forms import (
    ConclusionForm,
    HandOverForm,
    ReassignForm,
    TurnForm,
    WatchFilterForm,
    WatchForm,
)
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
    first, last = watch.next_turn(timezone.localdate())
    return _list_page(request, TurnForm(initial={"starts_on": first, "ends_on": last}))


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
def watch_hand_over(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Give a turn to somebody else: a page of its own, short."""
    duty = get_object_or_404(WatchDuty.objects.select_related("person"), pk=pk)
    verdict = permissions.can_set_rota(request.user)
    if not verdict:
        messages.error(request, verdict.reason)
        return web.see_other(reverse("compliance:watch_list"))
    form = HandOverForm(sent(request), initial={"person": duty.person})
    today = timezone.localdate()
    if request.method == "POST" and accepted(
        form, lambda data: watch.hand_over(duty, to=data["person"], by=request.user, today=today)
    ):
        messages.success(request, _("Le tour de veille est confié."))
        return web.see_other(reverse("compliance:watch_list"))
    context = {"form": form, "duty": duty}
    status = 422 if form.is_bound else 200
    return web.render_page(request, "compliance/watch_turn_page.html", context, status=status)


@open_to_staff  # type: ignore[arg-type]
@require_safe
def watch_export(request: web.HtmxRequest, form: str) -> HttpResponseBase:
    """The list as filtered, in its order."""
    head = [_("Changement"), _("Nature"), _("Statut"), _("Source"), _("Adresse"), _("Publié le"), _("Touche")]
    head += [_("Qui lit"), _("À lire avant le"), _("Lu le"), _("Ce que cela change pour Etech")]
    found = WatchFilterForm(request.GET).narrow(WatchItem.objects.for_list(), request.user)
    return web.download(form, _("veille"), head, (_cells(item) for item in found))


def _cells(item: WatchItem) -> list[str]:
    days = (item.published_on, item.due_on, item.read_on)
    published, due, read = (day.isoformat() if day else "" for day in days)
    return [
        item.title, _(WatchKind(item.kind).label), _(SourceStatus(item.status).label), item.source, item.url,
        published, item.touches, item.reader.full_name, due, read, item.conclusion,
    ]  # fmt: skip


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
    return _sheet_page(request, item, form, _reassign_form(item))


@open_to_staff
@require_POST
def watch_reassign(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Somebody else reads it, or for another day."""
    item = get_object_or_404(WatchItem.objects.select_related("reader"), pk=pk)
    form, today = ReassignForm(request.POST), timezone.localdate()
    if accepted(form, lambda data: watch.reassign(item, by=request.user, today=today, **data)):
        messages.success(
            request, _("La lecture est confiée à %(who)s.") % {"who": form.cleaned_data["reader"]}
        )
        return web.see_other(watch.address(item))
    return _sheet_page(request, item, ConclusionForm(), form)


def _sheet_page(
    request: web.HtmxRequest, item: WatchItem, form: ConclusionForm, reassign: ReassignForm
) -> HttpResponse:
    context = {
        "line": _line(item),
        "form": form,
        "reassign": reassign,
        "can_conclude": not item.read_on and permissions.can_conclude_watch(request.user, item),
        "can_reassign": not item.read_on and permissions.can_set_rota(request.user),
    }
    status = 422 if form.is_bound or reassign.is_bound else 200
    return web.render_page(request, "compliance/watch_sheet_page.html", context, status=status)


def _reassign_form(item: WatchItem) -> ReassignForm:
    return ReassignForm(initial={"reader": item.reader, "due_on": item.due_on})


def _list_page(request: web.HtmxRequest, turn: TurnForm, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    filters = WatchFilterForm(request.GET)
    page = web.paginate(request, filters.narrow(WatchItem.objects.for_list(), request.user))
    context = {
        "filters": filters,
        "page": page,
        "rows": [_line(item) for item in page.object_list],
        "on_duty": watch.on_duty(today),
        "next_week": watch.on_duty(today + dt.timedelta(days=7)),
        "query": request.GET.urlencode(),
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
