"""What a client's contract or charter says about AI: a quoted passage, and what it does to our rules."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from etech_ai.audit.guard import Governed, GovernedQuerySet
from etech_ai.enums import Labelled, gettext_noop
from people.access import Permission
from people.models import Client, Project


class ClauseEffect(Labelled):
    """What a clause does. `compliance.services.clauses` turns each into a ban or into conditions."""

    FORBIDS_AI = "forbids_ai", gettext_noop("Interdit l’IA")
    FORBIDS_VENDOR = "forbids_vendor", gettext_noop("Interdit un éditeur")
    EU_ONLY = "eu_only", gettext_noop("Traitement dans l’UE/EEE seulement")
    NAMED_TOOLS_ONLY = "named_tools_only", gettext_noop("Outils nommés seulement")
    NO_TRAINING = "no_training", gettext_noop("Pas d’entraînement sur les données")
    RETENTION_LIMIT = "retention_limit", gettext_noop("Conservation limitée (jours)")
    PRIOR_NOTICE = "prior_notice", gettext_noop("Accord ou information préalable")
    DEDICATED_INSTANCE = "dedicated_instance", gettext_noop("Instance dédiée")
    CERTIFICATION = "certification", gettext_noop("Hébergement certifié")
    DISCLOSURE = "disclosure", gettext_noop("Usage de l’IA à déclarer dans les livrables")
    REINVOICING_ALLOWED = "reinvoicing_allowed", gettext_noop("Refacturation permise")
    REINVOICING_FORBIDDEN = "reinvoicing_forbidden", gettext_noop("Refacturation interdite")


NEEDS_VALUE = (
    ClauseEffect.FORBIDS_VENDOR,
    ClauseEffect.NAMED_TOOLS_ONLY,
    ClauseEffect.RETENTION_LIMIT,
    ClauseEffect.CERTIFICATION,
)


LOOKS_AT_THE_PLAN = (ClauseEffect.FORBIDS_VENDOR, ClauseEffect.NAMED_TOOLS_ONLY, ClauseEffect.RETENTION_LIMIT)
"""Effects that mean something else for another plan; the others ask the same of every tool."""


class ClauseQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> Self:
        """Passages are for the people of the client's projects, their champion and the DPO; a name is not
        enough."""
        if user.may(Permission.SEE_CLAUSES):
            return self
        return self.filter(client__in=Client.objects.reached_by(user))

    def in_force(self, day: date) -> Self:
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=day))

    def binding(self, project: Project | None) -> Self:
        """The client's own clauses, and those by which this project binds itself further."""
        return self.filter(Q(project=None) | Q(project=project)) if project else self.filter(project=None)

    def for_sheet(self) -> Self:
        return self.select_related("client", "project").order_by("reference", "pk")


class Clause(Governed):
    """One passage, word for word, with the document and page where it stands.

    With `project`, it binds that project on top of the client's own clauses: a project may only tighten.
    """

    client = models.ForeignKey(Client, models.PROTECT, related_name="clauses", verbose_name=_("client"))
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="clauses", verbose_name=_("projet")
    )
    reference = models.CharField(_("référence"), max_length=60)
    passage = models.TextField(_("passage cité"))
    document = models.CharField(_("document"), max_length=200)
    page = models.CharField(_("page"), max_length=20, blank=True)
    effect = models.CharField(_("effet"), max_length=30, choices=ClauseEffect.choices())
    value = models.CharField(_("valeur"), max_length=300, blank=True)
    retired_on = models.DateField(_("retirée le"), null=True, blank=True)

    objects = ClauseQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        constraints = [
            models.UniqueConstraint(
                fields=["client", "reference"], condition=Q(retired_on=None), name="one_clause_per_reference"
            ),
            models.CheckConstraint(condition=~Q(passage=""), name="clause_quotes_a_passage"),
            models.CheckConstraint(
                condition=~Q(effect__in=[e.value for e in NEEDS_VALUE]) | ~Q(value=""),
                name="clause_effect_has_its_value",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.client}, {self.reference}"

    def is_in_force(self, day: date) -> bool:
        return self.retired_on is None or day < self.retired_on

    @property
    def looks_at_the_plan(self) -> bool:
        return self.effect in LOOKS_AT_THE_PLAN

    @property
    def values(self) -> list[str]:
        """The slugs of a list value: « claude, copilot »."""
        return [part.strip() for part in self.value.split(",") if part.strip()]

    @property
    def source(self) -> str:
        """Where the passage stands, to cite it."""
        return f"{self.document}, p. {self.page}" if self.page else self.document
