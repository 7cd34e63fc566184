"""Roles: given with a scope and dates, confirmed by a second administrator, ended."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from etech_ai import web
from people.access import DESCRIPTIONS, GRANTABLE, Permission
from people.decorators import requires
from people.forms import RoleForm
from people.models import RoleAssignment, User
from people.services import roles
from people.views.answers import accepted, act, sent


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def role_grant(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Give a role to a person."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    today = timezone.localdate()
    form = RoleForm(sent(request), initial={"starts_on": today})
    given: list[RoleAssignment] = []
    if request.method == "POST" and accepted(
        form, lambda data: given.append(roles.grant(person, **data, by=request.user, today=today))
    ):
        messages.success(request, _told(given[0]))
        return web.see_other(reverse("people:user_sheet", args=[person.pk]))
    context = {"form": form, "person": person, "descriptions": [(r, DESCRIPTIONS[r]) for r in GRANTABLE]}
    status = 422 if request.method == "POST" else 200
    return web.render_page(request, "people/role_grant_page.html", context, status=status)


@requires(Permission.MANAGE_PEOPLE)
@require_POST
def role_confirm(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Confirm a role that another administrator gave."""
    assignment = _assignment(request, pk)
    back, today = _back(assignment), timezone.localdate()
    done = _("Le rôle est confirmé et en vigueur.")
    return act(request, back, done, lambda: roles.confirm(assignment, by=request.user, today=today))


@requires(Permission.MANAGE_PEOPLE)
@require_POST
def role_end(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """End a role today."""
    assignment = _assignment(request, pk)
    back, today = _back(assignment), timezone.localdate()
    return act(
        request, back, _("Le rôle est terminé."), lambda: roles.end(assignment, by=request.user, today=today)
    )


def _assignment(request: web.HtmxRequest, pk: int) -> RoleAssignment:
    return get_object_or_404(RoleAssignment.objects.visible_to(request.user), pk=pk)


def _back(assignment: RoleAssignment) -> str:
    return reverse("people:user_sheet", args=[assignment.user_id])


def _told(assignment: RoleAssignment) -> str:
    if assignment.waits_for_second_person:
        return _("Le rôle est donné. Il entre en vigueur quand un autre administrateur l’a confirmé.")
    return _("Le rôle est donné.")
