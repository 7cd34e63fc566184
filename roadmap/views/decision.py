"""The decision register: the plan's questions, open and decided."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from etech_ai import web
from etech_ai.verdicts import Refused
from people.access import Permission
from people.decorators import open_to_staff, requires
from roadmap.forms import DecideForm, ReopenForm
from roadmap.models import Decision, DecisionQuerySet, DecisionState, Theme
from roadmap.permissions import can_decide
from roadmap.services import decisions


@require_safe
@open_to_staff
def decision_list(request: HttpRequest) -> HttpResponse:
    visible = Decision.objects.visible_to(request.user)
    found = _filtered(visible, request.GET)
    context = {
        "groups": _facets(visible, request.GET),
        "active": len(request.GET.getlist("theme")) + bool(request.GET.get("etat")),
        "page": web.paginate(request, found.for_register()),
        "total": found.count(),
        "everything": visible.count(),
        "q": request.GET.get("q", ""),
    }
    return web.render_page(request, "roadmap/decision_list_page.html", context, partial="results")


def _filtered(rows: DecisionQuerySet, query: Any) -> DecisionQuerySet:
    themes = [number for number in query.getlist("theme") if number.isdigit()]
    if themes:
        rows = rows.filter(theme__number__in=themes)
    if query.get("etat") in set(DecisionState):
        rows = rows.filter(state=query["etat"])
    for word in query.get("q", "").split():
        rows = rows.filter(Q(question__icontains=word) | Q(decision__icontains=word) | Q(ref__iexact=word))
    return rows


def _facets(rows: DecisionQuerySet, query: Any) -> list[dict[str, Any]]:
    states = dict(rows.values_list("state").annotate(Count("pk")).order_by())
    themes = Theme.objects.annotate(questions=Count("decisions")).order_by("number")
    return [
        {
            "legend": _("État"), "name": "etat", "radio": True,
            "options": [
                {"value": s.value, "label": _(s.label), "count": states.get(s.value, 0),
                 "checked": query.get("etat") == s.value}
                for s in DecisionState
            ],
        },
        {
            "legend": _("Thème"), "name": "theme", "radio": False,
            "options": [
                {"value": t.number, "label": str(t), "count": t.questions,
                 "checked": str(t.number) in query.getlist("theme")}
                for t in themes
            ],
        },
    ]  # fmt: skip


@require_safe
@open_to_staff
def decision_sheet(request: HttpRequest, ref: str) -> HttpResponse:
    decision = _fetch(request, ref)
    return _sheet(request, decision, DecideForm(), ReopenForm())


def _fetch(request: HttpRequest, ref: str) -> Decision:
    return get_object_or_404(Decision.objects.visible_to(request.user).for_register(), ref=ref)


def _sheet(
    request: HttpRequest, decision: Decision, decide: DecideForm, reopen: ReopenForm, status: int = 200
) -> HttpResponse:  # fmt: skip
    context = {
        "decision": decision,
        "siblings": Decision.objects.filter(theme=decision.theme).exclude(pk=decision.pk).order_by("ref"),
        "may_decide": can_decide(request.user),
        "decide_form": decide,
        "reopen_form": reopen,
    }
    return web.render_page(request, "roadmap/decision_sheet_page.html", context, status=status)


@require_POST
@requires(Permission.DECIDE_DECISIONS)
def decision_decide(request: HttpRequest, ref: str) -> HttpResponse:
    decision, form = _fetch(request, ref), DecideForm(request.POST)
    if form.is_valid():
        try:
            decisions.decide(decision, **form.cleaned_data, by=request.user, today=timezone.localdate())
        except Refused as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return _sheet(request, decision, form, ReopenForm(), status=422)
    messages.success(request, _("La décision est écrite au registre."))
    return web.see_other(reverse("roadmap:decision_sheet", args=[ref]))


@require_POST
@requires(Permission.DECIDE_DECISIONS)
def decision_reopen(request: HttpRequest, ref: str) -> HttpResponse:
    decision, form = _fetch(request, ref), ReopenForm(request.POST)
    if form.is_valid():
        try:
            decisions.reopen(decision, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refusal:
            form.add_error(None, str(refusal))
    if form.errors:
        return _sheet(request, decision, DecideForm(), form, status=422)
    messages.success(request, _("La question est reprise ; l’ancienne décision reste dans l’historique."))
    return web.see_other(reverse("roadmap:decision_sheet", args=[ref]))
