"""Screen a text before it leaves. It stays in memory: nothing is written, logged or sent back to a form
that a browser would keep."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from traceback import extract_tb
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from compliance.data_rules.ruleset import Level
from compliance.forms import DataCheckForm
from compliance.screening import Finding, Kind, Screened, clients
from compliance.services import rules
from etech_ai import web
from people.access import Role
from people.decorators import open_to_staff
from people.models import Client, User

LONGEST = 1_000_000
LISTED = 50
"""Rows of the table of passages: the text shows them all."""
TONES = {
    "secret": "danger", "special_category": "high", "personal": "caution", "client_confidential": "violet",
}  # fmt: skip


class ScreeningFailed(RuntimeError):
    """A detector failed: where, and nothing of what it was reading."""


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


@dataclass(frozen=True, slots=True)
class Passage:
    """A finding as the page shows it: its number in the text, and enough of it to find it again."""

    number: int
    finding: Finding
    masked: str
    level: Level | None

    @property
    def tone(self) -> str:
        return TONES.get(self.finding.level or "", "neutral")


@open_to_staff
@never_cache
@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def screen_text(request: web.HtmxRequest) -> HttpResponse:
    """POST a text, read what it holds. Answered on the same address, so that no address ever names it."""
    form = ScreeningForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "kinds": list(Kind)}
    if form.is_bound and form.is_valid():
        context |= _told(form.cleaned_data["text"], request.user)
    status = 422 if form.is_bound and form.errors else 200
    answer = web.render_page(request, "compliance/screening_page.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@sensitive_variables()
def _told(text: str, user: Any) -> dict[str, Any]:
    # Only names that the reader may know are looked for: what is marked can tell of no other client.
    slugs = dict(Client.objects.visible_to(user).values_list("name", "slug"))
    screened = _screened(text, slugs)
    passages = _passages(text, screened)
    found = {passage.finding.kind for passage in passages}
    return {
        "screened": screened,
        "segments": _segments(text, passages),
        "counts": _counts(passages),
        "rows": passages[:LISTED],
        "unlisted": max(len(passages) - LISTED, 0),
        "has_secret": "secret" in screened.levels and found != {Kind.MARKING},
        "has_marking": Kind.MARKING in found,
        "dpos": User.objects.holding(Role.DPO, timezone.localdate()),
        "check": DataCheckForm(
            initial={"level": screened.levels, "client": _only_client(text, screened, slugs)}, user=user
        ),
    }


@sensitive_variables()
def _screened(text: str, names: Collection[str]) -> Screened:
    """Loaded at the first text: the detectors weigh on every process, and few people screen.

    A failure is told again without its frames and its message, since both may hold the text.
    """
    try:
        screened: Screened = import_module("compliance.screening.engine").screen(text, names=names)
    except Exception as fault:
        place = extract_tb(fault.__traceback__)[-1]
        where = f"{type(fault).__name__} in {Path(place.filename).name}, line {place.lineno}"
        raise ScreeningFailed(where) from None
    return screened


@sensitive_variables()
def _passages(text: str, screened: Screened) -> list[Passage]:
    levels = rules.vocabulary().levels
    return [
        Passage(number, found, _masked(text[found.start : found.end]), levels.get(found.level or ""))
        for number, found in enumerate(screened.findings, 1)
    ]


@sensitive_variables()
def _only_client(text: str, screened: Screened, slugs: dict[str, str]) -> str:
    """The slug of the client that the text names, if it names one alone."""
    said = {clients.joined(text[f.start : f.end]) for f in screened.findings if f.kind == Kind.CLIENT}
    named = {slug for name, slug in slugs.items() if clients.joined(name) in said}
    return named.pop() if len(named) == 1 else ""


def _counts(passages: list[Passage]) -> list[dict[str, Any]]:
    """Each kind that was found, how many times, and its first passage."""
    times = Counter(passage.finding.kind for passage in passages)
    first = {passage.finding.kind: passage for passage in reversed(passages)}
    return [{"first": first[kind], "times": times[kind]} for kind in Kind if kind in times]


@sensitive_variables()
def _segments(text: str, passages: list[Passage]) -> list[tuple[str, Passage | None]]:
    """The text cut at its passages, in order."""
    cut: list[tuple[str, Passage | None]] = []
    reached = 0
    for passage in passages:
        start, end = passage.finding.start, passage.finding.end
        cut += [(text[reached:start], None), (text[start:end], passage)]
        reached = end
    return [*cut, (text[reached:], None)]


def _masked(value: str) -> str:
    """Enough to find it again in one's own text, and no more."""
    return "•" * 6 + value[-2:] if len(value) > 8 else "•" * 6
