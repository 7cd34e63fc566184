"""Parsing what people send to the decision register and to the road map."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from people.forms import PeopleForm, PersonChoice, day_field, translated
from roadmap.models import Decision, ItemState, Phase, RoadmapItem, Theme


class DecideForm(forms.Form):
    text = forms.CharField(label=_("Décision"), widget=forms.Textarea(attrs={"rows": 3}), max_length=4000)
    review_on = forms.DateField(
        label=_("À revoir le"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label=_("Pourquoi reprendre cette question"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
    )


class EditDecisionForm(PeopleForm):
    """What helps to decide: one option a line."""

    owner = PersonChoice(_("Responsable"), required=False)
    due_on = day_field(_("À trancher avant le"), required=False)
    options = forms.CharField(
        label=_("Options, une par ligne"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
    )
    evidence = forms.CharField(
        label=_("Éléments pour décider"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=8000,
        required=False,
    )

    def clean_options(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["options"].splitlines() if line.strip()]


class SupersedeForm(forms.Form):
    question = forms.CharField(
        label=_("Nouvelle question"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )
    reason = forms.CharField(
        label=_("Pourquoi remplacer cette décision"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
    )


class ThemeChoice(forms.ModelChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Theme.objects.order_by("number"), label=_("Thème"), **kwargs)


class ItemForm(PeopleForm):
    """What is said of a piece of work; its state has a form of its own."""

    title = forms.CharField(label=_("Titre"), max_length=160)
    theme = ThemeChoice()
    phase = forms.ChoiceField(label=_("Phase"), choices=translated(Phase.choices()))
    horizon_months = forms.TypedChoiceField(
        label=_("Horizon"),
        coerce=int,
        choices=[(3, _("3\u00a0mois")), (6, _("6\u00a0mois")), (12, _("12\u00a0mois"))],
    )
    starts_on = day_field(_("Début"))
    ends_on = day_field(_("Fin"))
    owner = PersonChoice(_("Responsable"), required=False)
    effort_days = forms.IntegerField(label=_("Charge (jours)"), min_value=0, max_value=2000, initial=0)
    value = forms.CharField(label=_("Gain attendu"), max_length=200, required=False)
    decision = forms.ModelChoiceField(
        queryset=Decision.objects.order_by("ref"),
        label=_("Attend la décision"),
        required=False,
        empty_label="–",
    )


class StateForm(forms.Form):
    state = forms.ChoiceField(label=_("État"), choices=translated(ItemState.choices()))
    reason = forms.CharField(
        label=_("Raison, si le chantier est abandonné"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )


class MoveForm(forms.Form):
    months = forms.TypedChoiceField(coerce=int, choices=[(-1, "-1"), (1, "1")])


class DependForm(forms.Form):
    """Which other piece of work must come first."""

    on = forms.ModelChoiceField(
        queryset=RoadmapItem.objects.none(), label=_("Attend le chantier"), empty_label="–"
    )

    def __init__(self, *args: Any, choices: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].queryset = choices
