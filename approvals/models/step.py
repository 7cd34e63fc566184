"""A step of a request: who decides, in which capacity, by when, and what they said."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models.reach import falls_to
from approvals.models.request import Request
from approvals.succession import Cause, Heir
from approvals.workflow import Decider, Move, State, StepState, Task
from etech_ai.audit.guard import Governed, GovernedQuerySet

SEARCHED = (
    "requester__first_name",
    "requester__last_name",
    "beneficiary__first_name",
    "beneficiary__last_name",
    "plan__name",
    "plan__tool__name",
    "proposed_name",
    "use_case__title",
    "justification",
)


class StepQuerySet(GovernedQuerySet):
    def visible_to(self, user) -> "StepQuerySet":
        """The steps of the requests that the person may read."""
        return self.filter(request__in=Request.objects.visible_to(user))

    def current(self) -> "StepQuerySet":
        return self.filter(state=StepState.NOW.value)

    def waiting(self) -> "StepQuerySet":
        """Steps that somebody can act on now: not those whose requester owes a precision."""
        return self.current().exclude(request__state=State.CLARIFICATION.value)

    def falling_to(self, user) -> "StepQuerySet":
        """Steps that fall to the person by role, place and scope, their own requests included."""
        return self.filter(falls_to(user))

    def to_decide_by(self, user) -> "StepQuerySet":
        """What waits for the person: falls to them, is not theirs, and can be acted on now."""
        return (
            self.waiting()
            .falling_to(user)
            .exclude(request__requester=user)
            .exclude(request__beneficiary=user)
        )

    def locked_for(self, user) -> "StepQuerySet":
        """The person's own requests: somebody else decides, though the step would fall to them."""
        return (
            self.waiting().falling_to(user).filter(Q(request__requester=user) | Q(request__beneficiary=user))
        )

    def overdue(self, today: date) -> "StepQuerySet":
        return self.waiting().filter(due_on__lt=today)

    def matching(self, words: str) -> "StepQuerySet":
        """Every word stands in the reference, a name, the tool, the use case or the need."""
        for word in words.split():
            found = Q(request__reference__icontains=word)
            for name in SEARCHED:
                found |= Q(**{f"request__{name}__icontains": word})
            self = self.filter(found)
        return self

    def soonest_first(self) -> "StepQuerySet":
        return self.order_by("due_on", "request__submitted_at", "pk")

    def for_inbox(self) -> "StepQuerySet":
        return self.select_related(
            "request__requester", "request__beneficiary__team", "request__plan__tool", "request__tool",
            "request__use_case", "request__project__client", "request__project__lead",
        )  # fmt: skip

    def in_order(self) -> "StepQuerySet":
        return self.order_by("request_id", "position")


class Step(Governed):
    """One decision on the way. Decision, decider and time are all set or all empty."""

    request = models.ForeignKey(Request, models.PROTECT, related_name="steps")
    position = models.PositiveSmallIntegerField(_("rang"))
    role = models.CharField(_("rôle"), max_length=20, choices=Decider.choices())
    task = models.CharField(_("tâche"), max_length=20, choices=Task.choices(), default=Task.DECIDE.value)
    state = models.CharField(
        _("état"), max_length=20, choices=StepState.choices(), default=StepState.TODO.value
    )
    note = models.CharField(_("précision"), max_length=200, blank=True, default="")
    passed_to = models.CharField(_("passée à"), max_length=20, choices=Heir.choices(), blank=True, default="")
    passed_why = models.CharField(
        _("raison du passage"), max_length=20, choices=Cause.choices(), blank=True, default=""
    )
    passed_at = models.DateTimeField(_("passée le"), null=True, blank=True)
    due_on = models.DateField(_("réponse avant le"))
    reminded_at = models.DateTimeField(_("rappelée le"), null=True, blank=True)
    decision = models.CharField(_("décision"), max_length=20, choices=Move.choices(), blank=True, default="")
    message = models.TextField(_("message"), blank=True, default="")
    conditions = models.TextField(_("conditions"), blank=True, default="")
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
                condition=Q(passed_to="", passed_why="", passed_at=None)
                | (~Q(passed_to="") & ~Q(passed_why="") & Q(passed_at__isnull=False)),
                name="step_passed_on_all_or_nothing",
            ),
            models.CheckConstraint(
                condition=Q(conditions="") | Q(decision__in=[Move.APPROVE.value, Move.APPROVE_LAST.value]),
                name="step_conditions_of_an_approval",
            ),
            models.CheckConstraint(
                condition=Q(state="done", decided_at__isnull=False) | (~Q(state="done") & Q(decided_at=None)),
                name="step_done_when_decided",
            ),
        ]

    def decided_before(self) -> set[int]:
        """Who took another step of the request, in their own name."""
        taken = Step.objects.filter(request=self.request_id, decided_by__isnull=False).exclude(pk=self.pk)
        return set(taken.values_list("decided_by", flat=True))

    def __str__(self) -> str:
        return f"{self.request_id}/{self.position} {self.role}"
