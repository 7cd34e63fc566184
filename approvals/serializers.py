"""What the API says of requests: what their sheet shows, and no more."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from approvals.desk import title_of
from approvals.models import CommentNature, Request, Step
from approvals.workflow import Decider, Kind, Move, State, StepState, Task
from catalog.enums import KeyEnvironment, KeyScope
from etech_ai.api.fields import EnumField, TextOrNull
from people.models import Project
from people.serializers import NamedSerializer, PersonSerializer

EXTENDS = _("La demande accordée que celle-ci prolonge.")
REDOES = _("La demande refusée ou annulée que celle-ci reprend.")


class StepSerializer(serializers.Serializer):
    """One step: in which capacity somebody decides, by when, and what they said."""

    position = serializers.IntegerField()
    role = EnumField(Decider)
    task = EnumField(Task)
    state = EnumField(StepState)
    due_on = serializers.DateField()
    decision = EnumField(Move, allow_null=True)
    message = TextOrNull()
    decided_by = PersonSerializer(allow_null=True)
    decided_at = serializers.DateTimeField(allow_null=True)


class RequestPlanSerializer(serializers.Serializer):
    """The plan that is asked for."""

    slug = serializers.CharField()
    name = serializers.CharField()
    tool = NamedSerializer()


class RequestUseCaseSerializer(serializers.Serializer):
    """The use case to validate."""

    reference = serializers.CharField()
    outcome = TextOrNull()


class CommentSerializer(serializers.Serializer):
    """A line of the thread."""

    author = PersonSerializer()
    nature = EnumField(CommentNature)
    text = serializers.CharField()
    at = serializers.DateTimeField()


class RequestLineSerializer(serializers.Serializer):
    """A request in a list."""

    reference = serializers.CharField()
    title = serializers.SerializerMethodField()
    kind = EnumField(Kind)
    state = EnumField(State)
    requester = PersonSerializer()
    beneficiary = PersonSerializer()
    plan = RequestPlanSerializer(allow_null=True)
    tool = NamedSerializer(allow_null=True, help_text=_("La fiche qu’un nouvel outil a reçue."))
    use_case = RequestUseCaseSerializer(allow_null=True)
    project = serializers.SerializerMethodField()
    client = serializers.SerializerMethodField()
    submitted_at = serializers.DateTimeField()
    decided_at = serializers.DateTimeField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    current_step = serializers.SerializerMethodField()

    @extend_schema_field(serializers.CharField(help_text=_("Ce qui est demandé, en quelques mots.")))
    def get_title(self, request: Request) -> str:
        return str(title_of(request))

    @extend_schema_field(
        NamedSerializer(allow_null=True, help_text=_("null aussi s’il ne vous est pas connu."))
    )
    def get_project(self, request: Request) -> dict[str, str] | None:
        project = self._known_project(request)
        return NamedSerializer(project).data if project else None

    @extend_schema_field(NamedSerializer(allow_null=True))
    def get_client(self, request: Request) -> dict[str, str] | None:
        project = self._known_project(request)
        return NamedSerializer(project.client).data if project and project.client else None

    @extend_schema_field(StepSerializer(allow_null=True, help_text=_("null une fois la demande close.")))
    def get_current_step(self, request: Request) -> dict[str, Any] | None:
        steps: list[Step] = list(request.steps.all())
        current = next((step for step in steps if step.state == StepState.NOW), None)
        return StepSerializer(current).data if current else None

    def _known_project(self, request: Request) -> Project | None:
        return request.project if request.project_id in self.context["projects"] else None


class RequestSerializer(RequestLineSerializer):
    """The sheet of a request: steps, thread, facts."""

    justification = serializers.CharField()
    data_levels = serializers.ListField(child=serializers.CharField())
    proposed_name = TextOrNull()
    proposed_vendor = TextOrNull()
    proposed_url = TextOrNull()
    starts_on = serializers.DateField(allow_null=True)
    extends = serializers.CharField(
        source="extends.reference", default=None, allow_null=True, help_text=EXTENDS
    )
    redoes = serializers.CharField(source="redoes.reference", default=None, allow_null=True, help_text=REDOES)
    environment = EnumField(KeyEnvironment, allow_null=True, help_text=_("D’une clé d’API."))
    scopes = serializers.ListField(child=EnumField(KeyScope), help_text=_("D’une clé d’API."))
    cap_minor = serializers.IntegerField(allow_null=True, help_text=_("Plafond mensuel, en centimes."))
    currency = TextOrNull(help_text=_("Devise du plafond."))
    facts_digest = TextOrNull(help_text=_("Empreinte des faits approuvés."))
    steps = StepSerializer(many=True)
    comments = CommentSerializer(many=True)
