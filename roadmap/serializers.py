"""What the API says of the plan's decisions: reasons are public in the house."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from etech_ai.api.fields import EnumField, TextOrNull
from people.serializers import PersonSerializer
from roadmap.models import DecisionState


class ThemeSerializer(serializers.Serializer):
    """One theme of the plan."""

    number = serializers.IntegerField()
    title = serializers.CharField()


class DecisionSerializer(serializers.Serializer):
    """One question of the plan, and what was decided."""

    ref = serializers.CharField()
    theme = ThemeSerializer()
    question = serializers.CharField()
    options = serializers.JSONField(help_text=_("Les options étudiées."))
    evidence = TextOrNull()
    state = EnumField(DecisionState)
    decision = TextOrNull()
    owner = PersonSerializer(allow_null=True)
    decided_by = TextOrNull()
    decided_on = serializers.DateField(allow_null=True)
    review_on = serializers.DateField(allow_null=True)
    supersedes = serializers.CharField(
        source="supersedes.ref", allow_null=True, default=None, help_text=_("La décision qu’elle remplace.")
    )
