"""A condition of the data rules set aside for one project, one plan and a time, by a decided request."""

from collections.abc import Collection
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models import Plan
from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.models import Project


class ExemptionQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> Self:
        """Whoever may know the project may know what was set aside for it."""
        return self.filter(project__in=Project.objects.visible_to(user))

    def in_force(self, day: date) -> Self:
        """From the day it was granted to its last day included; ended early, it stops at once."""
        running = Q(ended_on=None) | Q(ended_on__gt=day)
        return self.filter(running, granted_on__lte=day, expires_on__gte=day)

    def for_sheet(self) -> Self:
        return self.select_related("plan__tool", "project__client", "project__lead").order_by(
            "expires_on", "pk"
        )


class Exemption(Governed):
    """What a granted exception does to the answers: these conditions no longer miss, for these levels."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="exemptions", verbose_name=_("offre"))
    project = models.ForeignKey(Project, models.PROTECT, related_name="exemptions", verbose_name=_("projet"))
    levels = models.JSONField(_("données"))
    conditions = models.JSONField(_("conditions levées"))
    reference = models.CharField(_("demande"), max_length=20, unique=True)
    granted_on = models.DateField(_("accordée le"))
    expires_on = models.DateField(_("valable jusqu’au"))
    ended_on = models.DateField(_("terminée le"), null=True, blank=True)

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("dérogation")
        verbose_name_plural = _("dérogations")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("granted_on")), name="exemption_expires_after_grant"
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def covers(self, plan: Plan, levels: Collection[str]) -> bool:
        """Whether it speaks of that plan and of every one of these levels."""
        return self.plan_id == plan.pk and set(levels) <= set(self.levels)

    def is_in_force(self, day: date) -> bool:
        return self.granted_on <= day <= self.expires_on and (self.ended_on is None or day < self.ended_on)
