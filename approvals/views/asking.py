"""Asking: choose what, write why, see the checks and who decides, send."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from approvals import checks, desk
from approvals.forms import AskForm, ExceptionForm, KeyForm, PlanForm, QuotaForm, SeatForm, ToolForm
from approvals.services import requests
from approvals.views.prefill import starting_data
from approvals.workflow import Kind
from catalog.enums import Pricing
from catalog.models import ApiKeySheet, Plan
from catalog.models.tool import ASKABLE
from etech_ai import web
from etech_ai.verdicts import Refused
from people.decorators import open_to_staff
from usecases.models import UseCase
from usecases.vocabulary import UseCaseStatus

BY_GROUP = (Kind.LICENCE, Kind.TOOL_ACCESS)
"""The kinds that can be asked for several people at once."""
EURO = "EUR"
"""The currency of a cap where the plan has none."""


@open_to_staff
@require_safe
def request_choose(request: web.HtmxRequest) -> HttpResponse:
    """What can be asked for: the offered plans, a new tool, the validation of one's use cases."""
    plans = Plan.objects.visible_to(request.user).offered().filter(tool__decision__in=ASKABLE)
    plans = plans.select_related("tool__vendor").order_by("tool__name", "name")
    askable = (UseCaseStatus.CLASSIFIED.value, UseCaseStatus.REFUSED.value)
    use_cases = UseCase.objects.owned_by(request.user).filter(status__in=askable)
    context = {
        "plans": plans,
        "key_plans": plans.filter(pricing=Pricing.USAGE),
        "use_cases": use_cases.exclude(outcome="prohibited").order_by("-updated_on", "pk"),
    }
    return web.render_page(request, "approvals/choose_page.html", context)


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """A seat of a plan, or an access where the plan has no seats."""
    plan = _plan(request, slug)
    kind = Kind.LICENCE if plan.pricing == Pricing.SEAT else Kind.TOOL_ACCESS
    form = _form(request, SeatForm if kind is Kind.LICENCE else PlanForm)
    what = _("un siège") if kind is Kind.LICENCE else _("un accès")
    heading = _("Demander %(what)s %(tool)s") % {"what": what, "tool": plan.tool}
    return _answer(request, form, kind, {"plan": plan}, heading, "approvals/plan_form_page.html")


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def request_exception(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """An exception to the data rules, for a project and a time."""
    plan = _plan(request, slug)
    form = _form(request, ExceptionForm)
    heading = _("Demander une exception de données pour %(tool)s") % {"tool": plan.tool}
    return _answer(
        request, form, Kind.DATA_EXCEPTION, {"plan": plan}, heading, "approvals/plan_form_page.html"
    )


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def request_key(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """A key for a plan that is paid for as it is used."""
    plan = _plan(request, slug)
    form = _form(request, KeyForm)
    heading = _("Demander une clé d’API %(tool)s") % {"tool": plan.tool}
    target = {"plan": plan, "currency": plan.currency or EURO}
    return _answer(request, form, Kind.API_KEY, target, heading, "approvals/plan_form_page.html")


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def request_quota(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """A higher monthly cap for one's own key."""
    mine = ApiKeySheet.objects.visible_to(request.user).filter(owner=request.user)
    sheet = get_object_or_404(mine.for_list(), pk=pk)
    form = _form(request, QuotaForm)
    heading = _("Demander un plafond plus haut pour la clé %(key)s") % {"key": sheet.at}
    target = {"plan": sheet.plan, "api_key": sheet, "currency": sheet.currency}
    return _answer(request, form, Kind.QUOTA, target, heading, "approvals/quota_form_page.html")


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def request_tool(request: web.HtmxRequest) -> HttpResponse:
    """A tool that is not in the catalogue."""
    form = _form(request, ToolForm)
    heading = _("Proposer un nouvel outil")
    return _answer(request, form, Kind.NEW_TOOL, {}, heading, "approvals/tool_form_page.html")


@open_to_staff
@require_http_methods(["GET", "HEAD", "POST"])
def request_usecase(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """The validation of a use case, by its owner."""
    use_case = get_object_or_404(UseCase.objects.owned_by(request.user), slug=slug)
    form = _form(request, AskForm)
    heading = _("Demander la validation de « %(title)s »") % {"title": use_case.title}
    return _answer(
        request, form, Kind.USE_CASE, {"use_case": use_case}, heading, "approvals/usecase_form_page.html"
    )


def _plan(request: web.HtmxRequest, slug: str) -> Plan:
    return get_object_or_404(Plan.objects.visible_to(request.user).select_related("tool__vendor"), slug=slug)


def _form(request: web.HtmxRequest, form_class: type[AskForm]) -> Any:
    """Bound to what was posted; on GET to the query string, so that live checks read what is written."""
    data = request.POST if request.method == "POST" else starting_data(request)
    return form_class(data, user=request.user)


def _answer(
    request: web.HtmxRequest, form: AskForm, kind: Kind, target: dict[str, Any], heading: str, template: str
) -> HttpResponse:
    """Send on POST; else the form with its live panel. GET never shows errors: one is still writing."""
    status = 200
    is_read = form.is_valid()
    if request.method == "POST":
        if is_read and (sent := _send(request, form, kind, target)):
            return sent
        status = 422
    context = {"form": form, "heading": heading, "kind": kind, "is_posted": request.method == "POST"}
    context["leads_a_team"] = kind in BY_GROUP and request.user.teams_led.exists()
    context |= target | _former(form) | _panel(request, form, kind, target)
    if request.method != "POST":
        context["form"] = type(form)(initial=_initial(form), user=request.user)
    return web.render_page(request, template, context, partial="live", status=status)


def _former(form: AskForm) -> dict[str, Any]:
    """The request that this one extends or takes up again."""
    what = form.what()
    return {"former": what.get("extends") or what.get("redoes"), "is_longer": "extends" in what}


def _send(request: web.HtmxRequest, form: AskForm, kind: Kind, target: dict[str, Any]) -> HttpResponse | None:
    try:
        sent = requests.submit(
            kind, by=request.user, now=timezone.now(), key=form.cleaned_data["key"], **target, **form.what()
        )
    except Refused as refusal:
        form.add_error(None, _(str(refusal)))
        return None
    done = (
        _("%(reference)s est accordée dès l’envoi.")
        if sent.granted_by_rule
        else _("%(reference)s est partie.")
    )
    messages.success(request, done % {"reference": sent.reference})
    return web.see_other(reverse("approvals:request_sheet", args=[sent.reference]))


def _panel(request: web.HtmxRequest, form: AskForm, kind: Kind, target: dict[str, Any]) -> dict[str, Any]:
    what = {"beneficiary": request.user, **target, **form.what()}
    proposal = checks.Proposal(kind=kind, requester=request.user, **what)
    preview = checks.preview(proposal, timezone.localdate())
    return {"preview": preview, "steps": desk.path_items(preview.path, preview.rule)}


def _initial(form: AskForm) -> dict[str, Any]:
    """What the form was given to start from, as the start of an empty one."""
    read = getattr(form, "cleaned_data", {})
    return {name: read[name] for name in form.data if name != "key" and read.get(name) not in (None, "")}
