"""Which law applies to a use case or a client, said line by line and signed by the DPO."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.models import Client, User
from usecases.models.usecase import UseCase


class ApplicabilitySheetQuerySet(GovernedQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(
            Q(use_case__in=UseCase.objects.visible_to(user))
            | Q(client__in=Client.objects.with_details_for(user))
        )

    def newest_first(self) -> Self:
        return self.order_by("-number")


class ApplicabilitySheet(Governed):
    """One signed version: `lines` is [{regime, applies, reason, reference}]. The newest counts."""

    use_case = models.ForeignKey(UseCase, models.PROTECT, null=True, blank=True, related_name="applicability")
    client = models.ForeignKey(Client, models.PROTECT, null=True, blank=True, related_name="applicability")
    number = models.PositiveIntegerField()
    lines = models.JSONField()
    ruleset_version = models.CharField(max_length=16)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="sheets_signed")
    signed_on = models.DateField()

    objects = ApplicabilitySheetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(use_case__isnull=False, client=None) | Q(use_case=None, client__isnull=False),
                name="applicability_is_of_a_use_case_or_of_a_client",
            ),
            models.UniqueConstraint(fields=["use_case", "number"], name="one_applicability_per_use_number"),
            models.UniqueConstraint(fields=["client", "number"], name="one_applicability_per_client_number"),
        ]

    def __str__(self) -> str:
        return f"{self.use_case.reference if self.use_case else self.client} v{self.number}"
