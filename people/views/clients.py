"""Clients. Their names are confidential between projects: outside and unknown answer alike."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from etech_ai import web
from people.access import Permission
from people.decorators import open_to_staff, requires
from people.forms import ClientForm, ClientPolicyForm
from people.models import Client, Project, ProjectStatus
from people.services import clients
from people.views.answers import accepted, sent


@open_to_staff
@require_safe
def client_list(request: web.HtmxRequest) -> HttpResponse:
    """The clients whose name the reader may know, and the internal projects."""
    running = Count("projects", filter=Q(projects__status=ProjectStatus.OPEN))
    rows = Client.objects.listed_for(request.user).annotate(running=running).order_by("name")
    internal = Project.objects.listed_for(request.user).filter(client=None).select_related("lead")
    context = {
        "page": web.paginate(request, rows),
        "internal": internal.order_by("name"),
        "manages": request.user.may(Permission.MANAGE_PEOPLE),
        "welcomes": request.user.may(Permission.EDIT_DATA_RULES),
    }
    return web.render_page(request, "people/client_list_page.html", context)


@open_to_staff
@require_safe
def client_sheet(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """A client and its projects; its position on AI for those who may read its terms."""
    client = get_object_or_404(Client.objects.listed_for(request.user), slug=slug)
    projects = Project.objects.listed_for(request.user).filter(client=client).select_related("lead")
    context = {
        "client": client,
        "projects": projects.order_by("status", "name"),
        "shows_terms": Client.objects.with_details_for(request.user).filter(pk=client.pk).exists(),
        "manages": request.user.may(Permission.MANAGE_PEOPLE),
        "records_policy": request.user.may(Permission.EDIT_DATA_RULES),
        "sees_tools": Client.objects.visible_to(request.user).filter(pk=client.pk).exists(),
        "reads_clauses": request.user.may(Permission.SEE_CLAUSES)
        or Client.objects.reached_by(request.user).filter(pk=client.pk).exists(),
    }
    return web.render_page(request, "people/client_sheet_page.html", context)


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def client_new(request: web.HtmxRequest) -> HttpResponse:
    """A new client."""
    form = ClientForm(sent(request))
    made: list[Client] = []
    if request.method == "POST" and accepted(
        form, lambda data: made.append(clients.create(**data, by=request.user))
    ):
        messages.success(request, _("Le client est créé. Ouvrez-lui un projet."))
        return web.see_other(reverse("people:client_sheet", args=[made[0].slug]))
    status = 422 if form.is_bound else 200
    return web.render_page(request, "people/client_form_page.html", {"form": form}, status=status)


@requires(Permission.EDIT_DATA_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def client_policy(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """Record what the client says about AI on its data."""
    client = get_object_or_404(Client.objects.visible_to(request.user), slug=slug)
    initial = {
        "policy": client.ai_policy,
        "reference": client.ai_policy_reference,
        "on": client.ai_policy_on or timezone.localdate(),
    }
    form = ClientPolicyForm(sent(request), initial=initial)
    if request.method == "POST" and accepted(
        form, lambda data: clients.record_policy(client, **data, by=request.user)
    ):
        messages.success(request, _("La position de %(name)s est enregistrée.") % {"name": client})
        return web.see_other(reverse("people:client_sheet", args=[client.slug]))
    context = {"form": form, "client": client}
    status = 422 if form.is_bound else 200
    return web.render_page(request, "people/client_policy_page.html", context, status=status)
