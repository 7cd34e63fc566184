"""Parsing what people send to the rulebook's pages. Forms never save."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Plan, Tool
from compliance.models import ClauseEffect
from compliance.rulesets import Text
from compliance.services import rules
from compliance.services.matrices import Matrix, Narrowing, narrowed, offered
from etech_ai import wording
from etech_ai.badges import DATA_VERDICTS
from people.models import Client, Project

SELECT = forms.Select(attrs={"class": "form-select"})
Choices = list[tuple[str, Any]]
MARKS = ("allowed", "conditions", "refused")  # the words of a cell


class _PlansByTool(ModelChoiceIterator):
    """The offered plans under the name of their tool."""

    def __iter__(self) -> Iterator[Any]:
        return iter(_by_tool(self.queryset.all()))


class PlanChoice(forms.ModelChoiceField):
    """One of the offered plans. Reading the choice costs one row; a list that is shown reads them all."""

    iterator = _PlansByTool


class DataCheckForm(forms.Form):
    """« Je veux envoyer … à l’outil … pour le client … ». A client or project that the person may not know
    is refused like one that does not exist: it is not among the choices."""

    level = forms.MultipleChoiceField(
        label=gettext_lazy("Je veux envoyer"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Cochez au moins un niveau de données.")},
    )
    plan = PlanChoice(
        offered(),
        label=gettext_lazy("à l’outil"),
        empty_label=None,
        to_field_name="slug",
        widget=SELECT,
        error_messages={
            "required": gettext_lazy("Choisissez un outil."),
            "invalid_choice": gettext_lazy("Outil inconnu : choisissez-le dans la liste."),
        },
    )
    client = forms.ChoiceField(
        label=gettext_lazy("pour le client"),
        required=False,
        widget=SELECT,
        error_messages={"invalid_choice": gettext_lazy("Client inconnu : choisissez-le dans la liste.")},
    )
    project = forms.ChoiceField(
        label=gettext_lazy("dans le projet"),
        required=False,
        widget=SELECT,
        error_messages={"invalid_choice": gettext_lazy("Projet inconnu : choisissez-le dans la liste.")},
    )
    attest = forms.MultipleChoiceField(required=False)
    attest_for = forms.CharField(required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ruleset = rules.vocabulary()
        self.levels = list(ruleset.levels.values())
        self.clients = {client.slug: client for client in Client.objects.visible_to(user).order_by("name")}
        projects = Project.objects.visible_to(user).open().select_related("client", "lead")
        self.projects = {project.slug: project for project in projects.order_by("client__name", "name")}
        self.fields["level"].choices = [(level.id, _in_words(level)) for level in self.levels]
        self.fields["plan"].queryset = offered()
        self.fields["client"].choices = [("", _("Interne Etech")), *_named(self.clients.values())]
        self.fields["project"].choices = [("", _("Sans projet précis")), *_by_client(self.projects.values())]
        self.fields["attest"].choices = [(name, name) for name in ruleset.conditions]

    def clean_client(self) -> Client | None:
        return self.clients.get(self.cleaned_data["client"])

    def clean_project(self) -> Project | None:
        return self.projects.get(self.cleaned_data["project"])

    @property
    def question(self) -> str:
        """What the ticks were given for: they hold for this question only."""
        data = self.cleaned_data
        slugs = (getattr(data.get(name), "slug", "") for name in ("plan", "client", "project"))
        return "|".join([",".join(sorted(data["level"])), *slugs])

    @property
    def attested(self) -> list[str]:
        """The ticked conditions, unless they were ticked for another question."""
        meant_for = self.cleaned_data["attest_for"]
        return [] if meant_for and meant_for != self.question else self.cleaned_data["attest"]

    @property
    def level_options(self) -> list[dict[str, Any]]:
        """Each level with plain examples, for the boxes of the page."""
        chosen = self["level"].value() or []
        return [
            {"level": level, "examples": examples(level), "is_on": level.id in chosen}
            for level in self.levels
        ]


class MatrixForm(forms.Form):
    """How the matrix is read. A value that does not exist is as good as none."""

    q = forms.CharField(required=False, max_length=200)
    niveau = forms.MultipleChoiceField(required=False)
    verdict = forms.MultipleChoiceField(required=False)
    classe = forms.ChoiceField(required=False)
    region = forms.ChoiceField(required=False)
    tri = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, matrix: Matrix, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matrix = matrix
        self.fields["niveau"].choices = [(level.id, _in_words(level)) for level in matrix.levels]
        self.fields["verdict"].choices = [(mark, _(DATA_VERDICTS[mark].label)) for mark in MARKS]
        classes = sorted({row.tool_class for row in matrix.rows})
        self.fields["classe"].choices = [("", _("Toutes les classes")), *((c, c.upper()) for c in classes)]
        regions = {row.plan.region: _(str(row.plan.get_region_display())) for row in matrix.rows}
        self.fields["region"].choices = [("", _("Toutes les régions")), *sorted(regions.items())]
        self.fields["tri"].choices = [("", _("Outil")), ("ouvert", _("Les plus permis d’abord"))]
        self.is_valid()

    @property
    def narrowing(self) -> Narrowing:
        data = self.cleaned_data
        return Narrowing(
            words=data.get("q", ""),
            levels=frozenset(data.get("niveau", ())),
            marks=frozenset(data.get("verdict", ())),
            tool_class=data.get("classe", ""),
            region=data.get("region", ""),
            most_open_first=data.get("tri") == "ouvert",
        )

    @property
    def is_narrowing(self) -> bool:
        return bool(self.narrowing)

    def narrowed(self) -> Matrix:
        return narrowed(self.matrix, self.narrowing)

    @property
    def selects(self) -> list[dict[str, Any]]:
        """The lists to choose from, with what is chosen."""
        named = ((_("Classe"), "classe"), (_("Région"), "region"), (_("Trier par"), "tri"))
        return [
            {"label": label, "name": name, "choices": self.fields[name].choices, "value": self[name].value()}
            for label, name in named
        ]

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The boxes to tick, with what is ticked."""
        return [
            {"legend": legend, "name": name, "options": _ticked(self, name)}
            for legend, name in ((_("Données"), "niveau"), (_("Réponse"), "verdict"))
        ]


