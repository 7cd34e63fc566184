from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q

from catalog.enums import (
    DataLevel,
    Period,
    PlanCondition,
    Pricing,
    ProofKind,
    Region,
    ToolClass,
    Tristate,
)
from catalog.models.subscription import Subscription
from etech_ai.audit.guard import Governed, GovernedQuerySet

MONTHS = {Period.MONTH: 1, Period.YEAR: 12}


class PlanQuerySet(GovernedQuerySet):
    def visible_to(self, user: object) -> Self:
        """Plans are as public in the house as their tools."""
        return self.all()

    def offered(self) -> Self:
        return self.filter(is_offered=True)

    def reaching(self, level: str, day: date) -> Self:
        """Plans to which data of that level may be sent, with their own conditions, on that day."""
        enough = [other.value for other in DataLevel if other.rank >= DataLevel(level).rank]
        in_force = Q(class_valid_until=None) | Q(class_valid_until__gte=day)
        lapsed = Q(class_valid_until__lt=day) if level == DataLevel.PUBLIC else Q(pk__in=[])
        return self.filter(lapsed | (in_force & Q(highest_level__in=enough)))

    def with_seats(self) -> Self:
        """Adds `.subscriptions_counted`: the plan's subscriptions with `.seats_held`, in one query."""
        counted = Subscription.objects.with_seats_held().order_by("label", "pk")
        return self.prefetch_related(Prefetch("subscriptions", counted, to_attr="subscriptions_counted"))


class Plan(Governed):
    """One offer of a tool: the unit of truth for the data rules.

    `tool_class`, `class_valid_until` and `highest_level` are computed from the evidence by the rulebook
    and written down by `services.plans.set_class`, so that lists can filter on them.
    """

    tool = models.ForeignKey("catalog.Tool", models.PROTECT, related_name="plans")
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    region = models.CharField(max_length=12, choices=Region.choices(), default=Region.UNKNOWN)
    retention_days = models.PositiveIntegerField(null=True, blank=True)
    retention_note = models.CharField(max_length=300, blank=True)
    trains_on_data = models.CharField(max_length=8, choices=Tristate.choices(), default=Tristate.UNKNOWN)
    has_sso = models.CharField(max_length=8, choices=Tristate.choices(), default=Tristate.UNKNOWN)
    facts_note = models.CharField(max_length=500, blank=True)
    pricing = models.CharField(max_length=8, choices=Pricing.choices())
    price_minor = models.PositiveIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True)
    period = models.CharField(max_length=8, choices=Period.choices(), default=Period.MONTH)
    price_source = models.CharField(max_length=300, blank=True)
    price_read_on = models.DateField(null=True, blank=True)
    tool_class = models.CharField(max_length=4, choices=ToolClass.choices(), default=ToolClass.T0)
    class_valid_until = models.DateField(null=True, blank=True)
    highest_level = models.CharField(max_length=30, blank=True)
    is_offered = models.BooleanField(default=True)

    subscriptions_counted: list[Subscription]  # read by `with_seats`

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tool", "name"], name="one_plan_per_tool_and_name"),
            models.CheckConstraint(
                name="plan_price_has_currency",
                condition=Q(price_minor__isnull=True, currency="")
                | (Q(price_minor__isnull=False) & ~Q(currency="")),
            ),
        ]
        indexes = [models.Index(fields=["highest_level"], name="plan_by_level")]

    def __str__(self) -> str:
        return f"{self.tool} – {self.name}"

    @property
    def monthly_minor(self) -> int | None:
        """The list price brought to a month, in minor units; None when there is none."""
        return None if self.price_minor is None else round(self.price_minor / MONTHS[Period(self.period)])

    def class_on(self, day: date) -> str:
        """The class that holds on that day; once its proofs have ended, the weakest one."""
        return str(ToolClass.T0) if self._lapsed_on(day) else self.tool_class

    def level_on(self, day: date) -> str:
        """The highest level that may be sent on that day: public once its proofs have ended."""
        return str(DataLevel.PUBLIC) if self._lapsed_on(day) else self.highest_level

    def _lapsed_on(self, day: date) -> bool:
        return self.class_valid_until is not None and self.class_valid_until < day


class PlanEvidenceQuerySet(GovernedQuerySet):
    def visible_to(self, user: object) -> Self:
        """Whoever uses a plan may see what its class rests on."""
        return self.all()

    def valid_on(self, day: date) -> Self:
        """Proofs that hold on that day, the last day of validity included."""
        return self.filter(proven_on__lte=day).filter(Q(expires_on=None) | Q(expires_on__gte=day))

    def for_sheet(self) -> Self:
        return self.select_related("plan", "recorded_by").order_by(
            "plan__name", "condition", "-proven_on", "pk"
        )


class PlanEvidence(Governed):
    """A dated proof that a plan meets a condition of the data rules: a document kept here, an address, a
    clause. A proof of kind `file` without a digest names a document that lies elsewhere."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="evidence")
    condition = models.CharField(max_length=30, choices=PlanCondition.choices())
    kind = models.CharField(max_length=8, choices=ProofKind.choices())
    reference = models.CharField(max_length=500)
    file_name = models.CharField(max_length=160, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="")
    size = models.PositiveIntegerField(default=0)
    proven_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="recorded_evidence", null=True, blank=True
    )

    objects = PlanEvidenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="evidence_expires_after_proof",
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=models.F("proven_on")),
            ),
            models.CheckConstraint(name="evidence_has_reference", condition=~Q(reference="")),
            models.CheckConstraint(
                name="evidence_file_with_its_digest",
                condition=Q(sha256="", file_name="", size=0)
                | (Q(kind="file", size__gt=0) & ~Q(sha256="") & ~Q(file_name="")),
            ),
        ]
        indexes = [models.Index(fields=["plan", "condition", "expires_on"], name="evidence_by_condition")]

    def __str__(self) -> str:
        return f"{self.plan}, {PlanCondition(self.condition).label}"
