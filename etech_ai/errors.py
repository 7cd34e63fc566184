"""The pages of refusal and failure: they say what happened, what is kept and what to do."""

import logging
import secrets
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views import defaults

from etech_ai.api import errors as api_errors
from etech_ai.context import theme_of

logger = logging.getLogger(__name__)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: names the roles that open the page; they come as `exception.needed_roles` (labels)."""
    context: dict[str, Any] = {
        "needed_roles": list(getattr(exception, "needed_roles", ())),
        "contacts": list(getattr(exception, "contacts", ())),
    }
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: the same for a page that does not exist and for one that this person may not see."""
    if api_errors.is_of_api(request):
        return api_errors.not_found(request)
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """413 for what is too large to be read into memory, 400 for the rest; nothing of it is kept."""
    if not isinstance(exception, RequestDataTooBig):
        return defaults.bad_request(request, exception or Exception())
    if api_errors.is_of_api(request):
        return JsonResponse({"detail": _("Cet envoi est trop grand."), "code": "too_large"}, status=413)
    return render(request, "413.html", status=413)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a code to quote, which the log holds too. Touches neither session nor database."""
    code = f"ERR-{secrets.token_hex(3).upper()}"
    logger.error("%s on %s %s", code, request.method, request.path)
    if api_errors.is_of_api(request):
        return JsonResponse(api_errors.failure(code), status=500)
    context = {
        "code": code,
        "shell": {"theme": theme_of(request), "one_key": True},
        "messages": [],
        "csrf_token": "",
    }
    return HttpResponse(render_to_string("500.html", context), status=500)
