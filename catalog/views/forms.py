"""What every form page of the catalogue does: show, send, show again with what is wrong."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse

from etech_ai import web
from etech_ai.verdicts import Refused


def answer_form(
    request: HttpRequest, form: forms.Form, act: Callable[[], str], *, title: str, submit: str, **context: Any
) -> HttpResponse:
    """303 to the address that `act` returns; else the form again, 422 when what was sent is wrong."""
    if request.method == "POST" and form.is_valid():
        try:
            return web.see_other(act())
        except Refused as refusal:
            form.add_error(None, str(refusal))
    status = 422 if form.errors else 200
    context = {"form": form, "title": title, "submit": submit, **context}
    return web.render_page(request, "catalog/form_page.html", context, status=status)
