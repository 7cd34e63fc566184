"""A step of a request: who decides, in which capacity, by when, and what they said."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.workflow import Decider, Move, StepState, Task
from etech_ai.audit.guard import Governed, GovernedQuerySet


class StepQuerySet(GovernedQuerySet):
    def current(self) -> "StepQuerySet":
        return self.filter(state=StepState.NOW.value)

    def in_order(self) -> "StepQuerySet":
        return self.order_by("request_id", "position")


class Step(Governed):
    """One decision on the way. Decision, decider and time are all set or all empty."""

    request = models.ForeignKey("approvals.Request", models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField(_("rang"))
    role = models.CharField(_("rôle"), max_length=20, choices=Decider.choices())
    task = models.CharField(_("tâche"), max_length=20, choices=Task.choices(), default=Task.DECIDE.value)
    state = models.CharField(_("état"), max_length=20, choices=StepState.choices(), default=StepState.TODO.value)
    note = models.CharField(_("précision"), max_length=200, blank=True, default="")
    due_on = models.DateField(_("réponse avant le"))
    reminded_at = models.DateTimeField(_("rappelée le"), null=True, blank=True)
    decision = models.CharField(_("décision"), max_length=20, choices=Move.choices(), blank=True, default="")
    message = models.TextField(_("message"), blank=True, default="")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="steps_decided"
    )
    on_behalf_of = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="steps_delegated"
    )
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("étape")
        verbose_name_plural = _("étapes")
        indexes = [models.Index(fields=["state", "role"], name="step_state_role")]
        constraints = [
            models.UniqueConstraint(fields=["request", "position"], name="step_position_once"),
            models.UniqueConstraint(fields=["request"], condition=Q(state="now"), name="one_current_step"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by=None, decided_at=None, on_behalf_of=None)
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="step_decision_all_or_nothing",
            ),
            models.CheckConstraint(
                condition=Q(state="done", decided_at__isnull=False) | (~Q(state="done") & Q(decided_at=None)),
                name="step_done_when_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}/{self.position} {self.role}"
