"""A client's list of tools, for those who may see the client; and the page that registers a new one."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from compliance.permissions import can_read_terms
from compliance.services import matrices, welcomes
from compliance.welcome_forms import MOST_CLAUSES, ClauseRows, WelcomeForm, terms_of
from etech_ai import web
from etech_ai.verdicts import Refused
from people.access import Permission
from people.decorators import open_to_staff, requires
from people.models import Client
from people.views.answers import sent

ROWS = "clauses"


@open_to_staff
@require_safe
def client_tools(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """One line a plan: what it takes for this client. An unknown client is a 404, like an invisible one."""
    client = get_object_or_404(Client.objects.visible_to(request.user), slug=slug)
    matrix = matrices.build(by=request.user, client=client, today=timezone.localdate())
    context = {**_list(matrix), "client": client, "reads_terms": bool(can_read_terms(request.user, client))}
    return web.render_page(request, "compliance/client_tools_page.html", context, partial="panel")


@requires(Permission.EDIT_DATA_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def client_welcome(request: web.HtmxRequest) -> HttpResponse:
    """The « nouveau client » page. htmx posts what is being written and gets the list back; nothing is kept
    before « Enregistrer »."""
    form, rows = WelcomeForm(sent(request)), ClauseRows(_with_room(request), prefix=ROWS)
    is_drafting = bool(request.htmx) or not {"apercu", "plus"}.isdisjoint(request.POST)
    is_read = form.is_bound and form.is_valid() & rows.is_valid()
    if is_read and not is_drafting and (done := _registered(request, form, rows)):
        return done
    context = {"form": form, "rows": rows, "is_drafting": is_drafting, **_previewed(request, form, rows)}
    status = 422 if form.is_bound and not is_drafting else 200
    return web.render_page(
        request, "compliance/client_welcome_page.html", context, partial="list", status=status
    )


def _with_room(request: web.HtmxRequest) -> QueryDict | None:
    """What was posted; with « Ajouter », room for two more clauses."""
    data = sent(request)
    if data is None or "plus" not in data:
        return data
    name = f"{ROWS}-TOTAL_FORMS"
    count = str(data.get(name, ""))
    if not (count.isascii() and count.isdecimal()):
        return data
    wider = data.copy()
    wider[name] = str(min(int(count[:4]) + 2, MOST_CLAUSES))
    return wider


def _registered(request: web.HtmxRequest, form: WelcomeForm, rows: Any) -> HttpResponse | None:
    try:
        client = welcomes.welcome(form.newcomer(terms_of(rows)), by=request.user, today=timezone.localdate())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, _("%(name)s est enregistré : voici ses outils.") % {"name": client})
    return web.see_other(reverse("compliance:client_tools", args=[client.slug]))


def _previewed(request: web.HtmxRequest, form: WelcomeForm, rows: Any) -> dict[str, Any]:
    """The list from what can be read so far, or the sentence that says what cannot."""
    newcomer = form.newcomer(terms_of(rows)) if form.is_bound else welcomes.Newcomer("", "")
    try:
        matrix = welcomes.preview(newcomer, by=request.user, today=timezone.localdate())
    except Refused as refusal:
        return {"permitted": [], "problem": str(refusal)}
    return _list(matrix)


def _list(matrix: matrices.Matrix) -> dict[str, Any]:
    return {"matrix": matrix, "permitted": matrices.permitted(matrix)}
