"""Projects and their members."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from etech_ai import web
from people.access import Permission
from people.decorators import open_to_staff, requires
from people.forms import LeadForm, MemberForm, ProjectForm
from people.models import Client, Project, ProjectStatus, User
from people.services import projects
from people.views.answers import accepted, act, sent


@open_to_staff
@require_safe
def project_sheet(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """A project, its client and who is on it."""
    return _sheet_page(request, _project(request, slug), None)


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def project_new(request: web.HtmxRequest) -> HttpResponse:
    """A new project; `?client=` names its client."""
    client = Client.objects.listed_for(request.user).filter(slug=request.GET.get("client", "")).first()
    initial = {"client": client, "starts_on": timezone.localdate()}
    form = ProjectForm(sent(request), initial=initial, user=request.user)
    made: list[Project] = []
    if request.method == "POST" and accepted(
        form, lambda data: made.append(projects.create(**data, by=request.user))
    ):
        messages.success(request, _("Le projet est créé. Ajoutez-y des personnes."))
        return web.see_other(_address(made[0]))
    status = 422 if form.is_bound else 200
    return web.render_page(request, "people/project_form_page.html", {"form": form}, status=status)


@requires(Permission.MANAGE_PEOPLE)
@require_POST
def member_add(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """Put somebody on the project."""
    project = _project(request, slug)
    form = MemberForm(request.POST)
    if accepted(form, lambda data: projects.add_member(project, **data, by=request.user)):
        name = form.cleaned_data["user"]
        messages.success(request, _("%(name)s rejoint le projet.") % {"name": name})
        return web.see_other(_address(project))
    return _sheet_page(request, project, form)


@requires(Permission.MANAGE_PEOPLE)
@require_POST
def member_remove(request: web.HtmxRequest, slug: str, pk: int) -> HttpResponse:
    """Take somebody off the project."""
    project = _project(request, slug)
    member = get_object_or_404(project.members.select_related("user"), pk=pk)
    done = _("%(name)s n’est plus sur le projet.") % {"name": member.user}
    today = timezone.localdate()
    return act(
        request, _address(project), done, lambda: projects.remove_member(member, by=request.user, today=today)
    )


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def project_lead(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """Hand the project over to somebody else."""
    project = _project(request, slug)
    form = LeadForm(sent(request), initial={"lead": project.lead})
    if request.method == "POST" and accepted(
        form, lambda data: projects.set_lead(project, **data, by=request.user)
    ):
        messages.success(request, _("Le projet a un nouveau responsable."))
        return web.see_other(_address(project))
    context = {"form": form, "project": project}
    status = 422 if form.is_bound else 200
    return web.render_page(request, "people/project_lead_page.html", context, status=status)


@requires(Permission.MANAGE_PEOPLE)
@require_POST
def project_close(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """The work is over."""
    project = _project(request, slug)
    today = timezone.localdate()
    return act(
        request,
        _address(project),
        _("Le projet est terminé."),
        lambda: projects.close(project, by=request.user, today=today),
    )


def _project(request: web.HtmxRequest, slug: str) -> Project:
    known = Project.objects.listed_for(request.user).select_related("client", "lead")
    return get_object_or_404(known, slug=slug)


def _address(project: Project) -> str:
    return reverse("people:project_sheet", args=[project.slug])


def _sheet_page(request: web.HtmxRequest, project: Project, form: MemberForm | None) -> HttpResponse:
    today = timezone.localdate()
    manages = request.user.may(Permission.MANAGE_PEOPLE)
    members = project.members.current(today).select_related("user__team")
    adds = manages and project.status == ProjectStatus.OPEN
    context = {
        "project": project,
        "members": members.order_by("user__last_name", "user__first_name", "pk"),
        "manages": manages,
        "reads_history": _reads_history(request.user, project),
        "form": form or (MemberForm(initial={"starts_on": today}) if adds else None),
    }
    return web.render_page(request, "people/project_sheet_page.html", context, status=422 if form else 200)


def _reads_history(reader: User, project: Project) -> bool:
    """Whose client's terms one may not read, one does not read the story of either."""
    if project.client_id is None or reader.may(Permission.SEE_CLAUSES):
        return True
    return Client.objects.reached_by(reader).filter(pk=project.client_id).exists()
