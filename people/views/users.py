"""One person: their sheet, and what an administrator does about them."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from etech_ai import web
from people import permissions
from people.access import Permission
from people.decorators import open_to_staff, requires
from people.forms import AdmissionForm, InvitationForm, PersonForm
from people.models import Project, ProjectMember, User
from people.services import users
from people.views.answers import accepted, act, sent

PERSON_FIELDS = ("first_name", "last_name", "email", "job_title", "profile", "team")


@open_to_staff
@require_safe
def user_sheet(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Who somebody is, which roles they hold, which projects the reader may know about."""
    person = _person(request, pk)
    return web.render_page(request, "people/user_sheet_page.html", _sheet(request, person))


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def user_invite(request: web.HtmxRequest) -> HttpResponse:
    """Invite somebody: they receive a mail to choose a password."""
    form = InvitationForm(sent(request), initial={"language": "fr"})
    invited: list[User] = []
    if request.method == "POST" and accepted(
        form, lambda data: invited.append(users.invite(**data, by=request.user, now=timezone.now()))
    ):
        messages.success(request, _("%(name)s est invité. Le message part.") % {"name": invited[0]})
        return web.see_other(reverse("people:user_sheet", args=[invited[0].pk]))
    status = 422 if request.method == "POST" else 200
    return web.render_page(request, "people/user_invite_page.html", {"form": form}, status=status)


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def user_edit(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Change names, address, title, profile or team."""
    person = _person(request, pk)
    initial = {name: getattr(person, name) for name in PERSON_FIELDS}
    form = PersonForm(sent(request), initial=initial)
    if request.method == "POST" and accepted(
        form, lambda data: users.edit_sheet(person, **data, by=request.user)
    ):
        messages.success(request, _("La fiche est à jour."))
        return web.see_other(_address(person))
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "person": person}
    return web.render_page(request, "people/user_edit_page.html", context, status=status)


@requires(Permission.MANAGE_PEOPLE)
@require_POST
def user_admit(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Admit somebody who waits."""
    person = _person(request, pk)
    form = AdmissionForm(request.POST)
    if accepted(form, lambda data: users.admit(person, by=request.user, now=timezone.now(), **data)):
        messages.success(request, _("%(name)s est admis et reçoit un message.") % {"name": person})
        return web.see_other(_address(person))
    context = _sheet(request, person) | {"admission": form}
    return web.render_page(request, "people/user_sheet_page.html", context, status=422)


@requires(Permission.MANAGE_PEOPLE)
@require_POST
def user_refuse(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Do not admit somebody who waits."""
    person = _person(request, pk)
    done = _("%(name)s n’est pas admis.") % {"name": person}
    today = timezone.localdate()
    return act(request, _address(person), done, lambda: users.refuse(person, by=request.user, today=today))


@requires(Permission.MANAGE_PEOPLE)
@require_POST
def user_invite_again(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Send the invitation again."""
    person = _person(request, pk)
    now = timezone.now()
    return act(
        request,
        _address(person),
        _("Une nouvelle invitation part."),
        lambda: users.invite_again(person, by=request.user, now=now),
    )


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def user_leave(request: web.HtmxRequest, pk: int) -> HttpResponse:
    """Record a departure, after a page that says what it ends."""
    person = _person(request, pk)
    if request.method == "POST":
        done = _("Le départ de %(name)s est enregistré.") % {"name": person}
        today = timezone.localdate()
        return act(request, _address(person), done, lambda: users.leave(person, by=request.user, today=today))
    context = {
        "person": person,
        "verdict": permissions.can_record_leaver(request.user, person),
        "roles": person.role_assignments.not_ended(timezone.localdate())
        .select_related("team")
        .order_by("pk"),
        "memberships": _memberships(request, person),
        "projects_led": Project.objects.listed_for(request.user).filter(lead=person).open().order_by("name"),
        "teams_led": person.teams_led.order_by("name"),
    }
    return web.render_page(request, "people/user_leave_page.html", context)


def _person(request: web.HtmxRequest, pk: int) -> User:
    return get_object_or_404(User.objects.visible_to(request.user).select_related("team"), pk=pk)


def _address(person: User) -> str:
    return reverse("people:user_sheet", args=[person.pk])


def _sheet(request: web.HtmxRequest, person: User) -> dict[str, Any]:
    reader, today = request.user, timezone.localdate()
    manages = reader.may(Permission.MANAGE_PEOPLE)
    held = person.role_assignments.not_ended(today).select_related(
        "user", "team", "granted_by", "confirmed_by"
    )
    context: dict[str, Any] = {
        "person": person,
        "manages": manages,
        "assignments": [_line(reader, one, today, manages) for one in held.order_by("starts_on", "pk")],
        "memberships": _memberships(request, person),
        "reads_history": manages or reader.may(Permission.READ_TRAIL) or reader.pk == person.pk,
    }
    if manages and person.status == "pending":
        context["admission"] = AdmissionForm(initial={"profile": person.profile, "team": person.team})
        addresses = EmailAddress.objects.filter(user=person, email__iexact=person.email)
        context["is_email_verified"] = addresses.filter(verified=True).exists()
    return context


def _line(reader: User, assignment: Any, today: Any, manages: bool) -> dict[str, Any]:
    """One role of the sheet, with what the reader may do about it."""
    line: dict[str, Any] = {"assignment": assignment, "begins_later": assignment.starts_on > today}
    if manages:
        line["end"] = permissions.can_end_role(reader, assignment)
        if assignment.waits_for_second_person:
            line["confirm"] = permissions.can_confirm(reader, assignment)
    return line


def _memberships(request: web.HtmxRequest, person: User) -> Any:
    known = Project.objects.listed_for(request.user)
    current = ProjectMember.objects.current(timezone.localdate()).filter(user=person, project__in=known)
    return current.select_related("project__client").order_by("project__name")
