"""Who may come in at all. What they then see starts at `visible_to(caller)`, as on the pages."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission, IsAuthenticated

from people.middleware import must_enrol
from people.models import ApiToken


class Admitted(BasePermission):
    """One of us today: people who wait to be admitted see nothing."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if request.user.is_admitted:
            return True
        sentence = _("Votre compte attend d’être admis par l’administration du portail.")
        raise PermissionDenied(sentence, code="pending")


class SecondFactorEnrolled(BasePermission):
    """Roles that take a second factor take it here too, by token as by session."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if not must_enrol(request.user):
            return True
        sentence = _(
            "Votre rôle demande un second facteur\u00a0: activez-le dans votre profil, puis réessayez."
        )
        raise PermissionDenied(sentence, code="second_factor")


class InScope(BasePermission):
    """A token does what it was made for; a session does all that its person may."""

    def has_permission(self, request: Any, view: Any) -> bool:
        if not isinstance(request.auth, ApiToken) or view.scope is None or view.scope in request.auth.scopes:
            return True
        sentence = _("Ce jeton n’a pas la portée %(scope)s, que cette adresse demande.") % {
            "scope": view.scope
        }
        refusal: Any = PermissionDenied(sentence, code="insufficient_scope")
        refusal.auth_header = f'Bearer realm="etech", error="insufficient_scope", scope="{view.scope}"'
        raise refusal


GATES = [IsAuthenticated, Admitted, SecondFactorEnrolled, InScope]
