"""Deciding several requests at once: a confirmation that lists them, then the decisions."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from approvals import desk
from approvals.deciding_forms import BulkForm
from approvals.models import Step
from approvals.services import bulk
from approvals.views.inbox import inbox_url
from approvals.workflow import Move
from etech_ai import web
from people.decorators import open_to_staff

MOST = 50
"""As many as a page of the inbox holds."""


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def decide_many(request: web.HtmxRequest) -> HttpResponse:
    """GET lists what would be decided and what is skipped, with why; POST decides."""
    form = BulkForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        messages.warning(request, _("Cochez d’abord les demandes à décider ensemble."))
        return web.see_other(inbox_url(request))
    steps = _steps(request, form)
    if request.method != "POST":
        return _confirm(request, form, steps)
    move = Move(form.cleaned_data["move"])
    if move is Move.REFUSE and not form.cleaned_data["message"].strip():
        form.add_error("message", _("Donnez la raison du refus : elle part à chaque personne."))
        return _confirm(request, form, steps, status=422)
    return _decide(request, form, steps)


def _steps(request: web.HtmxRequest, form: BulkForm) -> list[Step]:
    """Those that the person may read, the most urgent first; others are as if they did not exist."""
    chosen = form.chosen()[:MOST]
    found = Step.objects.visible_to(request.user).filter(pk__in=chosen)
    return list(found.for_inbox().soonest_first())


def _confirm(request: web.HtmxRequest, form: BulkForm, steps: list[Step], status: int = 200) -> HttpResponse:
    move, today = Move(form.cleaned_data["move"]), timezone.localdate()
    lines = [
        {
            "line": desk.inbox_line(step, today, request.user),
            "verdict": bulk.foreseen(step, by=request.user, move=move, today=today),
        }
        for step in steps
    ]
    context: dict[str, Any] = {
        "form": form,
        "move": move,
        "taken": [line["line"] for line in lines if line["verdict"]],
        "skipped": [line for line in lines if not line["verdict"]],
    }
    return web.render_page(request, "approvals/bulk_page.html", context, status=status)


def _decide(request: web.HtmxRequest, form: BulkForm, steps: list[Step]) -> HttpResponse:
    move, message = Move(form.cleaned_data["move"]), form.cleaned_data["message"]
    outcomes = bulk.decide_many(steps, by=request.user, move=move, message=message, now=timezone.now())
    opened = sum(not outcome.refusal for outcome in outcomes) if move is Move.OPEN_ACCESS else 0
    if opened:  # decisions show with the button that takes them back
        text = ngettext("%(n)s accès ouvert.", "%(n)s accès ouverts.", opened)
        messages.success(request, text % {"n": opened})
    for outcome in outcomes:
        if outcome.refusal:
            values = {"reference": outcome.step.request.reference, "why": outcome.refusal}
            messages.warning(request, _("%(reference)s : %(why)s") % values)
    return web.see_other(inbox_url(request))
