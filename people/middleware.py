"""A second factor before anything else, for the roles that take one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from people.models import User
from people.permissions import has_factor_for

ALLOWED_PREFIXES = ("mfa_", "account_reauthenticate", "account_logout", "api_", "set_", "healthz", "readyz")
ENROLMENT_PAGE = "mfa_index"


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
        if _is_allowed(request) or not request.user.is_authenticated or not must_enrol(request.user):
            return None
        return redirect(ENROLMENT_PAGE)


def must_enrol(user: User) -> bool:
    """Whether the person holds a role that takes a second factor, and has none."""
    return not has_factor_for(user, user.roles)


def _is_allowed(request: HttpRequest) -> bool:
    """The enrolment itself, what every page needs, and the endpoints of the API, which refuse in JSON."""
    name = getattr(request.resolver_match, "url_name", "") or ""
    return name.startswith(ALLOWED_PREFIXES)
