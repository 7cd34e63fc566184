"""The directory: open to every admitted person; who manages people also sees who waits and who left."""

from datetime import date
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from etech_ai import web
from people.access import GRANTABLE, Permission, Role
from people.decorators import open_to_staff
from people.forms import DirectoryForm
from people.models import Profile, RoleAssignment, User, UserStatus


@open_to_staff
@require_safe
def user_list(request: web.HtmxRequest) -> HttpResponse:
    """Search, filters and pages; the query string says it all."""
    form, today = DirectoryForm(request.GET), timezone.localdate()
    manages = request.user.may(Permission.MANAGE_PEOPLE)
    base = _searched(User.objects.visible_to(request.user), form.words, manages)
    found = _filtered(base, form, manages, today)
    held = RoleAssignment.objects.in_force(today).select_related("team").order_by("role", "pk")
    rows = found.for_directory().prefetch_related(Prefetch("role_assignments", held, to_attr="held"))
    names = ["equipe", "profil", "role", *(["status"] if manages else [])]
    context = {
        "form": form,
        "page": web.paginate(request, rows),
        "groups": [_group(name, base, form, today) for name in names],
        "active": sum(len(form.chosen(name)) for name in names),
        "manages": manages,
        "pending": User.objects.pending().count() if manages else 0,
    }
    return web.render_page(request, "people/user_list_page.html", context, partial="results")


def _searched(people: Any, words: list[str], manages: bool) -> Any:
    for word in words:
        named = Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(job_title__icontains=word)
        people = people.filter(named | Q(email__icontains=word) if manages else named)
    return people


def _filtered(people: Any, form: DirectoryForm, manages: bool, today: date) -> Any:
    if teams := form.chosen("equipe"):
        people = people.filter(team__slug__in=teams)
    if profiles := form.chosen("profil"):
        people = people.filter(profile__in=profiles)
    if roles := form.chosen("role"):
        people = people.filter(pk__in=_holders(roles, today).values("user"))
    if manages:
        statuses = form.chosen("status") or [UserStatus.ACTIVE, UserStatus.PENDING]
        people = people.filter(status__in=statuses)
    return people


def _holders(roles: list[str], today: date) -> QuerySet:
    return RoleAssignment.objects.in_force(today).filter(role__in=roles)


def _group(name: str, people: QuerySet, form: DirectoryForm, today: date) -> dict[str, Any]:
    """One facet: each value with how many people of the search have it."""
    legends = {"equipe": _("Équipe"), "profil": _("Profil"), "role": _("Rôle"), "status": _("Statut")}
    counts, chosen = _counts(name, people, today), form.chosen(name)
    options = [
        {"value": value, "label": label, "count": counts.get(value, 0), "checked": value in chosen}
        for value, label in _values(name, form)
    ]
    return {"legend": legends[name], "name": name, "radio": False, "options": options}


def _values(name: str, form: DirectoryForm) -> list[tuple[str, str]]:
    """Labels in the reader's language."""
    if name == "equipe":
        return form.choices_of(name)
    enumerations: dict[str, Any] = {"profil": Profile, "role": GRANTABLE, "status": UserStatus}
    return [(member.value, _(member.label)) for member in enumerations[name]]


def _counts(name: str, people: QuerySet, today: date) -> dict[str, int]:
    if name == "role":
        held = _holders([role.value for role in Role], today).filter(user__in=people)
        return dict(held.order_by().values_list("role").annotate(n=Count("user", distinct=True)))
    column = {"equipe": "team__slug", "profil": "profile", "status": "status"}[name]
    return dict(people.order_by().values_list(column).annotate(n=Count("pk")))
