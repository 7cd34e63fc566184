"""A second factor before anything else, for the roles that take one."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from people.access import SECOND_FACTOR

ALLOWED_PREFIXES = ("mfa_", "account_reauthenticate", "account_logout", "set_", "healthz", "readyz")
ENROLMENT_PAGE = "mfa_index"
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class SecondFactorMiddleware:
    """Until they have enrolled a second factor, holders of those roles only see the enrolment pages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict
    ) -> HttpResponse | None:
        """Send to the enrolment page whoever must enrol first."""
        if not settings.SECOND_FACTOR_REQUIRED or _is_allowed(request):
            return None
        user = request.user
        if not user.is_authenticated or not user.roles & SECOND_FACTOR or is_mfa_enabled(user, FACTORS):
            return None
        return redirect(ENROLMENT_PAGE)


def _is_allowed(request: HttpRequest) -> bool:
    name = getattr(request.resolver_match, "url_name", "") or ""
    return name.startswith(ALLOWED_PREFIXES)
