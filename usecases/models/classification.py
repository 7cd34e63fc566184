from django.conf import settings
from django.db import models

from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.models import User
from usecases.models.usecase import UseCase


class ClassificationDraft(models.Model):
    """Answers being given; work in progress, so not governed. Concluding turns it into a Classification.

    `prefilled` names the questions whose answer came from a template, a tool or the previous classification
    and that nobody confirmed yet.
    """

    use_case = models.OneToOneField(UseCase, models.PROTECT, related_name="draft")
    answers = models.JSONField(default=dict, blank=True)
    prefilled = models.JSONField(default=list, blank=True)
    updated_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.use_case.reference} (en cours)"


class ClassificationQuerySet(GovernedQuerySet):
    def visible_to(self, user: User) -> "ClassificationQuerySet":
        return self.filter(use_case__in=UseCase.objects.visible_to(user))

    def newest_first(self) -> "ClassificationQuerySet":
        return self.order_by("-number")


class Classification(Governed):
    """What the engine concluded, with all it needs to be replayed. Written once; the newest counts."""

    use_case = models.ForeignKey(UseCase, models.PROTECT, related_name="classifications")
    number = models.PositiveIntegerField()
    ruleset_version = models.CharField(max_length=16)
    answers = models.JSONField()
    facts = models.JSONField(default=list, blank=True)
    outcome = models.CharField(max_length=24)
    article = models.CharField(max_length=60, blank=True)
    flags = models.JSONField(default=list, blank=True)
    basis = models.JSONField(default=list, blank=True)
    provisional = models.CharField(max_length=24, blank=True)
    trace = models.JSONField(default=list)
    obligations = models.JSONField(default=list, blank=True)
    classified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="classifications_made"
    )
    classified_at = models.DateTimeField()

    objects = ClassificationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["use_case", "number"], name="one_classification_per_number"),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=["", "undetermined"]), name="classification_is_determined"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.use_case.reference} v{self.number}"
