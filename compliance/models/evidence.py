"""Proofs held by a project: legal basis, impact assessment, the DPO's and the owner's agreement."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from etech_ai.audit.guard import Governed, GovernedQuerySet
from etech_ai.enums import Labelled, gettext_noop
from people.models import Project


class ProjectCondition(Labelled):
    """Conditions of scope `project` of the data ruleset; a test holds both lists together."""

    LEGAL_BASIS = "legal_basis", gettext_noop("Base légale et information des personnes")
    DPIA_DONE = "dpia_done", gettext_noop("AIPD validée")
    DPO_APPROVAL = "dpo_approval", gettext_noop("Accord du DPO")
    OWNER_APPROVAL = "owner_approval", gettext_noop("Accord du propriétaire de l’information")
    ART9_CONDITION = "art9_condition", gettext_noop("Exception de l’art. 9(2) identifiée")


class ProjectEvidenceQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> Self:
        return self.filter(project__in=Project.objects.visible_to(user))

    def valid_on(self, day: date) -> Self:
        """Proofs that hold on that day, the last day included."""
        return self.filter(Q(expires_on=None) | Q(expires_on__gte=day), proven_on__lte=day)


class ProjectEvidence(Governed):
    """A dated proof that a project meets a condition of the data rules."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="evidence", verbose_name=_("projet"))
    condition = models.CharField(_("condition"), max_length=30, choices=ProjectCondition.choices())
    reference = models.CharField(_("référence"), max_length=300)
    proven_on = models.DateField(_("prouvée le"))
    expires_on = models.DateField(_("valable jusqu’au"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="project_evidence"
    )

    objects = ProjectEvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("preuve de projet")
        verbose_name_plural = _("preuves de projet")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("proven_on")),
                name="project_proof_expires_after_date",
            ),
            models.CheckConstraint(condition=~Q(reference=""), name="project_proof_has_reference"),
        ]

    def __str__(self) -> str:
        return f"{self.project}, {self.condition}"
