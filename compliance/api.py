"""The two rule engines over HTTP: one object in, one object out, as the commands read and print them."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from compliance.ai_act.jsonl import classify_line
from compliance.rulesets import MissingKey
from compliance.serializers import (
    ClassificationPreviewSerializer,
    ClassificationQuestionSerializer,
    DataAnswerSerializer,
    DataQuestionSerializer,
    EngineErrorSerializer,
)
from compliance.services import questions, rules
from etech_ai.api.throttles import CallerThrottle, EngineThrottle
from people.access import Scope
from people.api.endpoints import Endpoint
from people.api.schema import REFUSALS, refusals

TAG = "engines"
TOLD = _("La réponse du moteur, comme la commande l’imprime.")
REFUSED = {
    422: OpenApiResponse(EngineErrorSerializer, REFUSALS[422]),
    **refusals(400, 401, 403, 415, 429),
}
ANSWERS = {
    "q_system": "generative",
    "q_role": ["use_supplied"],
    "q_prohibited": ["none"],
    "q_area": ["none"],
    "q_people": ["none"],
}
QUESTION = {
    "id": "1",
    "levels": ["internal"],
    "tool_class": "t1",
    "client_policy": "none",
    "evidence": [],
}


class EngineEndpoint(Endpoint):
    """POST of one object. Reads the rules and the register, writes nothing."""

    throttle_classes = [CallerThrottle, EngineThrottle]

    def answered(self, question: Any) -> Response:
        """The engine's answer; 422 with its sentence for what it cannot answer."""
        try:
            told = self.ask(question)
        except MissingKey as missing:
            told = {"error": _t("Il manque la clé %(key)s.") % {"key": missing}}
        if "error" in told:
            return Response(told | {"detail": told["error"], "code": "invalid"}, status=422)
        return Response(told)

    def ask(self, question: Any) -> dict[str, Any]:
        raise NotImplementedError


class ClassificationPreview(EngineEndpoint):
    scope = Scope.CLASSIFY

    @extend_schema(
        operation_id="classification_preview", tags=[TAG], summary=_("Ce que l’AI Act fait de ces réponses"),
        description=_("Le même moteur que le questionnaire et que la commande classify. Rien n’est écrit."),
        request=ClassificationQuestionSerializer,
        responses={200: OpenApiResponse(ClassificationPreviewSerializer, TOLD), **REFUSED},
        examples=[OpenApiExample("question", {"id": "1", "answers": ANSWERS}, request_only=True)],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        return self.answered(request.data)

    def ask(self, question: Any) -> dict[str, Any]:
        return classify_line(rules.ai_act(), question)


class DataAnswers(EngineEndpoint):
    scope = Scope.ASK_DATA

    @extend_schema(
        operation_id="data_answer", tags=[TAG], summary=_("Ces données peuvent-elles aller là\u00a0?"),
        description=_(
            "Le même moteur que « Puis-je envoyer\u00a0? » et que la commande data_answer. Rien n’est écrit. "
            "Un client que vous ne connaissez pas répond comme un client qui n’existe pas."
        ),
        request=DataQuestionSerializer,
        responses={200: OpenApiResponse(DataAnswerSerializer, TOLD), **REFUSED},
        examples=[OpenApiExample("question", QUESTION, request_only=True)],
    )  # fmt: skip
    def post(self, request: Request) -> Response:
        return self.answered(request.data)

    def ask(self, question: Any) -> dict[str, Any]:
        questions.check_keys(question)
        return questions.answer(question, today=timezone.localdate(), by=self.caller)
