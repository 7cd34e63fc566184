"""The decision register: each question of the plan, and what was decided."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Q
from django.utils.translation import gettext_lazy as _

from etech_ai.audit.guard import Governed, GovernedQuerySet
from etech_ai.enums import Labelled, gettext_noop
from roadmap.models.theme import Theme


class DecisionState(Labelled):
    OPEN = "open", gettext_noop("À décider")
    DECIDED = "decided", gettext_noop("Décidée")


class DecisionQuerySet(GovernedQuerySet):
    def open(self):
        return self.filter(state=DecisionState.OPEN)

    def decided(self):
        return self.filter(state=DecisionState.DECIDED)

    def soonest_first(self):
        """The first to decide on top; those without a date come last, in the plan's order."""
        return self.order_by(F("due_on").asc(nulls_last=True), "ref")

    def asked(self):
        """Open questions that somebody must decide soon: dated, or work waits for them."""
        waiting = Q(items__state__in=("planned", "running"))
        due = self.open().annotate(blocked=Count("items", filter=waiting, distinct=True))
        return (
            due.filter(Q(due_on__isnull=False) | Q(blocked__gt=0))
            .select_related("theme", "owner")
            .soonest_first()
        )

    def to_review(self, today: date):
        return self.decided().filter(review_on__lte=today)

    def visible_to(self, user):
        """Reasons are public in the house: everybody who is one of us reads every decision."""
        return self if user.is_admitted else self.none()

    def for_register(self):
        return self.select_related("theme", "owner", "supersedes").order_by("ref")


class Decision(Governed):
    """One question, its options, what was decided, by whom, and when it is reviewed."""

    ref = models.CharField(_("référence"), max_length=8, unique=True)
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="decisions", verbose_name=_("thème"))
    question = models.TextField(_("question"))
    options = models.JSONField(_("options"), default=list, blank=True)
    evidence = models.TextField(_("éléments"), blank=True)
    state = models.CharField(
        _("état"), max_length=8, choices=DecisionState.choices(), default=DecisionState.OPEN.value
    )
    decision = models.TextField(_("décision"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="decisions",
        verbose_name=_("responsable"),
    )  # fmt: skip
    due_on = models.DateField(_("à trancher avant le"), null=True, blank=True)
    decided_by = models.CharField(_("décidée par"), max_length=120, blank=True)
    decided_on = models.DateField(_("décidée le"), null=True, blank=True)
    review_on = models.DateField(_("à revoir le"), null=True, blank=True)
    supersedes = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("remplace"),
    )

    audit_personal = ("decided_by",)
    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("décision")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=DecisionState.OPEN, decided_on=None, decision="", decided_by="")
                | (
                    Q(state=DecisionState.DECIDED, decided_on__isnull=False)
                    & ~Q(decision="")
                    & ~Q(decided_by="")
                ),
                name="decision_fields_all_or_none",
            )
        ]
        indexes = [models.Index(fields=["state", "ref"], name="decision_state")]

    def __str__(self) -> str:
        return f"{self.ref} {self.question}"
