"""Plans: the forms that add one, correct its facts, and record the proofs its class rests on."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from catalog.forms import EvidenceForm, PlanForm
from catalog.models import Plan, PlanEvidence, Tool
from catalog.services import plans
from catalog.views.forms import answer_form
from etech_ai import documents, web
from people.access import Permission
from people.decorators import requires

READERS = (Permission.EDIT_CATALOGUE, Permission.EDIT_DATA_RULES, Permission.READ_DOSSIERS)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CATALOGUE)
def plan_new(request: web.HtmxRequest, slug: str) -> HttpResponse:
    tool = get_object_or_404(Tool.objects.visible_to(request.user), slug=slug)
    form = PlanForm(request.POST or None)

    def add() -> str:
        plan = plans.add(tool, by=request.user, **form.cleaned_data)
        messages.success(request, _("L’offre %(plan)s est enregistrée.") % {"plan": plan.name})
        return f"{reverse('catalog:tool_sheet', args=[tool.slug])}#offres"

    title = _("Ajouter une offre de %(tool)s") % {"tool": tool}
    return answer_form(request, form, add, title=title, submit=_("Ajouter l’offre"), tool=tool)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CATALOGUE)
def plan_edit(request: web.HtmxRequest, slug: str, plan_slug: str) -> HttpResponse:
    plan = get_object_or_404(
        Plan.objects.visible_to(request.user).select_related("tool"), tool__slug=slug, slug=plan_slug
    )
    form = PlanForm(request.POST or None, initial=PlanForm.facts_of(plan))

    def edit() -> str:
        plans.edit(plan, by=request.user, **form.cleaned_data)
        messages.success(request, _("L’offre %(plan)s est corrigée.") % {"plan": form.cleaned_data["name"]})
        return f"{reverse('catalog:tool_sheet', args=[slug])}#offres"

    title = _("Corriger l’offre %(plan)s") % {"plan": plan.name}
    return answer_form(request, form, edit, title=title, submit=_("Enregistrer l’offre"), tool=plan.tool)


@require_http_methods(["GET", "POST"])
@requires(Permission.EDIT_CATALOGUE, Permission.EDIT_DATA_RULES)
def evidence_new(request: web.HtmxRequest, slug: str, plan_slug: str) -> HttpResponse:
    plan = get_object_or_404(
        Plan.objects.visible_to(request.user).select_related("tool"), tool__slug=slug, slug=plan_slug
    )
    form = EvidenceForm(
        request.POST or None, request.FILES or None, initial={"proven_on": timezone.localdate()}
    )

    def record() -> str:
        told, file = form.cleaned_data, form.cleaned_data.pop("document")
        document = (file.name, documents.read(file)) if file else None
        plans.record_evidence(plan, by=request.user, document=document, **told)
        messages.success(request, _("La preuve est enregistrée. La classe de l’offre est recalculée."))
        return f"{reverse('catalog:tool_sheet', args=[slug])}#preuves"

    title = _("Enregistrer une preuve pour %(plan)s") % {"plan": plan}
    return answer_form(request, form, record, title=title, submit=_("Enregistrer la preuve"), tool=plan.tool)


@requires(*READERS)  # type: ignore[arg-type]
@require_safe
def evidence_download(request: web.HtmxRequest, slug: str, pk: int) -> HttpResponseBase:
    """The document of a proof, once its digest is found again; for those who keep, decide or audit."""
    kept = PlanEvidence.objects.visible_to(request.user).exclude(sha256="")
    proof = get_object_or_404(kept, plan__tool__slug=slug, pk=pk)
    if not documents.is_intact(plans.EVIDENCE, proof.sha256):
        messages.error(request, _("Le fichier n’est plus celui qui a été versé : il n’est pas remis."))
        return web.see_other(f"{reverse('catalog:tool_sheet', args=[slug])}#preuves")
    return web.attachment(documents.path(plans.EVIDENCE, proof.sha256), proof.file_name)
