"""« À revoir »: approvals whose facts have changed, confirmed or ended on one screen."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from approvals import checks, desk
from approvals.forms import SettleForm
from approvals.models import Reopening
from approvals.permissions import can_settle
from approvals.services import reopenings
from approvals.workflow import Decider
from etech_ai import web
from people.decorators import open_to_staff


@open_to_staff
@require_safe
def reopening_list(request: web.HtmxRequest) -> HttpResponse:
    """What waits for the person, one line per plan or use case that changed."""
    context = {"causes": desk.causes(request.user)}
    return web.render_page(request, "approvals/reopening_list_page.html", context)


@open_to_staff
@require_safe
def reopening_sheet(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Before and after, who changed it, and the approvals concerned."""
    found = _visible(request, pk)
    screen = desk.screen(found, request.user, timezone.localdate())
    return _page(request, screen, SettleForm(choices=()))


@open_to_staff
@require_POST
def reopening_confirm(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """« Toujours valable », for those that are ticked."""
    screen, form, picked = _read(request, pk)
    if not form.is_valid():
        return _page(request, screen, form, status=422)
    seen = {row: form.seen(row.pk) for row in picked}
    said = reopenings.confirm_all(seen, by=request.user, now=timezone.now())
    done = ngettext("Un accord confirmé.", "%(n)s accords confirmés.", said.get("", 0))
    return _answer(request, screen, form, said, done)


@open_to_staff
@require_POST
def reopening_end(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """End what the ticked approvals granted, for a reason."""
    screen, form, picked = _read(request, pk)
    if not form.is_valid():
        return _page(request, screen, form, status=422)
    reason = form.cleaned_data["reason"]
    said = reopenings.end_all(picked, by=request.user, reason=reason, now=timezone.now())
    done = ngettext("Un accord terminé.", "%(n)s accords terminés.", said.get("", 0))
    return _answer(request, screen, form, said, done)


def _visible(request: web.HtmxRequest, pk: int) -> Reopening:
    return get_object_or_404(Reopening.objects.visible_to(request.user).for_display(), pk=pk)


def _read(request: web.HtmxRequest, pk: int) -> tuple[desk.Screen, SettleForm, list[Reopening]]:
    screen = desk.screen(_visible(request, pk), request.user, timezone.localdate())
    form = SettleForm(request.POST, choices=[row.pk for row in screen.alike])
    picked = form.cleaned_data["picked"] if form.is_valid() else []
    return screen, form, [row for row in screen.alike if row.pk in picked]


def _answer(
    request: web.HtmxRequest, screen: desk.Screen, form: SettleForm, said: Mapping[str, int], done: str
) -> HttpResponse:
    """All done: back to the list. Anything refused: the page again, with what was refused and why."""
    refused = {reason: number for reason, number in said.items() if reason}
    if said.get(""):
        messages.success(request, done % {"n": said[""]})
    if not refused:
        return web.see_other(reverse("approvals:reopening_list"))
    for reason in refused:
        form.add_error(None, _(reason))
    found = _visible(request, screen.reopening.pk)
    return _page(request, desk.screen(found, request.user, timezone.localdate()), form, status=422)


def _page(request: web.HtmxRequest, screen: desk.Screen, form: SettleForm, status: int = 200) -> HttpResponse:
    found, today = screen.reopening, timezone.localdate()
    context: dict[str, Any] = {
        "screen": screen,
        "found": found,
        "form": form,
        "may_settle": can_settle(request.user, found),
        "may_confirm": checks.can_stand(found.request, Decider(found.role), today) if found.is_open else None,
        "rows": [(row, desk.title_of(row.request), screen.seen[row.request_id]) for row in screen.alike],
    }
    return web.render_page(request, "approvals/reopening_sheet_page.html", context, status=status)
