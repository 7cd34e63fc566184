"""Proofs held by a project."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from compliance.models import ProjectCondition, ProjectEvidence
from compliance.permissions import can_record_project_evidence
from etech_ai.audit import recording as audit
from etech_ai.audit.actors import Actor
from etech_ai.verdicts import Refused
from people.models import Project


@transaction.atomic
def record_for_project(
    project: Project, *, condition: str, reference: str, proven_on: date, by: Any,
    expires_on: date | None = None,
) -> ProjectEvidence:  # fmt: skip
    """A dated proof that the project meets a condition of the data rules.

    Raises Refused for an unknown condition, a missing reference, dates out of order, or who may not.
    """
    if condition not in set(ProjectCondition):
        raise Refused(_("« %(name)s » n’est pas une condition de projet.") % {"name": condition})
    can_record_project_evidence(by, project, condition).enforce()
    if not reference.strip():
        raise Refused(_("Indiquez où se trouve la preuve : registre, note, décision."))
    if expires_on and expires_on < proven_on:
        raise Refused(_("La preuve expire avant sa date : corrigez l’une des deux dates."))
    proof = ProjectEvidence(
        project=project, condition=ProjectCondition(condition), reference=reference.strip(),
        proven_on=proven_on, expires_on=expires_on, recorded_by=None if isinstance(by, Actor) else by,
    )  # fmt: skip
    with audit.record("project.evidence_recorded", by=by, on=proof):
        proof.save(force_insert=True)
    return proof
