"""The catalogue: the list with its filters, a tool's sheet, and the forms that keep it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from catalog.forms import DecisionForm, ToolForm, VendorForm
from catalog.models import PlanEvidence, Seat, Tool
from catalog.permissions import can_edit_catalogue, can_manage_seats, can_record_evidence, can_release_seat
from catalog.services import tools, vendors
from catalog.views.contracts import contracts_of
from catalog.views.exports import tools_csv
from catalog.views.filters import SORTS, Filters
from catalog.views.forms import answer_form
from catalog.views.lines import Proof, ToolLine
from catalog.views.plans import READERS
from etech_ai import web
from people.access import Permission, Role
from people.decorators import open_to_staff, requires
from people.models import User

PER_PAGE = 50


@require_GET
@open_to_staff
def tool_list(request: web.HtmxRequest) -> HttpResponse:
    """The catalogue, filtered by the address; `?format=csv` gives the same list as a file."""
    visible = Tool.objects.visible_to(request.user)
    filters = Filters.read(request.GET, timezone.localdate())
    found = filters.sorted(filters.apply(visible)).for_list()
    held = _my_seats(request)
    if request.GET.get("format") == "csv":
        return tools_csv(ToolLine.of(tool, held, filters.today) for tool in found)
    page = web.paginate(request, found, PER_PAGE)
    context = _list_context(request, filters, visible, page)
    context["lines"] = [ToolLine.of(tool, held, filters.today) for tool in page.object_list]
    return web.render_page(request, "catalog/tool_list_page.html", context, partial="answer")


def _list_context(request: web.HtmxRequest, filters: Filters, visible: QuerySet, page: Any) -> dict[str, Any]:
    return {
        "page": page,
        "total": visible.count(),
        "filters": filters,
        "groups": filters.groups(visible),
        "chips": filters.chips(request.GET),
        "sorts": SORTS,
        "export_url": _with(request, format="csv"),
        "can_edit": can_edit_catalogue(request.user),
        "today": filters.today,
    }


@require_GET
@open_to_staff
def tool_sheet(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """Everything that one needs to know before using a tool, and who to ask."""
    tools_with_offers = Tool.objects.visible_to(request.user).for_list().select_related("vendor", "owner")
    tool = get_object_or_404(tools_with_offers, slug=slug)
    today = timezone.localdate()
    line = ToolLine.of(tool, _my_seats(request), today)
    evidence = PlanEvidence.objects.filter(plan__tool=tool).for_sheet()
    context = {
        "tool": tool,
        "line": line,
        "today": today,
        "evidence": [Proof.of(proof, today) for proof in evidence],
        "champions": _champions(request.user, but_not=tool.owner),
        "my_seats": [
            {"seat": plan.held, "plan": plan.plan, "release": can_release_seat(request.user, plan.held)}
            for plan in line.plans
            if plan.held
        ],
        "can_edit": can_edit_catalogue(request.user),
        "can_prove": can_record_evidence(request.user),
        "can_read_proofs": any(request.user.may(right) for right in READERS),
        "can_manage": can_manage_seats(request.user),
        "contracts": contracts_of(line, request.user, timezone.now()),
    }
    return web.render_page(request, "catalog/tool_sheet_page.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CATALOGUE)
def tool_decide(request: web.HtmxRequest, slug: str) -> HttpResponse:
    tool = get_object_or_404(Tool.objects.visible_to(request.user), slug=slug)
    form = DecisionForm(request.POST or None, initial={"decision": tool.decision})

    def decide() -> str:
        tools.decide(tool, by=request.user, today=timezone.localdate(), **form.cleaned_data)
        messages.success(request, _("La décision sur %(tool)s est enregistrée.") % {"tool": tool})
        return reverse("catalog:tool_sheet", args=[tool.slug])

    title = _("Décider pour %(tool)s") % {"tool": tool}
    return answer_form(request, form, decide, title=title, submit=_("Enregistrer la décision"), tool=tool)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CATALOGUE)
def tool_new(request: web.HtmxRequest) -> HttpResponse:
    form = ToolForm(request.POST or None)

    def add() -> str:
        tool = tools.add(by=request.user, **form.cleaned_data)
        messages.success(request, _("%(tool)s est au catalogue, en évaluation.") % {"tool": tool})
        return reverse("catalog:tool_sheet", args=[tool.slug])

    return answer_form(request, form, add, title=_("Ajouter un outil"), submit=_("Ajouter l’outil"))


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CATALOGUE)
def tool_edit(request: web.HtmxRequest, slug: str) -> HttpResponse:
    tool = get_object_or_404(Tool.objects.visible_to(request.user), slug=slug)
    form = ToolForm(request.POST or None, initial=ToolForm.facts_of(tool))

    def edit() -> str:
        tools.edit(tool, by=request.user, **form.cleaned_data)
        messages.success(
            request, _("La fiche de %(tool)s est corrigée.") % {"tool": form.cleaned_data["name"]}
        )
        return reverse("catalog:tool_sheet", args=[tool.slug])

    title = _("Corriger la fiche de %(tool)s") % {"tool": tool}
    return answer_form(request, form, edit, title=title, submit=_("Enregistrer la fiche"), tool=tool)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CATALOGUE)
def vendor_new(request: web.HtmxRequest) -> HttpResponse:
    form = VendorForm(request.POST or None)

    def add() -> str:
        vendor = vendors.add(by=request.user, **form.cleaned_data)
        messages.success(request, _("L’éditeur %(vendor)s est enregistré.") % {"vendor": vendor})
        return reverse("catalog:tool_new")

    return answer_form(request, form, add, title=_("Ajouter un éditeur"), submit=_("Ajouter l’éditeur"))


def _champions(user: User, but_not: User | None) -> QuerySet:
    """Who answers for this reader, without the tool's owner, who is named already."""
    champions = User.objects.deciders(Role.CHAMPION, for_person=user).for_directory()
    return champions.exclude(pk=but_not.pk)[:4] if but_not else champions[:4]


def _my_seats(request: web.HtmxRequest) -> dict[int, Seat]:
    """My open seats by plan: what one already holds is not asked for again."""
    mine = Seat.objects.open().filter(holder=request.user).with_last_use()
    seats = mine.select_related("subscription", "holder")
    return {seat.subscription.plan_id: seat for seat in seats}


def _with(request: web.HtmxRequest, **changes: str) -> str:
    params = request.GET.copy()
    params.pop("page", None)
    params.update(changes)
    return f"?{params.urlencode()}"
