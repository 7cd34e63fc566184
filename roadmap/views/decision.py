"""The decision register: the plan's questions, open and decided."""

import csv
from typing import Any

from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance import trail
from etech_ai import web
from etech_ai.verdicts import Refused
from people.access import Permission
from people.decorators import open_to_staff, requires
from roadmap.forms import DecideForm, EditDecisionForm, ReopenForm, SupersedeForm
from roadmap.models import Decision, DecisionQuerySet, DecisionState, Theme
from roadmap.permissions import can_decide, can_edit
from roadmap.services import decisions

SORTS = {
    "plan": ("ref",),
    "echeance": (F("due_on").asc(nulls_last=True), "ref"),
    "revue": (F("review_on").asc(nulls_last=True), "ref"),
    "decidee": (F("decided_on").desc(nulls_last=True), "ref"),
}


@require_safe
@open_to_staff
def decision_list(request: HttpRequest) -> HttpResponse:
    visible = Decision.objects.visible_to(request.user)
    found = _filtered(visible, request.GET)
    page = web.paginate(request, found.for_register().order_by(*SORTS[_sort(request)]))
    context = {
        "groups": _facets(visible, request.GET),
        "active": sum(len(list(filter(None, request.GET.getlist(name)))) for name in FILTERS),
        "page": page,
        "total": page.paginator.count,
        "sorts": _sort_labels(),
        "sort": _sort(request),
        "query": request.GET.urlencode(),
        "everything": visible.count(),
        "q": request.GET.get("q", ""),
    }
    return web.render_page(request, "roadmap/decision_list_page.html", context, partial="results")


def _sort(request: HttpRequest) -> str:
    asked = request.GET.get("tri", "")
    return asked if asked in SORTS else "plan"


def _sort_labels() -> list[tuple[str, str]]:
    labels = (_("Ordre du plan"), _("À trancher d’abord"), _("À revoir d’abord"), _("Décidées récemment"))
    return list(zip(SORTS, labels, strict=True))


@require_safe
@open_to_staff
def decision_export(request: HttpRequest) -> HttpResponse:
    """The filtered register as CSV, as French spreadsheets open it (semicolons, byte order mark)."""
    found = _filtered(Decision.objects.visible_to(request.user), request.GET)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="decisions.csv"'
    writer = csv.writer(response, delimiter=";")
    writer.writerow(
        [_("Référence"), _("Thème"), _("Question"), _("État"), _("Responsable"), _("À trancher avant le"),
         _("Décision"), _("Décidée par"), _("Décidée le"), _("À revoir le")]
    )  # fmt: skip
    for row in found.for_register().order_by(*SORTS[_sort(request)]):
        writer.writerow([_harmless(str(cell)) for cell in _cells(row)])
    return response


def _cells(row: Decision) -> list[Any]:
    return [
        row.ref, row.theme.title, row.question, _(row.get_state_display()), row.owner or "", row.due_on or "",
        row.decision, row.decided_by, row.decided_on or "", row.review_on or "",
    ]  # fmt: skip


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet would run as a formula is quoted."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


FILTERS = ("theme", "etat", "responsable", "vue")


def _filtered(rows: DecisionQuerySet, query: Any) -> DecisionQuerySet:
    themes = [number for number in query.getlist("theme") if number.isdigit()]
    if themes:
        rows = rows.filter(theme__number__in=themes)
    if query.get("etat") in set(DecisionState):
        rows = rows.filter(state=query["etat"])
    owners = [key for key in query.getlist("responsable") if key.isdigit()]
    if owners:
        rows = rows.filter(owner__in=owners)
    if "revoir" in query.getlist("vue"):
        rows = rows.to_review(timezone.localdate())
    if "retard" in query.getlist("vue"):
        rows = rows.open().filter(due_on__lt=timezone.localdate())
    for word in query.get("q", "").split():
        rows = rows.filter(Q(question__icontains=word) | Q(decision__icontains=word) | Q(ref__iexact=word))
    return rows


def _facets(rows: DecisionQuerySet, query: Any) -> list[dict[str, Any]]:
    states = dict(rows.values_list("state").annotate(Count("pk")).order_by())
    themes = Theme.objects.annotate(questions=Count("decisions")).order_by("number")
    today = timezone.localdate()
    views = [("revoir", _("À revoir"), rows.to_review(today).count()),
             ("retard", _("Date passée"), rows.open().filter(due_on__lt=today).count())]  # fmt: skip
    owners = rows.filter(owner__isnull=False).values_list("owner", "owner__first_name", "owner__last_name")
    return [
        {"legend": _("Vue"), "name": "vue", "radio": False,
         "options": [{"value": value, "label": label, "count": n, "checked": value in query.getlist("vue")}
                     for value, label, n in views]},
        {"legend": _("Responsable"), "name": "responsable", "radio": False,
         "options": [{"value": key, "label": f"{first} {last}", "count": n,
                      "checked": str(key) in query.getlist("responsable")}
                     for key, first, last, n in owners.annotate(n=Count("pk")).order_by("owner__last_name")]},
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
    request: HttpRequest, decision: Decision, decide: DecideForm, reopen: ReopenForm, status: int = 200,
    supersede: SupersedeForm | None = None,
) -> HttpResponse:  # fmt: skip
    context = {
        "decision": decision,
        "siblings": Decision.objects.filter(theme=decision.theme).exclude(pk=decision.pk).order_by("ref"),
        "may_decide": can_decide(request.user),
        "decide_form": decide,
        "reopen_form": reopen,
        "supersede_form": supersede or SupersedeForm(),
        "may_edit": can_edit(request.user),
        "replaced_by": decision.superseded_by.order_by("ref").first(),
        "blocked": decision.items.exclude(state="dropped").order_by("starts_on", "pk"),
        "rows": trail.history(decision),
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
    messages.success(
        request, _("La question est reprise\u00a0; l’ancienne décision reste dans l’historique.")
    )
    return web.see_other(reverse("roadmap:decision_sheet", args=[ref]))


@require_POST
@requires(Permission.DECIDE_DECISIONS)
def decision_supersede(request: HttpRequest, ref: str) -> HttpResponse:
    """Ask anew what was decided; the answer leads to the new question."""
    decision, form = _fetch(request, ref), SupersedeForm(request.POST)
    if form.is_valid():
        try:
            new = decisions.supersede(decision, **form.cleaned_data, by=request.user)
            messages.success(request, _("La nouvelle question est ouverte\u00a0; l’ancienne reste lisible."))
            return web.see_other(reverse("roadmap:decision_sheet", args=[new.ref]))
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return _sheet(request, decision, DecideForm(), ReopenForm(), status=422, supersede=form)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_ROADMAP)
def decision_edit(request: HttpRequest, ref: str) -> HttpResponse:
    """Who is in charge, by when, the options and the evidence."""
    decision = _fetch(request, ref)
    initial = {"owner": decision.owner, "due_on": decision.due_on, "evidence": decision.evidence,
               "options": "\n".join(map(str, decision.options))}  # fmt: skip
    form = EditDecisionForm(request.POST or None, initial=initial)
    sheet = reverse("roadmap:decision_sheet", args=[ref])
    if form.is_valid():
        decisions.edit(decision, **form.cleaned_data, by=request.user)
        messages.success(request, _("La fiche de la question est à jour."))
        return web.see_other(sheet)
    context = {"form": form, "title": _("Préparer la décision %(ref)s") % {"ref": ref}, "back": sheet}
    status = 422 if form.errors else 200
    return web.render_page(request, "roadmap/item_form_page.html", context, status=status)
