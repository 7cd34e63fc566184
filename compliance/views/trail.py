"""The trail's pages: the latest events, and the history of one thing."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.models import Connection, Plan, PlanEvidence, Tool, Vendor
from compliance import trail
from compliance.forms import TrailForm
from compliance.models import Policy
from compliance.permissions import can_read_terms
from etech_ai import web
from people.access import Permission
from people.decorators import open_to_staff, requires
from people.models import Client, Project, User

# What a history may be asked of, by the word in its address; each is looked up through its own gate.
SUBJECTS: dict[str, type] = {
    "outil": Tool,
    "offre": Plan,
    "editeur": Vendor,
    "client": Client,
    "projet": Project,
    "regle": Policy,
    "personne": User,
    "connexion": Connection,
}
BY_NUMBER = (User, Connection)  # their addresses carry no word


@requires(Permission.READ_TRAIL)
@require_safe
def trail_list(request: web.HtmxRequest) -> HttpResponse:
    """Every event, newest first, with a search in labels, values and names."""
    form = TrailForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    events = trail.search(
        text=wanted.get("q") or "",
        name=request.GET.get("name", ""),
        since=wanted.get("since"),
        until=wanted.get("until"),
    )
    page = web.paginate(request, events)
    context = {"form": form, "page": page, "rows": trail.rows(page), "is_filtered": any(wanted.values())}
    return web.render_page(request, "compliance/trail_page.html", context, partial="results")


@open_to_staff
@require_safe
def history_panel(request: web.HtmxRequest, kind: str, ref: str) -> HttpResponse:
    """What happened to one thing that the reader may see; 404 for the rest."""
    subject = _subject(request.user, kind, ref)
    context = {"subject": subject, "rows": trail.history(*_with_parts(subject)), "title": _("Historique")}
    return web.render_page(request, "compliance/history_page.html", context, partial="panel")


def _subject(user: Any, kind: str, ref: str) -> Any:
    model: Any = SUBJECTS.get(kind)
    if model is None:
        raise Http404
    if model in BY_NUMBER:
        return _numbered(model, user, ref)
    subject = get_object_or_404(model.objects.visible_to(user), slug=ref)
    client = subject if isinstance(subject, Client) else getattr(subject, "client", None)
    if isinstance(client, Client) and not can_read_terms(user, client):
        raise Http404  # a name may be known without the client's papers
    return subject


def _numbered(model: Any, user: Any, ref: str) -> Any:
    """A person's history is theirs, and for those who keep the directory or the trail."""
    if not ref.isdecimal():
        raise Http404
    keeps = user.may(Permission.MANAGE_PEOPLE) or user.may(Permission.READ_TRAIL)
    if model is User and not keeps and ref != str(user.pk):
        raise Http404
    rows = model.objects.all() if model is User else model.objects.visible_to(user)
    return get_object_or_404(rows, pk=int(ref))


def _with_parts(subject: Any) -> list[Any]:
    """A tool's history is also that of its plans and their proofs."""
    if isinstance(subject, Tool):
        plans = list(subject.plans.all())
        return [subject, *plans, *PlanEvidence.objects.filter(plan__in=plans)]
    if isinstance(subject, Plan):
        return [subject, *subject.evidence.all()]
    if isinstance(subject, Client):
        return [subject, *subject.clauses.all(), *subject.consents.all()]
    if isinstance(subject, Project):
        return [subject, *subject.members.all()]
    if isinstance(subject, User):
        return [subject, *subject.role_assignments.all(), *subject.training_completions.all()]
    if isinstance(subject, Policy):
        return [subject, *subject.versions.all()]
    return [subject]
