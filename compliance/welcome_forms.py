"""Parsing the « nouveau client » page: the client, and as many clauses as its contract has."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.enums import ToolDecision
from catalog.models import Tool
from compliance.models import ClauseEffect
from compliance.services.welcomes import Newcomer
from people.models import AiPolicy, Sector, User

MOST_CLAUSES = 30
CLAUSE_FIELDS = ("reference", "document", "page", "passage", "effect", "value")


def _translated(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(value, _(label)) for value, label in choices]


class WelcomeForm(forms.Form):
    """Who the client is and what it says in general. `drafted` tolerates what is still being written."""

    name = forms.CharField(label=gettext_lazy("Nom"), max_length=120)
    sector = forms.ChoiceField(label=gettext_lazy("Secteur"))
    cloud = forms.CharField(
        label=gettext_lazy("Environnement technique"), max_length=80, required=False,
        help_text=gettext_lazy("Azure, AWS, Google Cloud, sur site…"),
    )  # fmt: skip
    policy = forms.ChoiceField(
        label=gettext_lazy("Position sur l’IA"),
        widget=forms.RadioSelect(attrs={"class": "e-check"}),
        initial=AiPolicy.UNKNOWN.value,
    )
    reference = forms.CharField(
        label=gettext_lazy("Où le client l’écrit"), max_length=200, required=False,
        help_text=gettext_lazy("Contrat, avenant ou courriel."),
    )  # fmt: skip
    on = forms.DateField(
        label=gettext_lazy("Exprimée le"), required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )  # fmt: skip
    tools = forms.ModelMultipleChoiceField(
        Tool.objects.none(), label=gettext_lazy("Outils qu’il accepte par écrit"), required=False,
        to_field_name="slug", widget=forms.CheckboxSelectMultiple(attrs={"class": "e-check"}),
    )  # fmt: skip
    scope = forms.CharField(
        label=gettext_lazy("Périmètre accepté"), max_length=300, required=False,
        help_text=gettext_lazy("Les mots du client : quel code, quelles données."),
    )  # fmt: skip
    project = forms.CharField(label=gettext_lazy("Premier projet"), max_length=120, required=False)
    lead = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Responsable du projet"), required=False,
        empty_label=gettext_lazy("Choisissez une personne"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sector"].choices = _translated(Sector.choices())
        self.fields["policy"].choices = _translated(AiPolicy.choices())
        tools = Tool.objects.exclude(decision=ToolDecision.FORBIDDEN)
        self.fields["tools"].queryset = tools.filter(plans__is_offered=True).distinct().order_by("name")
        self.fields["lead"].queryset = User.objects.active().order_by("last_name", "first_name", "pk")

    def clean(self) -> dict[str, Any]:
        """A position and an agreement have their papers; an agreement says what it covers."""
        data = super().clean() or {}
        speaks = data.get("policy") not in (None, AiPolicy.UNKNOWN) or data.get("tools")
        if speaks and not (data.get("reference") or "").strip():
            self.add_error("reference", _("Indiquez où le client l’écrit : contrat, avenant ou courriel."))
        if data.get("tools") and not (data.get("scope") or "").strip():
            self.add_error("scope", _("Dites ce que l’accord couvre, avec les mots du client."))
        return data

    def newcomer(self, clauses: tuple[dict[str, str], ...]) -> Newcomer:
        """What could be read, for the list and for the registration."""
        data = self.cleaned_data
        return Newcomer(
            name=data.get("name", ""),
            sector=data.get("sector", Sector.OTHER.value),
            cloud=data.get("cloud", ""),
            policy=data.get("policy", AiPolicy.UNKNOWN.value),
            reference=data.get("reference", ""),
            on=data.get("on"),
            tools=tuple(data.get("tools", ())),
            scope=data.get("scope", ""),
            clauses=clauses,
            project=data.get("project", ""),
            lead=data.get("lead"),
        )


class ClauseRowForm(forms.Form):
    """One clause; an untouched row is none."""

    effect = forms.ChoiceField(label=gettext_lazy("Effet"))
    value = forms.CharField(label=gettext_lazy("Valeur"), max_length=300, required=False)
    reference = forms.CharField(label=gettext_lazy("Référence"), max_length=60)
    document = forms.CharField(label=gettext_lazy("Document"), max_length=200)
    page = forms.CharField(label=gettext_lazy("Page"), max_length=20, required=False)
    passage = forms.CharField(
        label=gettext_lazy("Passage, mot pour mot"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        effects = _translated(ClauseEffect.choices())
        self.fields["effect"].choices = [("", _("Choisissez un effet")), *effects]


ClauseRows = forms.formset_factory(ClauseRowForm, extra=3, max_num=MOST_CLAUSES, validate_max=True)


def terms_of(rows: Any) -> tuple[dict[str, str], ...]:
    """The clauses whose effect is known, complete or not: a list is drawn while one is still writing."""
    read = [getattr(row, "cleaned_data", {}) for row in rows.forms]
    return tuple({name: data.get(name, "") for name in CLAUSE_FIELDS} for data in read if data.get("effect"))
