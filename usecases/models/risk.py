"""The risks of a use case, and the review of its biases."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.models import User
from usecases.models.usecase import UseCase
from usecases.risk_words import Degree, RiskState


class OfUseCaseQuerySet(GovernedQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(use_case__in=UseCase.objects.visible_to(user))


class Risk(Governed):
    """What could go wrong, what is done about it, and who answers for that. `tags`: NIST AI 600-1."""

    use_case = models.ForeignKey(UseCase, models.PROTECT, related_name="risks")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    tags = models.JSONField(default=list, blank=True)
    likelihood = models.CharField(max_length=8, choices=Degree.choices())
    impact = models.CharField(max_length=8, choices=Degree.choices())
    mitigation = models.TextField(blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="risks_owned")
    state = models.CharField(max_length=12, choices=RiskState.choices(), default=RiskState.OPEN.value)
    review_on = models.DateField(null=True, blank=True)
    recorded_on = models.DateField()
    updated_on = models.DateField()

    objects = OfUseCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["use_case", "number"], name="one_risk_per_number"),
            models.CheckConstraint(
                condition=Q(state="open") | ~Q(mitigation=""), name="closed_risk_says_what_was_done"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use_case.reference} R{self.number} {self.title}"


class BiasReview(Governed):
    """The bias questions as answered on a day, and when to ask them again. The newest counts."""

    use_case = models.ForeignKey(UseCase, models.PROTECT, related_name="bias_reviews")
    answers = models.JSONField()
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="bias_reviews")
    reviewed_on = models.DateField()
    next_on = models.DateField()

    objects = OfUseCaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(next_on__gt=models.F("reviewed_on")), name="bias_is_reviewed_again_later"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use_case.reference} · {self.reviewed_on}"
