"""What the API says of tools, plans and seats: what their sheets show, and no more."""

from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from catalog.enums import (
    DataLevel,
    Period,
    Pricing,
    Region,
    ToolCategory,
    ToolClass,
    ToolDecision,
    Tristate,
)
from catalog.models import Plan, Tool
from catalog.permissions import can_ask_for_given
from etech_ai.api.fields import EnumField, TextOrNull
from people.serializers import NamedSerializer, PersonSerializer


class PlanSeatsSerializer(serializers.Serializer):
    """Seats of the subscriptions in force today."""

    held = serializers.IntegerField(help_text=_("Sièges attribués."))
    ceiling = serializers.IntegerField(
        allow_null=True, help_text=_("Sièges que la maison paie\u00a0; null\u00a0: sans plafond.")
    )
    free = serializers.IntegerField(allow_null=True, help_text=_("Sièges qui restent à donner."))


class MayAskSerializer(serializers.Serializer):
    """Whether the caller may ask for it, and why not."""

    allowed = serializers.BooleanField()
    reason = TextOrNull()


class PlanSerializer(serializers.Serializer):
    """One plan of a tool: the unit of truth of the data rules."""

    slug = serializers.CharField()
    name = serializers.CharField()
    tool = NamedSerializer()
    is_offered = serializers.BooleanField(help_text=_("Proposée aujourd’hui dans la maison."))
    pricing = EnumField(Pricing)
    price_minor = serializers.IntegerField(
        allow_null=True, help_text=_("Prix public, en centimes\u00a0; null\u00a0: non relevé.")
    )
    currency = TextOrNull()
    period = EnumField(Period)
    region = EnumField(Region, _("Où sont traitées les données."))
    retention_days = serializers.IntegerField(allow_null=True)
    retention_note = TextOrNull()
    trains_on_data = EnumField(Tristate, _("L’éditeur entraîne-t-il ses modèles sur les données\u00a0?"))
    has_sso = EnumField(Tristate)
    facts_note = TextOrNull()
    tool_class = serializers.SerializerMethodField()
    class_valid_until = serializers.DateField(
        allow_null=True, help_text=_("Dernier jour où toutes les preuves de la classe valent.")
    )
    highest_level = serializers.SerializerMethodField()
    seats = serializers.SerializerMethodField()
    ask = serializers.SerializerMethodField()

    @extend_schema_field(EnumField(ToolClass, _("Classe du jour, d’après les preuves.")))
    def get_tool_class(self, plan: Plan) -> str:
        return plan.class_on(self.context["today"])

    @extend_schema_field(EnumField(DataLevel, _("Niveau le plus élevé admis aujourd’hui."), allow_null=True))
    def get_highest_level(self, plan: Plan) -> str | None:
        return plan.level_on(self.context["today"]) or None

    @extend_schema_field(PlanSeatsSerializer(allow_null=True, help_text=_("null\u00a0: pas d’abonnement.")))
    def get_seats(self, plan: Plan) -> dict[str, Any] | None:
        seats = self.context["seats"](plan)
        return PlanSeatsSerializer(seats).data if seats.is_subscribed else None

    @extend_schema_field(MayAskSerializer)
    def get_ask(self, plan: Plan) -> dict[str, Any]:
        verdict = can_ask_for_given(plan, holds_one=plan.pk in self.context["held"])
        return {"allowed": verdict.allowed, "reason": _t(verdict.reason) if verdict.reason else None}


class ToolLineSerializer(serializers.Serializer):
    """A tool in the catalogue."""

    slug = serializers.CharField()
    name = serializers.CharField()
    vendor = NamedSerializer()
    category = EnumField(ToolCategory)
    summary = TextOrNull()
    need = TextOrNull(help_text=_("À quoi il sert."))
    decision = EnumField(ToolDecision, _("Ce que la maison a décidé."))
    decision_reason = TextOrNull()
    decided_on = serializers.DateField(allow_null=True)
    recommended_profiles = serializers.ListField(
        child=serializers.CharField(), help_text=_("Vide\u00a0: pour tous les profils.")
    )
    speaks_mcp = serializers.BooleanField(allow_null=True)
    speaks_openai_api = serializers.BooleanField(allow_null=True)
    exports_data = serializers.BooleanField(allow_null=True)
    plans = serializers.SerializerMethodField()

    @extend_schema_field(
        serializers.ListField(child=serializers.CharField(), help_text=_("Offres proposées aujourd’hui."))
    )
    def get_plans(self, tool: Tool) -> Any:
        return [plan.slug for plan in tool.offers]


class ToolSerializer(ToolLineSerializer):
    """The sheet of a tool, with its plans."""

    owner = PersonSerializer(allow_null=True)
    exit_plan = TextOrNull(help_text=_("Comment en sortir."))
    plans = serializers.SerializerMethodField()

    @extend_schema_field(PlanSerializer(many=True))
    def get_plans(self, tool: Tool) -> Any:
        for plan in tool.offers:
            plan.tool = tool  # the row that is at hand, not one query a plan
        return PlanSerializer(tool.offers, many=True, context=self.context).data


class SeatSerializer(serializers.Serializer):
    """One person holding one seat, from a day to a day."""

    id = serializers.IntegerField(source="pk")
    holder = PersonSerializer()
    tool = NamedSerializer(source="subscription.plan.tool")
    plan = NamedSerializer(source="subscription.plan")
    subscription = serializers.CharField(source="subscription.label")
    assigned_on = serializers.DateField()
    released_on = serializers.DateField(allow_null=True)
    last_used_on = serializers.DateField(
        allow_null=True, help_text=_("Dernier usage que l’éditeur a relevé\u00a0; null\u00a0: pas de relevé.")
    )
