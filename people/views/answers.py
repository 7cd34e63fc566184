"""The two shapes of a write: a button that acts, and a form that is sent."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, QueryDict

from etech_ai.verdicts import Refused
from etech_ai.web import see_other


def act(request: HttpRequest, back: str, done: str, call: Callable[[], Any]) -> HttpResponse:
    """One service call behind a button, then the page again with what happened."""
    try:
        call()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return see_other(back)


def sent(request: HttpRequest) -> QueryDict | None:
    """What was posted, or None: an empty POST is a form sent empty, not a form not sent."""
    return request.POST if request.method == "POST" else None


def accepted(form: Form, call: Callable[[dict[str, Any]], Any]) -> bool:
    """One service call with what the form parsed; a refusal becomes an error of the form."""
    if not form.is_valid():
        return False
    try:
        call(form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
