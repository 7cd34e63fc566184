from django.conf import settings
from django.db import models
from django.db.models import Q

from etech_ai.audit.guard import Governed, GovernedQuerySet
from people.models import User
from usecases.models.usecase import UseCase
from usecases.vocabulary import Progress


class ObligationStateQuerySet(GovernedQuerySet):
    def visible_to(self, user: User) -> "ObligationStateQuerySet":
        return self.filter(use_case__in=UseCase.objects.visible_to(user))


class ObligationState(Governed):
    """How far one obligation of a use case is met, who answers for it and until when.

    Which obligations a use has is said by its newest Classification; an obligation without a row is to do,
    and is the use case's owner's.
    """

    use_case = models.ForeignKey(UseCase, models.PROTECT, related_name="obligation_states")
    obligation = models.CharField(max_length=60)
    state = models.CharField(max_length=16, choices=Progress.choices(), default=Progress.TODO.value)
    due_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="obligations_owned"
    )
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="obligations_marked")
    marked_on = models.DateField()

    objects = ObligationStateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["use_case", "obligation"], name="one_state_per_obligation"),
            models.CheckConstraint(
                condition=~Q(state="not_applicable") | ~Q(note=""),
                name="not_applicable_says_why",
            ),
            models.CheckConstraint(condition=~Q(state="waived") | ~Q(note=""), name="waived_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.use_case.reference} {self.obligation}"
