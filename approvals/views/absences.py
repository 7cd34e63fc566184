"""Absences: declaring one’s own and who decides meanwhile, ending one, and all of them for administrators."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from approvals.deciding_forms import AbsenceForm
from approvals.models import Substitute
from approvals.permissions import can_declare_absence
from approvals.services import substitutes
from approvals.workflow import Kind
from etech_ai import web
from etech_ai.verdicts import Refused
from people.decorators import open_to_staff


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def absence_list(request: web.HtmxRequest) -> HttpResponse:
    """Mine, those I stand in for, and everybody's for who manages people; POST declares one."""
    form = AbsenceForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        what = form.what()
        try:
            substitutes.declare(what.pop("absent"), by=request.user, now=timezone.now(), **what)
        except Refused as refusal:
            form.add_error(None, _(str(refusal)))
        else:
            messages.success(request, _("L’absence est notée. Les deux personnes sont prévenues."))
            return web.see_other(reverse("approvals:absence_list"))
    return _list(request, form)


@open_to_staff
@require_POST
def absence_end(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """The person is back earlier, or does not leave."""
    row = get_object_or_404(Substitute.objects.visible_to(request.user), pk=pk)
    try:
        substitutes.end(row, by=request.user, today=timezone.localdate())
    except Refused as refusal:
        messages.error(request, _(str(refusal)))
    else:
        messages.success(request, _("L’absence est terminée."))
    return web.see_other(reverse("approvals:absence_list"))


def _list(request: web.HtmxRequest, form: AbsenceForm) -> HttpResponse:
    today = timezone.localdate()
    shows_past = request.GET.get("vue") == "passees"
    known = Substitute.objects.visible_to(request.user)
    current = known.not_over(today)
    rows = known.exclude(pk__in=current.values("pk")) if shows_past else current
    page = web.paginate(request, rows.for_list())
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "lines": [_line(request, row) for row in page],
        "shows_past": shows_past,
        "today": today,
    }
    return web.render_page(
        request, "approvals/absence_list_page.html", context, status=422 if form.errors else 200
    )


def _line(request: web.HtmxRequest, row: Substitute) -> dict[str, Any]:
    may_end = can_declare_absence(request.user, row.absent)
    return {"row": row, "kinds": [_(Kind(kind).label) for kind in row.kinds], "may_end": may_end}
