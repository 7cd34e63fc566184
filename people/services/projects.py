"""Projects and their members: the link between a person and a client."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import Client, Project, ProjectMember, ProjectStatus, User
from people.permissions import can_manage_people, can_open_client
from people.services.slugs import free_slug, is_taken


@transaction.atomic
def create(*, name: str, lead: User, starts_on: date, by: Any, client: Client | None = None) -> Project:
    """A new project, internal when it names no client. Raises Refused when the name is taken."""
    can_open_client(by).enforce()
    name = name.strip()
    if is_taken(Project, name):
        raise Refused(_("Un projet porte déjà ce nom."))
    if not lead.is_admitted:
        raise Refused(_("Choisissez un responsable admis dans le portail."))
    project = Project(name=name, slug=free_slug(Project, name), client=client, lead=lead, starts_on=starts_on)
    with audit.record("project.created", by=by, on=project):
        project.save()
    return project


@transaction.atomic
def close(project: Project, *, by: Any, today: date) -> Project:
    """The work is over: nobody is on the project any more."""
    can_manage_people(by).enforce()
    if project.status == ProjectStatus.CLOSED:
        raise Refused(_("Ce projet est déjà terminé."))
    project.status, project.ends_on = ProjectStatus.CLOSED.value, max(today, project.starts_on)
    with audit.record("project.closed", by=by, on=project):
        project.save(update_fields=["status", "ends_on"])
        for member in project.members.filter(ends_on=None).order_by("pk"):
            _end(member, by, today)
    return project


@transaction.atomic
def set_lead(project: Project, *, lead: User, by: Any) -> Project:
    """Somebody else leads the project."""
    can_manage_people(by).enforce()
    if not lead.is_admitted:
        raise Refused(_("Choisissez un responsable admis dans le portail."))
    if project.lead == lead:
        return project
    project.lead = lead
    with audit.record("project.lead_set", by=by, on=project):
        project.save(update_fields=["lead"])
    return project


@transaction.atomic
def add_member(project: Project, *, user: User, starts_on: date, by: Any) -> ProjectMember:
    """Somebody joins: from then on they may know the client. Raises Refused when they are on it already."""
    can_manage_people(by).enforce()
    project = Project.objects.select_for_update().get(pk=project.pk)
    if project.status == ProjectStatus.CLOSED:
        raise Refused(_("Ce projet est terminé\u00a0: personne ne peut le rejoindre."))
    if not user.is_admitted:
        raise Refused(_("Admettez d’abord %(name)s.") % {"name": user})
    if project.members.filter(user=user, ends_on=None).exists():
        raise Refused(_("%(name)s est déjà sur ce projet.") % {"name": user})
    member = ProjectMember(project=project, user=user, starts_on=starts_on)
    with audit.record("project_member.added", by=by, on=member):
        member.save()
    return member


@transaction.atomic
def remove_member(member: ProjectMember, *, by: Any, today: date) -> ProjectMember:
    """Somebody leaves the project today."""
    can_manage_people(by).enforce()
    member = ProjectMember.objects.select_for_update().get(pk=member.pk)
    if member.ends_on is not None and member.ends_on <= today:
        raise Refused(_("Cette personne n’est plus sur le projet."))
    _end(member, by, today)
    return member


def remove_everywhere(user: User, *, by: Any, today: date) -> None:
    """A leaver leaves their projects; the right to record the departure was judged by the caller."""
    for member in ProjectMember.objects.filter(user=user, ends_on=None).order_by("pk"):
        _end(member, by, today)


def _end(member: ProjectMember, by: Any, today: date) -> None:
    member.ends_on = max(today, member.starts_on)
    with audit.record("project_member.removed", by=by, on=member):
        member.save(update_fields=["ends_on"])
