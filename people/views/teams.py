"""Teams."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from etech_ai import web
from people.access import Permission
from people.decorators import open_to_staff, requires
from people.forms import TeamForm
from people.models import Team, UserStatus
from people.services import teams
from people.views.answers import accepted, sent


@open_to_staff
@require_safe
def team_list(request: web.HtmxRequest) -> HttpResponse:
    """Every team, who leads it and how many people it has."""
    active = Count("people", filter=Q(people__status=UserStatus.ACTIVE))
    rows = Team.objects.visible_to(request.user).select_related("lead").annotate(size=active)
    context = {
        "page": web.paginate(request, rows.order_by("name")),
        "manages": request.user.may(Permission.MANAGE_PEOPLE),
    }
    return web.render_page(request, "people/team_list_page.html", context)


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def team_new(request: web.HtmxRequest) -> HttpResponse:
    """A new team."""
    form = TeamForm(sent(request))
    if request.method == "POST" and accepted(form, lambda data: teams.create(**data, by=request.user)):
        messages.success(request, _("L’équipe est créée."))
        return web.see_other(reverse("people:team_list"))
    return _form_page(request, form, None)


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def team_edit(request: web.HtmxRequest, slug: str) -> HttpResponse:
    """Another name or another lead."""
    team = get_object_or_404(Team.objects.visible_to(request.user), slug=slug)
    form = TeamForm(sent(request), initial={"name": team.name, "lead": team.lead})
    if request.method == "POST" and accepted(form, lambda data: teams.edit(team, **data, by=request.user)):
        messages.success(request, _("L’équipe est à jour."))
        return web.see_other(reverse("people:team_list"))
    return _form_page(request, form, team)


def _form_page(request: web.HtmxRequest, form: TeamForm, team: Team | None) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return web.render_page(request, "people/team_form_page.html", {"form": form, "team": team}, status=status)
