"""That the DPO took a ruleset over for the register: once for each version."""

from typing import Self

from django.conf import settings
from django.db import models

from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.models import User


class RulesetAdoptionQuerySet(GovernedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Which rules the register follows is nobody's secret."""
        return self if user.is_admitted else self.none()


class RulesetAdoption(Governed):
    """`kept`: classifications that these rules do not change; `reopened`: those that they do."""

    version = models.CharField(max_length=16, unique=True)
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="rulesets_adopted")
    adopted_on = models.DateField()
    kept = models.PositiveIntegerField()
    reopened = models.PositiveIntegerField()

    objects = RulesetAdoptionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.version
