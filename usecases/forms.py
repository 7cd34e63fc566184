"""Parsing what people send about use cases. Forms never save."""

import re
from typing import Any

from django import forms
from django.db.models import Value
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from catalog.enums import DataLevel
from catalog.models import Plan, Tool
from compliance.forms import examples
from compliance.models import Recipient
from compliance.services import rules
from etech_ai.badges import TIERS
from people.models import Client, Profile, Project, Team, User
from usecases.models import UseCase, UseCaseQuerySet
from usecases.vocabulary import Frequency, Objective, Phase, Progress, Standing

Choices = list[tuple[str, Any]]


def translated(choices: list[tuple[str, str]]) -> Choices:
    """Choices whose French msgids are translated when they are shown."""
    return [(value, _(label)) for value, label in choices]


class PlanChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Plan) -> str:
        return f"{obj.tool.name}, {obj.name}"


class UseCaseForm(forms.Form):
    """What an owner declares; clients and projects are those that the person may see."""

    title = forms.CharField(
        label=_("Titre"),
        max_length=120,
        help_text=_("Ce que l’IA fait, en quelques mots : « Revue de code »."),
    )
    purpose = forms.CharField(
        label=_("Finalité"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Pour qui, pour quoi, et ce que l’on fait du résultat."),
    )
    objective = forms.ChoiceField(
        label=_("Objectif"),
        choices=[("", _("D’après le client")), *translated(Objective.choices())],
        required=False,
    )
    plans = PlanChoice(
        label=_("Outils utilisés"),
        queryset=Plan.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    data_levels = forms.MultipleChoiceField(
        label=_("Données envoyées"),
        choices=translated(DataLevel.choices()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    client = forms.ModelChoiceField(
        label=_("Client"),
        queryset=Client.objects.none(),
        required=False,
        empty_label=_("Aucun, usage interne"),
    )
    project = forms.ModelChoiceField(
        label=_("Projet"), queryset=Project.objects.none(), required=False, empty_label=_("Aucun")
    )
    frequency = forms.ChoiceField(
        label=_("Fréquence"),
        choices=[("", _("À préciser")), *translated(Frequency.choices())],
        required=False,
    )
    phase = forms.ChoiceField(
        label=_("Phase"), choices=[("", _("À préciser")), *translated(Phase.choices())], required=False
    )
    first_used_on = forms.DateField(
        label=_("Première utilisation"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, user: User, bound_to: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept_client = Client.objects.filter(pk=bound_to.client_id) if bound_to else Client.objects.none()
        kept_project = Project.objects.filter(pk=bound_to.project_id) if bound_to else Project.objects.none()
        clients = (Client.objects.visible_to(user) | kept_client).order_by("name")
        projects = (Project.objects.visible_to(user) | kept_project).order_by("name")
        self._choices("plans", Plan.objects.offered().select_related("tool").order_by("tool__name", "name"))
        self._choices("client", clients)
        self._choices("project", projects)
        self.fields["data_levels"].choices = _levels_with_examples()

    def _choices(self, name: str, queryset: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queryset


def _levels_with_examples() -> Choices:
    """The levels that can be sent at all, each with what belongs to it."""
    known = rules.vocabulary().levels
    return [
        (
            level.value,
            format_html(
                '<span class="e-strong">{}</span><small>{}</small>',
                _(level.label),
                examples(known[level.value]),
            ),
        )
        for level in DataLevel
    ]


class NewUseCaseForm(UseCaseForm):
    """A declaration may start from a template of the ruleset."""

    template = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    copied = forms.CharField(required=False, max_length=90, widget=forms.HiddenInput)
    is_distinct = forms.BooleanField(label=_("C’est un autre usage : le déclarer quand même"), required=False)


class PersonField(forms.CharField):
    """A colleague by e-mail address or full name, from a datalist; empty for none."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"list": "personnes", "autocomplete": "off"}
        super().__init__(max_length=200, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        told = super().clean(value)
        if not told:
            return None
        active = User.objects.active()
        found = active.with_email(told).first() or _named(active, told)
        if found is None:
            raise forms.ValidationError(_("Personne inconnue : donnez son adresse de courriel."))
        return found


def _named(active: Any, told: str) -> User | None:
    found = [person for person in active if person.full_name.casefold() == told.casefold()]
    return found[0] if len(found) == 1 else None


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """A day, with the browser's own picker."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, help_text=help_text, widget=widget)


class ObligationForm(forms.Form):
    state = forms.ChoiceField(label=_("État"), choices=translated(Progress.choices()))
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=1000,
        help_text=_("La raison, si elle est sans objet ou écartée."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    owner = PersonField(label=_("Responsable"), required=False, help_text=_("Vide : le porteur de l’usage."))
    due_on = day_field(_("Échéance"))


class ProofForm(forms.Form):
    """One proof: a document, or an address, or a note; exactly one of the three."""

    title = forms.CharField(label=_("Intitulé"), max_length=120)
    file = forms.FileField(
        label=_("Document"), required=False, help_text=_("PDF, image ou document, 10 Mo au plus.")
    )
    link = forms.CharField(label=_("Ou un lien"), required=False, max_length=400)
    note = forms.CharField(
        label=_("Ou une note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        given = [name for name in ("file", "link", "note") if told.get(name)]
        if len(given) != 1 and not self.errors:
            raise forms.ValidationError(_("Donnez un document, un lien ou une note : un seul des trois."))
        return {**told, "kind": given[0] if given else ""}


REFERENCE = re.compile(r"UC-\d+", re.IGNORECASE)


class DossierForm(forms.Form):
    """What a dossier is about, for whom, over which period. A use case that one may not see is unknown."""

    use_case = forms.CharField(
        label=_("Porte sur"),
        max_length=200,
        help_text=_("Référence d’un cas d’usage, ou son titre."),
        widget=forms.TextInput(attrs={"list": "cas-proposes", "autocomplete": "off"}),
        error_messages={"required": _("Choisissez un cas d’usage.")},
    )
    recipient = forms.ChoiceField(label=_("Destinataire"), choices=translated(Recipient.choices()))
    recipient_name = forms.CharField(
        label=_("Nom du destinataire"),
        required=False,
        max_length=120,
        help_text=_("Pour un autre destinataire seulement."),
    )
    since = forms.DateField(
        label=_("Du"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(label=_("Au"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hides_names = forms.BooleanField(
        label=_("Masquer le nom des salariés, sauf celui des décideurs"), required=False
    )

    def __init__(self, *args: Any, visible: UseCaseQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.visible = visible

    def clean_use_case(self) -> UseCase:
        """By the reference at its start, else by its exact title."""
        told = self.cleaned_data["use_case"].strip()
        reference = REFERENCE.match(told)
        wanted = {"reference__iexact": reference[0]} if reference else {"title__iexact": told}
        found = list(self.visible.filter(**wanted)[:2])
        if len(found) != 1:
            raise forms.ValidationError(_("Cas d’usage inconnu : donnez sa référence, comme UC-014."))
        return found[0]


SORTS: dict[str, tuple[str, ...]] = {
    "recent": ("-updated_on", "-number"),
    "titre": ("title", "number"),
    "reference": ("number",),
}
SORT_LABELS: Choices = [
    ("recent", _("Les plus récents")),
    ("titre", _("Titre")),
    ("reference", _("Référence")),
]


OPTIONS = ("equipe", "client", "outil")


class FilterForm(forms.Form):
    """The filters of the list; a value that means nothing is left out, never an error page."""

    q = forms.CharField(required=False, max_length=100)
    resultat = forms.MultipleChoiceField(
        required=False, choices=[(key, _(tier.label)) for key, tier in TIERS.items()]
    )
    etat = forms.MultipleChoiceField(required=False, choices=translated(Standing.choices()))
    phase = forms.MultipleChoiceField(required=False, choices=translated(Phase.choices()))
    donnees = forms.MultipleChoiceField(required=False, choices=translated(DataLevel.choices()))
    profil = forms.MultipleChoiceField(required=False, choices=translated(Profile.choices()))
    vue = forms.MultipleChoiceField(
        required=False,
        choices=[
            ("moi", _("Les miens")),
            ("revoir", _("À revoir")),
            ("avis", _("En attente de l’avis du DPO")),
        ],
    )
    equipe = forms.MultipleChoiceField(required=False)
    client = forms.MultipleChoiceField(required=False)
    outil = forms.MultipleChoiceField(required=False)
    tri = forms.ChoiceField(required=False, choices=SORT_LABELS)
    has_options = False

    def __init__(self, data: Any, *, user: User) -> None:
        super().__init__(data)
        self.user = user
        if any(name in self.data for name in OPTIONS):  # else nobody asks before the facets are drawn
            self._read_options()
        self.is_valid()

    def _read_options(self) -> None:
        """Teams, clients and tools in one statement; a part of the page that shows none does without."""
        scopes = {
            "equipe": Team.objects.all(),
            "client": Client.objects.visible_to(self.user),
            "outil": Tool.objects.all(),
        }
        named = [
            rows.order_by().annotate(field=Value(name)).values_list("field", "name", "slug")
            for name, rows in scopes.items()
        ]
        found: dict[str, Choices] = {name: [] for name in OPTIONS}
        for field, label, slug in named[0].union(*named[1:], all=True).order_by("field", "name"):
            found[field].append((slug, label))
        for name, choices in found.items():
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = choices
        self.has_options = True

    def choices_of(self, name: str) -> Choices:
        if name in OPTIONS and not self.has_options:
            self._read_options()
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        choices: Any = field.choices
        return list(choices)

    def value(self, name: str) -> Any:
        """What was asked for, "" or [] when nothing was or when it made no sense."""
        return self.cleaned_data.get(name) or (
            [] if isinstance(self.fields[name], forms.MultipleChoiceField) else ""
        )


__all__ = ["SORTS", "SORT_LABELS", "FilterForm", "NewUseCaseForm", "ObligationForm", "UseCaseForm"]