class ClauseForm(forms.Form):
    reference = forms.CharField(
        label=gettext_lazy("Référence"), max_length=60, help_text=gettext_lazy("Par exemple « SEC-4.2 ».")
    )
    document = forms.CharField(label=gettext_lazy("Document"), max_length=200)
    page = forms.CharField(label=gettext_lazy("Page"), max_length=20, required=False)
    passage = forms.CharField(
        label=gettext_lazy("Passage, mot pour mot"), widget=forms.Textarea(attrs={"rows": 3})
    )
    effect = forms.ChoiceField(label=gettext_lazy("Effet"))
    value = forms.CharField(
        label=gettext_lazy("Valeur"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "Identifiants d’éditeurs ou d’outils du catalogue, séparés par des virgules ; jours de "
            "conservation ; certification demandée."
        ),
    )

    project = forms.ModelChoiceField(
        Project.objects.none(),
        label=gettext_lazy("Pour un seul projet"),
        required=False,
        empty_label=gettext_lazy("Tous les projets du client"),
        to_field_name="slug",
        help_text=gettext_lazy("Un projet hérite des clauses du client, et ne peut que durcir."),
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["effect"].choices = [(value, _(label)) for value, label in ClauseEffect.choices()]
        self.fields["project"].queryset = client.projects.order_by("name")


class ConsentForm(forms.Form):
    tool = forms.ModelChoiceField(
        Tool.objects.none(), label=gettext_lazy("Outil"), empty_label=None, to_field_name="slug"
    )
    project = forms.ModelChoiceField(
        Project.objects.none(),
        label=gettext_lazy("Pour un seul projet"),
        required=False,
        empty_label=gettext_lazy("Tous les projets du client"),
        to_field_name="slug",
    )
    scope = forms.CharField(
        label=gettext_lazy("Périmètre accepté"),
        max_length=300,
        help_text=gettext_lazy("Les mots du client : quel code, quelles données."),
    )
    reference = forms.CharField(
        label=gettext_lazy("Pièce"), max_length=300, help_text=gettext_lazy("Courriel, avenant ou clause.")
    )
    granted_on = forms.DateField(
        label=gettext_lazy("Donné le"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Valable jusqu’au"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, client: Client, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tool"].queryset = Tool.objects.order_by("name")
        self.fields["project"].queryset = client.projects.order_by("name")


class TrailForm(forms.Form):
    """The filters of the trail."""

    q = forms.CharField(label=gettext_lazy("Rechercher"), required=False, max_length=200)
    since = forms.DateField(
        label=gettext_lazy("Depuis le"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("Jusqu’au"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


DOSSIER_SORTS: dict[str, tuple[str, ...]] = {
    "recent": ("-sealed_at", "-pk"),
    "numero": ("number",),
    "sujet": ("subject_label", "-pk"),
    "pages": ("-pages", "-pk"),
}


class DossierFilterForm(forms.Form):
    """Search and sort of the archive; a value that does not exist is as good as none."""

    q = forms.CharField(required=False, max_length=200)
    tri = forms.ChoiceField(
        label=gettext_lazy("Trier par"),
        required=False,
        choices=[
            ("recent", gettext_lazy("Les plus récents")),
            ("numero", gettext_lazy("Numéro")),
            ("sujet", gettext_lazy("Sujet")),
            ("pages", gettext_lazy("Nombre de pages")),
        ],
        widget=forms.Select(attrs={"class": "form-select e-auto"}),
    )
    etat = forms.ChoiceField(
        label=gettext_lazy("Montrer"),
        required=False,
        choices=[("", gettext_lazy("Scellés")), ("arretes", gettext_lazy("Arrêtés"))],
        widget=forms.Select(attrs={"class": "form-select e-auto"}),
    )


LARGEST_PDF = 25 * 1024 * 1024
FINGERPRINT = re.compile(r"[0-9a-f]{64}")


class VerifyForm(forms.Form):
    """A PDF that somebody received, or the SHA-256 that its last page shows."""

    file = forms.FileField(
        label=gettext_lazy("Fichier PDF"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "application/pdf,.pdf"}),
    )
    fingerprint = forms.CharField(
        label=gettext_lazy("Empreinte SHA-256"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_PDF:
            raise forms.ValidationError(
                _("Ce fichier dépasse 25\u00a0Mo\u00a0: vérifiez-le hors ligne, avec le vérificateur.")
            )
        return file

    def clean_fingerprint(self) -> str:
        """Copied with or without gaps, in either case."""
        told = "".join(self.cleaned_data["fingerprint"].split()).lower()
        if told and not FINGERPRINT.fullmatch(told):
            raise forms.ValidationError(_("Une empreinte SHA-256 compte 64 chiffres ou lettres de a à f."))
        return told

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("file") and not data.get("fingerprint"):
            raise forms.ValidationError(_("Choisissez un fichier, ou collez une empreinte."))
        return data


def examples(level: Any) -> str:
    """« site web, documentation publique » in the reader's language."""
    return ", ".join(level.examples_en if wording.language() == "en" else level.examples_fr)


def _ticked(form: forms.Form, name: str) -> list[dict[str, Any]]:
    chosen = form.data.getlist(name) if hasattr(form.data, "getlist") else []
    return [
        {"value": value, "label": label, "is_on": value in chosen}
        for value, label in form.fields[name].choices
    ]


def _in_words(text: Text | Any) -> str:
    return text.en if wording.language() == "en" else text.fr


def _named(rows: Iterable[Any]) -> Choices:
    return [(row.slug, row.name) for row in rows]


def _by_tool(plans: Iterable[Plan]) -> Choices:
    """Plans under the name of their tool."""
    grouped = groupby(plans, key=lambda plan: plan.tool)
    return [(tool.name, [(plan.slug, str(plan)) for plan in group]) for tool, group in grouped]


def _by_client(projects: Iterable[Project]) -> Choices:
    """Projects under the name of their client; internal ones under the house's."""
    grouped = groupby(projects, key=lambda project: project.client)
    return [(client.name if client else _("Interne Etech"), _named(group)) for client, group in grouped]
