"""The API of the catalogue: tools, plans, seats. Reading only."""

from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from catalog.enums import DataLevel, Pricing, Region, ToolCategory, ToolDecision
from catalog.models import Plan, Seat, Tool
from catalog.serializers import PlanSerializer, SeatSerializer, ToolLineSerializer, ToolSerializer
from catalog.views.lines import Seats
from etech_ai.api.fields import EnumField
from etech_ai.api.queries import ListQuery, among, flag, order, several, slug, words
from people.access import Scope
from people.api.endpoints import DetailEndpoint, ListEndpoint, listing, sheet

TAG = "catalogue"
REACHING = _("Qui admettent ce niveau de données aujourd’hui, sous leurs conditions.")


class ToolQuery(ListQuery):
    q = words(_("Mots du nom, de l’éditeur, du résumé ou du besoin."))
    decision = several(ToolDecision)
    category = several(ToolCategory)
    vendor = slug(_("Éditeur, par son identifiant."))
    level = EnumField(DataLevel, REACHING, required=False)
    ordering = order("name", "-name", "relevance", "price", "free-seats")


@listing(
    "tool_list", TAG, _("Les outils du catalogue"),
    _("Tous, interdits compris\u00a0: chacun doit pouvoir lire pourquoi."),
)  # fmt: skip
class ToolList(ListEndpoint):
    scope = Scope.READ_TOOLS
    query = ToolQuery
    line = ToolLineSerializer

    def rows(self, asked: dict[str, Any]) -> QuerySet:
        today = timezone.localdate()
        found = Tool.objects.visible_to(self.request.user).matching(asked.get("q", ""))
        found = among(found, asked, decision="decision", category="category")
        if vendor := asked.get("vendor"):
            found = found.filter(vendor__slug=vendor)
        if level := asked.get("level"):
            offers = Plan.objects.offered().reaching(level, today).filter(tool=OuterRef("pk"))
            found = found.filter(Exists(offers))
        orders = {
            "relevance": found.by_relevance,
            "price": found.by_price,
            "free-seats": lambda: found.by_free_seats(today),
        }
        plain = asked["ordering"]
        return orders.get(plain, lambda: found.order_by(plain, "pk"))().for_list()


class _PlanFacts:
    """What the lines of plans need: seats, and which plans the caller holds already."""

    def known(self, rows: list[Any]) -> dict[str, Any]:
        today = timezone.localdate()
        mine = Seat.objects.open().filter(holder=self.request.user)
        return {
            "seats": lambda plan: Seats.of(plan.subscriptions_counted, today),
            "held": set(mine.values_list("subscription__plan", flat=True)),
        }


@sheet("tool", TAG, _("Un outil et ses offres"))
class ToolDetail(_PlanFacts, DetailEndpoint):
    scope = Scope.READ_TOOLS
    sheet = ToolSerializer

    def rows(self) -> QuerySet:
        return Tool.objects.visible_to(self.request.user).for_list().select_related("vendor", "owner")


class PlanQuery(ListQuery):
    tool = slug(_("Outil, par son identifiant."))
    region = several(Region)
    pricing = several(Pricing)
    level = EnumField(DataLevel, REACHING, required=False)
    is_offered = flag()
    ordering = order("tool", "-tool", "name", "-name")


PLAN_ORDERS = {"tool": ("tool__name", "name"), "-tool": ("-tool__name", "name")}


@listing(
    "plan_list", TAG, _("Les offres des outils"),
    _("Avec ce que les règles de données et les abonnements en disent aujourd’hui."),
)  # fmt: skip
class PlanList(_PlanFacts, ListEndpoint):
    scope = Scope.READ_PLANS
    query = PlanQuery
    line = PlanSerializer

    def rows(self, asked: dict[str, Any]) -> QuerySet:
        found = Plan.objects.visible_to(self.request.user).select_related("tool").with_seats()
        found = among(found, asked, region="region", pricing="pricing")
        if tool := asked.get("tool"):
            found = found.filter(tool__slug=tool)
        if level := asked.get("level"):
            found = found.reaching(level, timezone.localdate())
        if asked["is_offered"] is not None:
            found = found.filter(is_offered=asked["is_offered"])
        return found.order_by(*PLAN_ORDERS.get(asked["ordering"], (asked["ordering"],)), "pk")


@sheet("plan", TAG, _("Une offre"))
class PlanDetail(_PlanFacts, DetailEndpoint):
    scope = Scope.READ_PLANS
    sheet = PlanSerializer

    def rows(self) -> QuerySet:
        return Plan.objects.visible_to(self.request.user).select_related("tool").with_seats()


class SeatQuery(ListQuery):
    tool = slug(_("Outil, par son identifiant."))
    plan = slug(_("Offre, par son identifiant."))
    holder = serializers.IntegerField(
        required=False, min_value=1, max_value=2**31, help_text=_("Personne, par son numéro.")
    )
    is_open = flag(_("true\u00a0: les sièges occupés\u00a0; false\u00a0: les rendus."))
    ordering = order("-assigned_on", "assigned_on")


@listing(
    "seat_list", TAG, _("Les sièges"),
    _("Les vôtres\u00a0; ceux de toute la maison pour qui attribue les sièges."),
)  # fmt: skip
class SeatList(ListEndpoint):
    scope = Scope.READ_SEATS
    query = SeatQuery
    line = SeatSerializer

    def rows(self, asked: dict[str, Any]) -> QuerySet:
        found = _seats(self.request.user)
        if tool := asked.get("tool"):
            found = found.filter(subscription__plan__tool__slug=tool)
        if plan := asked.get("plan"):
            found = found.filter(subscription__plan__slug=plan)
        if holder := asked.get("holder"):
            found = found.filter(holder=holder)
        if asked["is_open"] is not None:
            found = found.filter(released_on__isnull=asked["is_open"])
        return found.order_by(asked["ordering"], "pk")


@sheet("seat", TAG, _("Un siège"))
class SeatDetail(DetailEndpoint):
    scope = Scope.READ_SEATS
    sheet = SeatSerializer

    def rows(self) -> QuerySet:
        return _seats(self.request.user)


def _seats(user: Any) -> QuerySet:
    """Seats with their last use, in one query."""
    seats = Seat.objects.visible_to(user).select_related("subscription__plan__tool", "holder")
    return seats.annotate(last_used_on=Max("observations__last_used_on"))
