"""Screen a text before it leaves. It stays in memory: nothing is written, logged or sent back to a form
that a browser would keep."""

from importlib import import_module
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from compliance.screening import Finding, Screened
from compliance.services import matrices, rules
from etech_ai import web
from people.decorators import open_to_staff

LONGEST = 1_000_000


class ScreeningForm(forms.Form):
    """The text alone."""

    text = forms.CharField(
        label=_("Le texte à relire"),
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(
            attrs={"class": "form-control mono", "rows": 10, "autocomplete": "off", "spellcheck": "false"}
        ),
        error_messages={
            "required": _("Collez un texte."),
            "max_length": _("Ce texte dépasse un million de caractères : relisez-le en plusieurs fois."),
            "null_characters_not_allowed": _("Ce n’est pas un texte : collez le texte, pas le fichier."),
        },
    )


@open_to_staff
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def screen_text(request: web.HtmxRequest) -> HttpResponse:
    """POST a text, read what it holds. Answered on the same address, so that no address ever names it."""
    form = ScreeningForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "levels": rules.vocabulary().levels.values()}
    if form.is_bound and form.is_valid():
        context |= _told(form.cleaned_data["text"])
    status = 422 if form.is_bound and form.errors else 200
    answer = web.render_page(request, "compliance/screening_page.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@sensitive_variables()
def _told(text: str) -> dict[str, Any]:
    # Loaded at the first text: the detectors weigh on every process, and few people screen.
    screened: Screened = import_module("compliance.screening.engine").screen(text)
    return {
        "screened": screened,
        "segments": _segments(text, screened),
        "rows": [
            {"finding": item, "masked": _masked(text[item.start : item.end])} for item in screened.findings
        ],
        "plans": matrices.offered(),
    }


@sensitive_variables()
def _segments(text: str, screened: Screened) -> list[tuple[str, Finding | None]]:
    """The text cut at its findings, in order."""
    cut: list[tuple[str, Finding | None]] = []
    reached = 0
    for item in screened.findings:
        cut += [(text[reached : item.start], None), (text[item.start : item.end], item)]
        reached = item.end
    return [*cut, (text[reached:], None)]


def _masked(value: str) -> str:
    """Enough to find it again in one's own text, and no more."""
    return "•" * 6 + value[-2:] if len(value) > 8 else "•" * 6
