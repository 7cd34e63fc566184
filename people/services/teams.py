"""Teams: made, renamed, led."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from etech_ai.audit import recording as audit
from etech_ai.verdicts import Refused
from people.models import Team, User
from people.permissions import can_manage_people
from people.services.slugs import free_slug, is_taken


@transaction.atomic
def create(*, name: str, by: Any, lead: User | None = None) -> Team:
    """A new team. Raises Refused when the name is taken."""
    can_manage_people(by).enforce()
    name = _free_name(name)
    team = Team(name=name, slug=free_slug(Team, name), lead=lead)
    with audit.record("team.created", by=by, on=team):
        team.save()
    return team


@transaction.atomic
def edit(team: Team, *, name: str, lead: User | None, by: Any) -> Team:
    """Name and lead together, as the form sends them."""
    return set_lead(rename(team, name=name, by=by), lead=lead, by=by)


@transaction.atomic
def rename(team: Team, *, name: str, by: Any) -> Team:
    """Another name; the address stays, so links keep working."""
    can_manage_people(by).enforce()
    if name.strip() == team.name:
        return team
    team.name = _free_name(name, team)
    with audit.record("team.renamed", by=by, on=team):
        team.save(update_fields=["name"])
    return team


@transaction.atomic
def set_lead(team: Team, *, lead: User | None, by: Any) -> Team:
    """Who leads the team, or nobody."""
    can_manage_people(by).enforce()
    if lead is not None and not lead.is_admitted:
        raise Refused(_("Choisissez une personne admise."))
    if team.lead == lead:
        return team
    team.lead = lead
    with audit.record("team.lead_set", by=by, on=team):
        team.save(update_fields=["lead"])
    return team


def _free_name(name: str, but: Team | None = None) -> str:
    name = name.strip()
    if is_taken(Team, name, but):
        raise Refused(_("Une équipe porte déjà ce nom."))
    return name
