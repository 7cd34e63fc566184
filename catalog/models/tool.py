from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q

from catalog.enums import ToolCategory, ToolDecision
from catalog.models.plan import Plan
from catalog.models.vendor import Vendor
from etech_ai.audit.guard import Governed, GovernedQuerySet

ASKABLE = (ToolDecision.APPROVED, ToolDecision.CONDITIONAL)


class ToolQuerySet(GovernedQuerySet):
    def visible_to(self, user: object) -> Self:
        """The catalogue is open to the whole house, forbidden tools included: people must see why."""
        return self.all()

    def for_list(self) -> Self:
        """Everything that a line of the catalogue shows, in a fixed number of queries."""
        plans = Plan.objects.filter(is_offered=True).order_by("price_minor", "name").with_seats()
        return self.select_related("vendor").prefetch_related(Prefetch("plans", plans, to_attr="offers"))


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
    search_text = models.TextField(blank=True, editable=False)  # written by services.tools: bare lower case

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
