"""Following: my requests, the sheet of one, its thread; answering and withdrawing."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from approvals import desk
from approvals.forms import AttachmentForm, MessageForm
from approvals.models import Request
from approvals.permissions import can_answer, can_attach, can_leave_line, can_withdraw
from approvals.services import requests
from approvals.views.reading import sheet_context, visible_request
from etech_ai import web
from etech_ai.enums import gettext_noop
from etech_ai.verdicts import Refused
from people.decorators import open_to_staff

FILTERS = (
    ("", gettext_noop("Toutes")),
    ("open", gettext_noop("En cours")),
    ("clarification", gettext_noop("Précision demandée")),
    ("approved", gettext_noop("Approuvées")),
    ("refused", gettext_noop("Refusées")),
    ("withdrawn", gettext_noop("Annulées")),
)
PER_PAGE = 25


@open_to_staff
@require_safe
def request_list(request: web.HtmxRequest) -> HttpResponse:
    """The requests that the person made, or that were made for them."""
    chosen = request.GET.get("etat", "")
    rows = _filtered(Request.objects.visible_to(request.user).concerning(request.user), chosen)
    page = web.paginate(request, rows.newest_first().for_display().prefetch_related("steps"), PER_PAGE)
    today = timezone.localdate()
    context = {
        "page": page,
        "lines": [desk.line(row, today) for row in page],
        "filters": FILTERS,
        "chosen": chosen,
    }
    return web.render_page(request, "approvals/list_page.html", context, partial="results")


def _filtered(rows: Any, chosen: str) -> Any:
    if chosen == "open":
        return rows.open()
    known = [value for value, _label in FILTERS if value]
    return rows.filter(state=chosen) if chosen in known else rows


@open_to_staff
@require_safe
def request_sheet(request: web.HtmxRequest, reference: str) -> HttpResponse:
    """Where a request stands, who holds it, what was said."""
    return sheet_page(request, visible_request(request.user, reference))


@open_to_staff
@require_POST
def request_answer(request: web.HtmxRequest, reference: str) -> HttpResponse:
    """The requester gives the precision."""
    found = visible_request(request.user, reference)
    return _write(request, found, requests.answer_precision, "message", _("Votre réponse est partie."))


@open_to_staff
@require_POST
def request_comment(request: web.HtmxRequest, reference: str) -> HttpResponse:
    """A line in the thread."""
    found = visible_request(request.user, reference)
    return _write(request, found, requests.comment, "text", _("Votre commentaire est ajouté."))


@open_to_staff
@require_POST
def request_withdraw(request: web.HtmxRequest, reference: str) -> HttpResponse:
    """The requester no longer asks."""
    found = visible_request(request.user, reference)
    try:
        requests.withdraw(found, by=request.user, now=timezone.now())
    except Refused as refusal:
        messages.error(request, _(str(refusal)))
    else:
        messages.success(request, _("%(reference)s est annulée.") % {"reference": found.reference})
    return web.see_other(reverse("approvals:request_sheet", args=[reference]))


def _write(request: web.HtmxRequest, found: Request, act: Any, name: str, done: str) -> HttpResponse:
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            act(found, by=request.user, now=timezone.now(), **{name: form.cleaned_data["text"]})
        except Refused as refusal:
            form.add_error(None, _(str(refusal)))
        else:
            messages.success(request, done)
            return web.see_other(reverse("approvals:request_sheet", args=[found.reference]))
    return sheet_page(request, found, form=form, status=422)


def sheet_page(
    request: web.HtmxRequest,
    found: Request,
    *,
    form: MessageForm | None = None,
    file_form: AttachmentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The sheet, with what was typed when something was wrong with it."""
    context = sheet_context(request.user, found, timezone.localdate())
    context |= {
        "form": form or MessageForm(),
        "file_form": file_form or AttachmentForm(),
        "may_attach": can_attach(request.user, found),
        "callable_people": desk.callable_people(found, request.user),
        "may_answer": can_answer(request.user, found),
        "may_withdraw": can_withdraw(request.user, found),
        "may_leave_line": can_leave_line(request.user, found),
    }
    return web.render_page(request, "approvals/sheet_page.html", context, status=status)
