"""The objects of the two rule engines, as the commands `classify` and `data_answer` read and print them.

They document; the engines themselves check, so that command and API refuse the same things in the same words.
"""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from people.serializers import ErrorSerializer

LINE_ID = _("Votre repère\u00a0: la réponse le répète.")


class ClassificationQuestionSerializer(serializers.Serializer):
    """Answers to the questionnaire of the AI Act."""

    id = serializers.JSONField(help_text=LINE_ID)
    answers = serializers.DictField(
        child=serializers.JSONField(),
        help_text=_("Par question, l’option choisie, ou la liste des options."),
    )
    facts = serializers.ListField(
        child=serializers.CharField(), required=False, allow_null=True,
        help_text=_("Faits que le portail connaît déjà."),
    )  # fmt: skip
    on = serializers.DateField(
        required=False, allow_null=True,
        help_text=_("Jour dont on veut les obligations\u00a0; sans lui, toutes sont citées."),
    )  # fmt: skip


class RuleReasonSerializer(serializers.Serializer):
    """A rule that spoke, and why."""

    rule = serializers.CharField()
    article = serializers.CharField(allow_null=True)
    because = serializers.CharField()


class ClassificationPreviewSerializer(serializers.Serializer):
    """What the engine makes of the answers. Nothing is written."""

    id = serializers.JSONField(help_text=LINE_ID)
    ruleset_version = serializers.CharField()
    outcome = serializers.CharField(help_text=_("undetermined tant qu’une réponse qui compte manque."))
    article = serializers.CharField(allow_null=True)
    flags = serializers.ListField(child=serializers.CharField())
    provisional = serializers.CharField(
        allow_null=True, help_text=_("Ce que le résultat serait au plus strict.")
    )
    pending_questions = serializers.ListField(child=serializers.CharField())
    trace = RuleReasonSerializer(many=True)
    obligations = serializers.ListField(child=serializers.CharField())


class DataQuestionSerializer(serializers.Serializer):
    """May this data go to that tool? Name a plan or a class, a client or a policy."""

    id = serializers.JSONField(help_text=LINE_ID)
    levels = serializers.ListField(child=serializers.CharField(), help_text=_("Niveaux des données."))
    plan = serializers.CharField(
        required=False, allow_null=True, help_text=_("Offre du catalogue, par son identifiant.")
    )
    tool_class = serializers.CharField(
        required=False, allow_null=True, help_text=_("Ou une classe d’outil, t0 à t4.")
    )
    client = serializers.CharField(
        required=False, allow_null=True, help_text=_("Client, par son identifiant, s’il vous est connu.")
    )
    client_policy = serializers.CharField(
        required=False, allow_null=True, help_text=_("Ou none, no_policy, consented.")
    )
    evidence = serializers.ListField(
        child=serializers.CharField(), help_text=_("Conditions tenues pour remplies.")
    )
    region = serializers.CharField(required=False, allow_null=True)


class DataReasonSerializer(serializers.Serializer):
    """A data rule that spoke, what it says, and why."""

    rule = serializers.CharField()
    value = serializers.CharField()
    because = serializers.CharField()


class DataAnswerSerializer(serializers.Serializer):
    """Allowed, refused for want of conditions, or forbidden. Nothing is written."""

    id = serializers.JSONField(help_text=LINE_ID)
    ruleset_version = serializers.CharField()
    result = serializers.ChoiceField([(name, name) for name in ("allowed", "refused", "forbidden")])
    conditions = serializers.ListField(child=serializers.CharField())
    missing = serializers.ListField(child=serializers.CharField())
    trace = DataReasonSerializer(many=True)


class EngineErrorSerializer(ErrorSerializer):
    """A refusal of an engine: what the command prints (`id`, `error`), and what every refusal says."""

    id = serializers.JSONField(required=False, help_text=LINE_ID)
    error = serializers.CharField(required=False, help_text=_("La phrase que la commande imprime."))
