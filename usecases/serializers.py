"""What the API says of use cases: what their sheet shows, and no more."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from compliance.ai_act import obligations as duties
from compliance.ai_act.ruleset import load
from etech_ai import wording
from etech_ai.api.fields import EnumField, TextOrNull
from people.serializers import NamedSerializer, PersonSerializer
from usecases.freshness import Stale
from usecases.models import Classification, UseCase
from usecases.vocabulary import Frequency, Objective, Progress, Standing


class UseCasePlanSerializer(serializers.Serializer):
    """A plan that the use relies on today."""

    slug = serializers.CharField(source="plan.slug")
    name = serializers.CharField(source="plan.name")
    tool = NamedSerializer(source="plan.tool")


class UseCaseLineSerializer(serializers.Serializer):
    """A use case in the register."""

    reference = serializers.CharField()
    slug = serializers.CharField()
    title = serializers.CharField()
    purpose = serializers.CharField()
    objective = EnumField(Objective)
    status = serializers.SerializerMethodField()
    outcome = TextOrNull(help_text=_("Résultat du classement\u00a0; null\u00a0: pas encore classé."))
    ruleset_version = TextOrNull()
    classified_on = serializers.DateField(allow_null=True)
    to_review = serializers.SerializerMethodField()
    owner = PersonSerializer()
    team = NamedSerializer(allow_null=True)
    client = NamedSerializer(allow_null=True)
    project = NamedSerializer(allow_null=True)
    data_levels = serializers.ListField(child=serializers.CharField())
    plans = UseCasePlanSerializer(source="plans_in_use", many=True)
    frequency = EnumField(Frequency, allow_null=True)
    first_used_on = serializers.DateField(allow_null=True)
    declared_on = serializers.DateField()
    updated_on = serializers.DateField()
    retired_on = serializers.DateField(allow_null=True)
    decided_on = serializers.DateField(allow_null=True)
    decision_note = TextOrNull(help_text=_("Les conditions de la validation, ou la raison du refus."))

    @extend_schema_field(EnumField(Standing))
    def get_status(self, use_case: UseCase) -> str:
        return use_case.standing(ruleset_version=self.context["rules"], today=self.context["today"]).value

    @extend_schema_field(
        serializers.ListField(
            child=serializers.ChoiceField([(reason.value, reason.name) for reason in Stale]),
            help_text=_("Pourquoi le classement est à revoir\u00a0; vide\u00a0: il ne l’est pas."),
        )
    )
    def get_to_review(self, use_case: UseCase) -> list[str]:
        rules, today = self.context["rules"], self.context["today"]
        return [reason.value for reason in use_case.stale_reasons(ruleset_version=rules, today=today)]


class ReasonSerializer(serializers.Serializer):
    """One step of the path to a result."""

    rule = serializers.CharField()
    article = serializers.CharField(allow_null=True)
    because = serializers.SerializerMethodField()

    @extend_schema_field(serializers.CharField(help_text=_("Dans la langue de la requête.")))
    def get_because(self, reason: dict[str, Any]) -> str:
        return reason["because_en" if wording.language() == "en" else "because_fr"]


class ClassificationSerializer(serializers.Serializer):
    """What the engine concluded, under the rules of that day."""

    number = serializers.IntegerField()
    ruleset_version = serializers.CharField()
    outcome = serializers.CharField()
    article = TextOrNull()
    flags = serializers.ListField(child=serializers.CharField())
    provisional = TextOrNull()
    trace = ReasonSerializer(many=True)
    classified_by = PersonSerializer()
    classified_at = serializers.DateTimeField()


class ObligationSerializer(serializers.Serializer):
    """An obligation of the current classification, and how far it is met."""

    id = serializers.CharField()
    article = serializers.CharField(allow_null=True)
    text = serializers.CharField()
    applies_from = serializers.DateField()
    in_force = serializers.BooleanField()
    state = EnumField(Progress)
    due_on = serializers.DateField(allow_null=True)
    note = TextOrNull()


class UseCaseSerializer(UseCaseLineSerializer):
    """The sheet of a use case, with its classification and its obligations."""

    classification = serializers.SerializerMethodField()
    obligations = serializers.SerializerMethodField()

    @extend_schema_field(ClassificationSerializer(allow_null=True))
    def get_classification(self, use_case: UseCase) -> dict[str, Any] | None:
        newest = self.context["newest"]
        return ClassificationSerializer(newest).data if newest else None

    @extend_schema_field(ObligationSerializer(many=True))
    def get_obligations(self, use_case: UseCase) -> Any:
        newest: Classification | None = self.context["newest"]
        if newest is None:
            return []
        marked = {state.obligation: state for state in use_case.obligation_states.all()}
        due = duties.due(
            load(newest.ruleset_version), newest.obligations, newest.flags, self.context["today"]
        )
        return ObligationSerializer([_followed(row, marked.get(row.id)) for row in due], many=True).data


def _followed(row: duties.DueObligation, marked: Any) -> dict[str, Any]:
    """An obligation with what somebody noted about it; unmarked ones are to do."""
    duty = row.obligation
    return {
        "id": row.id,
        "article": duty.article,
        "text": duty.en if wording.language() == "en" else duty.fr,
        "applies_from": row.applies_from,
        "in_force": row.in_force,
        "state": marked.state if marked else Progress.TODO.value,
        "due_on": marked.due_on if marked else None,
        "note": marked.note if marked else "",
    }
