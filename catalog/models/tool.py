from datetime import date
from functools import reduce
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Sum,
    When,
)
from django.db.models.functions import Coalesce

from catalog.enums import Period, ToolCategory, ToolDecision
from catalog.models.plan import Plan
from catalog.models.seat import Seat
from catalog.models.subscription import Subscription
from catalog.models.vendor import Vendor
from catalog.search import words
from etech_ai.audit.guard import Governed, GovernedQuerySet

ASKABLE = (ToolDecision.APPROVED, ToolDecision.CONDITIONAL)


class ToolQuerySet(GovernedQuerySet):
    def visible_to(self, user: object) -> Self:
        """The catalogue is open to the whole house, forbidden tools included: people must see why."""
        return self.listed()

    def listed(self) -> Self:
        """Without tools whose entry into the catalogue was taken back."""
        return self.filter(is_listed=True)

    def matching(self, query: str) -> Self:
        """Tools whose name, vendor, summary or need hold every word of the query, accents and case aside."""
        return reduce(lambda found, word: found.filter(search_text__contains=word), words(query), self)

    def for_list(self) -> Self:
        """Everything that a line of the catalogue shows, in a fixed number of queries."""
        plans = Plan.objects.offered().order_by("price_minor", "name").with_seats()
        return self.select_related("vendor").prefetch_related(Prefetch("plans", plans, to_attr="offers"))

    def by_relevance(self) -> Self:
        """What may be asked for first, then what is on its way in or out, then what is forbidden."""
        ranks = [When(decision=decision, then=rank) for rank, decision in enumerate(ToolDecision)]
        return self.annotate(rank=Case(*ranks, output_field=IntegerField())).order_by("rank", "name", "pk")

    def by_price(self) -> Self:
        """Cheapest monthly list price first; tools without a price last. Currencies are not converted."""
        plans = Plan.objects.offered().filter(tool=OuterRef("pk"), price_minor__isnull=False)
        yearly = When(period=Period.YEAR, then=F("price_minor") / 12)
        monthly = Case(yearly, default=F("price_minor"), output_field=IntegerField())
        cheapest = plans.annotate(monthly=monthly).order_by("monthly").values("monthly")[:1]
        return self.annotate(cheapest=Subquery(cheapest)).order_by(
            F("cheapest").asc(nulls_last=True), "name", "pk"
        )

    def by_free_seats(self, today: date) -> Self:
        """Most free seats first; tools without a subscription in force, or without a ceiling, last."""
        in_force = Subscription.objects.current(today).filter(plan__tool=OuterRef("pk"))
        ceiling = in_force.values("plan__tool").annotate(n=Sum("seat_ceiling")).values("n")
        seats = Seat.objects.open().filter(subscription__plan__tool=OuterRef("pk"))
        held = seats.values("subscription__plan__tool").annotate(n=Count("pk")).values("n")
        free = Subquery(ceiling) - Coalesce(Subquery(held), 0)
        return self.annotate(free=free).order_by(F("free").desc(nulls_last=True), "name", "pk")


class Tool(Governed):
    """A product of a vendor, and what the house has decided about it."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=80, unique=True)
    vendor = models.ForeignKey(Vendor, models.PROTECT, related_name="tools")
    category = models.CharField(max_length=20, choices=ToolCategory.choices())
    summary = models.CharField(max_length=300, blank=True)
    need = models.CharField(max_length=300, blank=True)
    decision = models.CharField(
        max_length=20, choices=ToolDecision.choices(), default=ToolDecision.EVALUATION
    )
    decision_reason = models.CharField(max_length=1000, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="owned_tools", null=True, blank=True
    )
    recommended_profiles = models.JSONField(default=list, blank=True)  # empty: for every profile
    speaks_mcp = models.BooleanField(null=True, blank=True)
    speaks_openai_api = models.BooleanField(null=True, blank=True)
    exports_data = models.BooleanField(null=True, blank=True)
    exit_plan = models.TextField(blank=True)
    is_listed = models.BooleanField(default=True)
    search_text = models.TextField(blank=True, editable=False)  # written by services.tools: bare lower case

    offers: list[Plan]  # read by `for_list`

    objects = ToolQuerySet.as_manager()
    audit_exempt = ("search_text",)  # derived from recorded fields

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="tool_decision_has_reason_and_date",
                condition=Q(decision=ToolDecision.EVALUATION)
                | (Q(decided_on__isnull=False) & ~Q(decision_reason="")),
            ),
        ]
        indexes = [models.Index(fields=["decision", "name"], name="tool_by_decision")]

    def __str__(self) -> str:
        return self.name

    @property
    def may_be_asked_for(self) -> bool:
        return self.decision in ASKABLE
