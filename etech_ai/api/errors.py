"""Every refusal and failure under /api/ is one JSON object: `{"detail": a sentence, "code": a word}`.

422 adds `errors`, the sentences by parameter or key. The sentence is in the caller's language; the code is
for programs and does not change.
"""

import logging
import secrets
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from etech_ai.enums import gettext_noop
from etech_ai.verdicts import Refused

logger = logging.getLogger(__name__)

PREFIX = "/api/"
NOT_FOUND = gettext_noop("Il n’y a rien à cette adresse, ou rien que vous puissiez voir.")
FAILED = gettext_noop(
    "Le portail n’a pas pu répondre. Rien n’est perdu\u00a0: réessayez, ou citez le code %(code)s à "
    "l’administration."
)
SENTENCES: dict[type[exceptions.APIException], str] = {
    exceptions.NotAuthenticated: gettext_noop(
        "Dites qui vous êtes\u00a0: une session du portail, ou l’en-tête Authorization\u00a0: Bearer suivi "
        "d’un jeton d’accès."
    ),
    exceptions.NotFound: NOT_FOUND,
    exceptions.MethodNotAllowed: gettext_noop("Cette adresse n’admet pas cette méthode."),
    exceptions.NotAcceptable: gettext_noop("L’API répond en JSON\u00a0: acceptez application/json."),
    exceptions.UnsupportedMediaType: gettext_noop(
        "Envoyez du JSON, avec l’en-tête Content-Type\u00a0: application/json."
    ),
    exceptions.Throttled: gettext_noop(
        "Trop de requêtes\u00a0: attendez le nombre de secondes de l’en-tête Retry-After."
    ),
}


class Unprocessable(exceptions.APIException):
    """422: it can be read, and says something that cannot be answered. `errors` tells what, by name."""

    status_code = 422
    default_code = "invalid"
    default_detail = gettext_lazy("Un paramètre ne convient pas.")

    def __init__(self, detail: Any = None, errors: dict[str, list[str]] | None = None) -> None:
        super().__init__(detail)
        self.errors = errors or {}

    @classmethod
    def of(cls, errors: Any) -> "Unprocessable":
        """From a serializer's errors: the first sentence leads, with the name it is about."""
        told = {str(name): [str(text) for text in texts] for name, texts in errors.items()}
        name, texts = next(iter(told.items()))
        return cls(_("%(name)s\u00a0: %(text)s") % {"name": name, "text": texts[0]}, told)


def answer(exc: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler: whatever happens in a view of the API leaves as JSON."""
    set_rollback()
    known = _known(exc)
    if known is None:
        code = _logged(exc, context["request"])
        return Response(failure(code), status=500)
    response = Response(_body(known), status=known.status_code)
    if header := getattr(known, "auth_header", None):
        response["WWW-Authenticate"] = header
    if (wait := getattr(known, "wait", None)) is not None:
        response["Retry-After"] = str(max(1, round(wait)))
    return response


@csrf_exempt
@login_not_required
def not_found(request: HttpRequest) -> JsonResponse:
    """An address under /api/ that is none: the same whatever the method, with or without DEBUG."""
    sentence = _("Cette adresse n’existe pas. Celles de l’API finissent par une barre oblique.")
    return JsonResponse({"detail": sentence, "code": "not_found"}, status=404)


def failure(code: str) -> dict[str, str]:
    """The body of a 500: the code to quote, which the log holds too."""
    return {"detail": _(FAILED) % {"code": code}, "code": "server_error", "reference": code}


def is_of_api(request: HttpRequest) -> bool:
    return request.path.startswith(PREFIX)


def _known(exc: Exception) -> exceptions.APIException | None:
    """The refusal that this exception means; None for a fault of ours."""
    if isinstance(exc, exceptions.ValidationError):
        return Unprocessable.of(exc.detail)
    if isinstance(exc, exceptions.APIException):
        return exc
    if isinstance(exc, Refused):
        return Unprocessable(str(exc))
    if isinstance(exc, Http404):
        return exceptions.NotFound()
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, SuspiciousOperation):
        return exceptions.ParseError(_("Cette requête ne peut pas être lue."))
    return None


def _body(exc: exceptions.APIException) -> dict[str, Any]:
    sentence = SENTENCES.get(type(exc))
    code = exc.detail.code if isinstance(exc.detail, exceptions.ErrorDetail) else exc.default_code
    body = {"detail": _(sentence) if sentence else str(exc.detail), "code": code}
    errors = getattr(exc, "errors", None)
    return body | {"errors": errors} if errors else body


def _logged(exc: Exception, request: Any) -> str:
    code = f"ERR-{secrets.token_hex(3).upper()}"
    logger.error("%s on %s %s", code, request.method, request.path, exc_info=exc)
    return code
