"""Parsing what people send about the watch. Forms never save."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from compliance.models import SourceStatus, WatchKind
from people.models import User


def _choices(choices: list[tuple[str, str]]) -> list[tuple[str, Any]]:
    return [(value, _(label)) for value, label in choices]


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


class ColleagueField(forms.ModelChoiceField):
    """One of the active people."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.active().order_by("last_name", "first_name"), **kwargs)

    def label_from_instance(self, obj: User) -> str:
        return obj.full_name


class WatchForm(forms.Form):
    """A change to read."""

    title = forms.CharField(label=_("Titre"), max_length=160)
    kind = forms.ChoiceField(
        label=_("Nature"), choices=_choices(WatchKind.choices()), widget=forms.RadioSelect
    )
    source = forms.CharField(
        label=_("Source"), max_length=160, help_text=_("Journal officiel, autorité, éditeur, revue.")
    )
    url = forms.URLField(label=_("Adresse"), required=False, max_length=400, assume_scheme="https")
    status = forms.ChoiceField(
        label=_("Statut"), choices=_choices(SourceStatus.choices()), widget=forms.RadioSelect
    )
    touches = forms.CharField(
        label=_("Ce que cela touche"),
        max_length=300,
        help_text=_("Articles, obligations, outils ou clients."),
    )
    published_on = _day(_("Publié le"), required=False)
    reader = ColleagueField(
        label=_("Qui lit"), required=False, empty_label=_("La personne de veille ce jour-là")
    )
    due_on = _day(_("À lire avant le"))


class ConclusionForm(forms.Form):
    conclusion = forms.CharField(
        label=_("Ce que cela change pour Etech"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReassignForm(forms.Form):
    """Who reads an item, and until when."""

    reader = ColleagueField(label=_("Qui lit"), empty_label=None)
    due_on = _day(_("À lire avant le"))


class HandOverForm(forms.Form):
    """Who takes a turn in somebody's place."""

    person = ColleagueField(label=_("Personne"), empty_label=None)


class TurnForm(forms.Form):
    """A turn of the rota."""

    person = ColleagueField(label=_("Personne"), empty_label=None)
    starts_on = _day(_("Du"))
    ends_on = _day(_("Au"))


def _filter(label: Any, first: Any, choices: Any) -> forms.ChoiceField:
    """One select of the toolbar; its name is read out, and shown by its first choice."""
    widget = forms.Select(attrs={"class": "form-select e-auto", "aria-label": label})
    return forms.ChoiceField(required=False, choices=[("", first), *choices], widget=widget)


class WatchFilterForm(forms.Form):
    """The filters of the list; a value that means nothing is left out."""

    nature = _filter(_("Nature"), _("Toutes les natures"), _choices(WatchKind.choices()))
    statut = _filter(_("État"), _("Tous les statuts"), _choices(SourceStatus.choices()))
    vue = _filter(_("Vue"), _("Tout"), [("lire", _("À lire")), ("moi", _("À lire par moi"))])

    def narrow(self, found: Any, person: User) -> Any:
        self.is_valid()
        told = self.cleaned_data
        if told.get("nature"):
            found = found.filter(kind=told["nature"])
        if told.get("statut"):
            found = found.filter(status=told["statut"])
        if told.get("vue"):
            found = found.to_read()
        return found.filter(reader=person) if told.get("vue") == "moi" else found
