"""How endpoints are described to callers."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse

from people.serializers import ErrorSerializer

REFUSALS = {
    400: _("Ce n’est pas du JSON que l’on puisse lire."),
    401: _("Personne ne s’est fait connaître, ou le jeton est inconnu, expiré ou révoqué."),
    403: _("Compte à admettre, second facteur à activer, portée trop étroite, ou jeton CSRF absent."),
    404: _("Rien à cette adresse, ou rien que vous puissiez voir."),
    415: _("Le contenu n’est pas annoncé comme du JSON."),
    422: _("Un paramètre ou une réponse ne convient pas\u00a0: la phrase dit lequel."),
    429: _("Trop de requêtes\u00a0: l’en-tête Retry-After dit quand revenir."),
}


class DescribedSchema(AutoSchema):
    """Descriptions are sentences for callers, in their language; docstrings stay with the developers."""

    def get_description(self) -> str:  # type: ignore[override]
        return ""

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> dict[str, Any]:
        schema: dict[str, Any] = super()._map_basic_serializer(serializer, direction)
        schema.pop("description", None)
        return schema


def refusals(*statuses: int) -> dict[int, OpenApiResponse]:
    """The refusals that an operation may answer with, all of one shape."""
    return {status: OpenApiResponse(ErrorSerializer, REFUSALS[status]) for status in statuses}
