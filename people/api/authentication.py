"""Two ways to say who calls: an access token, or the portal's own session."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from people.models import ApiToken, User
from people.services import tokens

CHALLENGE = 'Bearer realm="etech"'


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer etk_…`. The caller is the token's owner, within the token's scopes."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        kind, _space, secret = authentication.get_authorization_header(request).partition(b" ")
        if kind.lower() != b"bearer":
            return None
        now = timezone.now()
        token = tokens.recognise(secret.strip().decode("latin-1"), today=timezone.localdate(now))
        if token is None:
            raise refused_token()
        tokens.note_use(token, now=now)
        return token.owner, token

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


class SessionAuthentication(authentication.SessionAuthentication):
    """Who is signed in to the portal; a POST carries its CSRF token."""

    def enforce_csrf(self, request: Any) -> None:
        try:
            super().enforce_csrf(request)
        except PermissionDenied as refused:
            sentence = _("Le jeton CSRF manque ou n’est plus valable\u00a0: en-tête X-CSRFToken.")
            raise PermissionDenied(sentence, code="csrf") from refused


def refused_token() -> AuthenticationFailed:
    """One answer for unknown, expired and revoked: a stranger learns nothing from it."""
    sentence = _("Ce jeton d’accès est inconnu, expiré ou révoqué.")
    refusal: Any = AuthenticationFailed(sentence, code="invalid_token")
    refusal.auth_header = f'{CHALLENGE}, error="invalid_token"'
    return refusal


class TokenScheme(OpenApiAuthenticationExtension):
    """How the schema tells of tokens, with the scope that the endpoint asks for."""

    target_class = "people.api.authentication.TokenAuthentication"
    name = "accessToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        told = _("Un jeton créé dans « Mes jetons d’accès »\u00a0: `Authorization: Bearer etk_…`.")
        return {"type": "http", "scheme": "bearer", "description": told}

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        scope = getattr(auto_schema.view, "scope", None)
        return {self.name: [scope.value] if scope else []}


class SessionScheme(OpenApiAuthenticationExtension):
    """The portal's session."""

    target_class = "people.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        told = _("La session du portail. Une requête POST porte aussi l’en-tête X-CSRFToken.")
        return {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": told}
