"""The component gallery at /composants/ (development only): each brick and each state of the portal, once."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from etech_ai import badges
from etech_ai.verdicts import YES, no

TONES = [
    ("neutral", "Neutre"),
    ("info", "Information"),
    ("success", "Permis"),
    ("caution", "Conditions"),
    ("high", "Haut risque"),
    ("danger", "Interdit"),
    ("violet", "Évaluation"),
]
STEPS = [
    {"state": "done", "label": "Envoyée", "lines": ["Camille Renard", "lundi 23 novembre, 9 h 12"]},
    {
        "state": "now",
        "label": "Champion Dev",
        "lines": ["Yanis Belkacem doit répondre", "avant mercredi 25 novembre"],
    },
    {"state": "skip", "label": "Direction", "lines": ["Non requise"]},
    {"state": "todo", "label": "Accès ouvert", "lines": ["Nadia Ferrand"]},
]
LOG = [
    {
        "tone": "info",
        "icon": "refresh",
        "title": "Condition ajoutée",
        "text": "module « Agents »",
        "meta": "8 sept. 2026",
    },
    {"tone": "success", "icon": "check", "title": "Autorisé", "text": "", "meta": "Comité IA · 3 mars 2026"},
]
FACETS = [
    {
        "legend": "Décision",
        "name": "decision",
        "options": [
            {"value": "approved", "label": "Approuvé", "count": 5, "checked": True},
            {"value": "conditional", "label": "Sous conditions", "count": 2, "checked": False},
        ],
    }
]


class SampleForm(forms.Form):
    """One field of each kind."""

    need = forms.CharField(
        label="Besoin", help_text="Une ou deux phrases.", widget=forms.Textarea(attrs={"rows": 2})
    )
    hours = forms.DecimalField(label="Temps gagné par semaine", max_value=15)
    team = forms.ChoiceField(
        label="Équipe", choices=[("dev", "Développement"), ("ops", "Exploitation")], required=False
    )
    levels = forms.MultipleChoiceField(
        label="Données envoyées",
        choices=list(badges.LEVELS.items())[:2],
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.BooleanField(label="J’ai relu la règle")


@login_not_required
def components(request: HttpRequest) -> HttpResponse:
    """Every component with its states."""
    return render(request, "gallery.html", _samples())


def _samples() -> dict[str, Any]:
    return {
        "tiers": badges.TIERS,
        "decisions": badges.DECISIONS,
        "states": badges.REQUEST_STATES,
        "verdicts": badges.DATA_VERDICTS,
        "levels": badges.LEVELS,
        "tones": TONES,
        "steps": STEPS,
        "log": LOG,
        "facets": FACETS,
        "form": SampleForm({"hours": "25", "team": "dev"}),
        "page": Paginator(range(120), 50).get_page(2),
        "yes": YES,
        "no": no("Un autre décide : c’est votre propre demande."),
        "now": timezone.now(),
    }


components.access = "public"  # type: ignore[attr-defined]
