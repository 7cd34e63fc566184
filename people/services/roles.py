"""Roles: given, confirmed by a second person where it takes one, ended."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.access import FOUR_EYES, SCOPED, Role
from people.models import RoleAssignment, Team, User
from people.permissions import can_confirm, can_end_role, can_grant
from people.services import notifications


@transaction.atomic
def grant(
    user: User,
    *,
    role: Role | str,
    starts_on: date,
    by: Any,
    today: date,
    team: Team | None = None,
    profile: str = "",
    ends_on: date | None = None,
) -> RoleAssignment:
    """Give a role, for the whole house, a team or a profile; dpo and admin then wait for a second person.

    A named job gives roles that need no second person (first administrator, loaders). `ends_on` is the first
    day without the role. Raises Refused for a scope or dates that make no sense, or a role held already.
    """
    role = Role(role)
    holder = User.objects.select_for_update().get(pk=user.pk)
    can_grant(by, holder, role).enforce()
    _refuse_odd_scope(role, team, profile)
    _refuse_odd_dates(starts_on, ends_on, today)
    _refuse_twice(holder, role, team, profile, starts_on, ends_on)
    person = by if isinstance(by, User) else None
    assignment = RoleAssignment(
        user=holder, role=role.value, team=team, profile=profile, starts_on=starts_on, ends_on=ends_on,
        granted_by=person, confirmed_on=today if person is None and role in FOUR_EYES else None,
    )  # fmt: skip
    with audit.record("role.granted", by=by, on=assignment):
        assignment.save()
    if assignment.waits_for_second_person:
        _ask_second_person(assignment, today)
    _forget(user)
    return assignment


@transaction.atomic
def confirm(assignment: RoleAssignment, *, by: Any, today: date) -> RoleAssignment:
    """A second administrator confirms; from then on the role is in force."""
    assignment = (
        RoleAssignment.objects.select_for_update(of=("self",)).select_related("user").get(pk=assignment.pk)
    )
    can_confirm(by, assignment).enforce()
    assignment.confirmed_by, assignment.confirmed_on = by, today
    with audit.record("role.confirmed", by=by, on=assignment):
        assignment.save(update_fields=["confirmed_by", "confirmed_on"])
    subject = _about(gettext_lazy("Votre rôle est en vigueur"), assignment)
    notifications.tell(assignment.user, event="role.confirmed", subject=subject)
    return assignment


@transaction.atomic
def end(assignment: RoleAssignment, *, by: Any, today: date) -> RoleAssignment:
    """The role ends today; one that had not begun never begins."""
    assignment = (
        RoleAssignment.objects.select_for_update(of=("self",)).select_related("user").get(pk=assignment.pk)
    )
    if assignment.ends_on and assignment.ends_on <= today:
        raise Refused(_("Ce rôle est déjà terminé."))
    can_end_role(by, assignment).enforce()
    _end(assignment, by, today)
    return assignment


def end_all(user: User, *, by: Any, today: date) -> None:
    """A leaver's roles end; the right to record the departure was judged by the caller."""
    for assignment in RoleAssignment.objects.filter(user=user).not_ended(today).order_by("pk"):
        _end(assignment, by, today)


def _end(assignment: RoleAssignment, by: Any, today: date) -> None:
    assignment.ends_on = max(today, assignment.starts_on)
    with audit.record("role.ended", by=by, on=assignment, facts={}):
        assignment.save(update_fields=["ends_on"])
    _forget(assignment.user)


def _refuse_odd_scope(role: Role, team: Team | None, profile: str) -> None:
    if (team or profile) and role not in SCOPED:
        raise Refused(_("Ce rôle vaut pour toute la maison\u00a0: retirez l’équipe et le profil."))


def _refuse_odd_dates(starts_on: date, ends_on: date | None, today: date) -> None:
    if ends_on and ends_on <= max(starts_on, today):
        raise Refused(_("La fin doit venir après le début et après aujourd’hui."))


def _refuse_twice(
    user: User, role: Role, team: Team | None, profile: str, starts_on: date, ends_on: date | None
) -> None:
    same = RoleAssignment.objects.filter(user=user, role=role.value, team=team, profile=profile)
    overlap = same.not_ended(starts_on).filter(Q(starts_on__lt=ends_on) if ends_on else Q())
    if overlap.exists():
        raise Refused(_("%(name)s a déjà ce rôle pour ce périmètre et ces dates.") % {"name": user})


def _ask_second_person(assignment: RoleAssignment, today: date) -> None:
    involved = [assignment.granted_by_id, assignment.user_id]
    subject = _about(gettext_lazy("Un rôle attend votre confirmation"), assignment)
    text, url = assignment.user.full_name, reverse("people:user_sheet", args=[assignment.user_id])
    for administrator in User.objects.holding(Role.ADMIN, today).exclude(pk__in=involved):
        notifications.tell(administrator, event="role.granted", subject=subject, text=text, url=url)


def _about(start: Any, assignment: RoleAssignment) -> Any:
    """« start : role », each part in the reader's language."""
    return format_lazy("{start}\u00a0: {role}", start=start, role=gettext_lazy(Role(assignment.role).label))


def _forget(user: User) -> None:
    """Roles are read once per instance: the caller's own instance must see what just changed."""
    user.__dict__.pop("roles", None)
    user.__dict__.pop("assignments_in_force", None)
