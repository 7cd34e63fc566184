"""Parsing what deciders send: one decision, several at once, an undoing, the filters of their list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.desk import Wanted
from approvals.workflow import Kind, Move
from people.access import Permission
from people.models import Team, User

MOVES = (Move.APPROVE, Move.REFUSE, Move.ASK, Move.OPEN_ACCESS)
BULK_MOVES = (Move.APPROVE, Move.REFUSE, Move.OPEN_ACCESS)


def _message() -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=_("Message"), required=False, max_length=2000, widget=widget)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _one_of(moves: tuple[Move, ...]) -> forms.ChoiceField:
    return forms.ChoiceField(choices=[(move.value, move.value) for move in moves])


class DecisionForm(forms.Form):
    """A decision on a step; the service says whether a message is needed."""

    step = forms.IntegerField(widget=forms.HiddenInput)
    move = _one_of(MOVES)
    message = _message()
    conditions = _message()


class LinkForm(forms.Form):
    """The decision that a mail's link proposes, which its reader confirms or changes."""

    move = forms.ChoiceField(
        label=_("Votre décision"), widget=forms.RadioSelect,
        choices=[(move.value, _(move.label)) for move in (Move.APPROVE, Move.ASK, Move.REFUSE)],
    )  # fmt: skip
    message = forms.CharField(
        label=_("Message à la personne qui demande"), required=False, max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Obligatoire pour refuser ou demander une précision."),
    )  # fmt: skip


class StepsForm(forms.Form):
    """Several steps, by their keys."""

    step = forms.TypedMultipleChoiceField(coerce=int)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        sent = [value for value in data.getlist("step") if value.isdecimal()]
        self.fields["step"].choices = [(value, value) for value in sent]

    def chosen(self) -> list[int]:
        """The keys that were sent; none when they make no sense."""
        self.is_valid()
        return self.cleaned_data.get("step", [])


class BulkForm(StepsForm):
    """The same decision on several steps; the service judges each."""

    move = _one_of(BULK_MOVES)
    message = _message()


class AbsenceForm(forms.Form):
    """From when to when somebody is away, and who decides meanwhile; `what()` are the service's arguments."""

    absent = forms.ModelChoiceField(
        label=_("Personne absente"), queryset=User.objects.none(), empty_label=None
    )
    starts_on = _day(_("Premier jour"))
    ends_on = _day(_("Dernier jour"))
    stand_in = forms.ModelChoiceField(
        label=_("Qui décide à la place"), queryset=User.objects.none(), required=False,
        empty_label=_("Personne : ce qui attend passe au suivant"),
    )  # fmt: skip
    kinds = forms.MultipleChoiceField(
        label=_("Types de demandes"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Rien de coché : tous les types."),
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        people = User.objects.active().order_by("last_name", "first_name", "pk")
        self.fields["stand_in"].queryset = people.exclude(pk=user.pk)
        self.fields["kinds"].choices = [(kind.value, _(kind.label)) for kind in Kind]
        if user.may(Permission.MANAGE_PEOPLE):
            self.fields["absent"].queryset = people
            self.fields["absent"].initial = user.pk
            self.fields["stand_in"].queryset = people
        else:
            del self.fields["absent"]

    def what(self) -> dict[str, Any]:
        return {"absent": self.user} | self.cleaned_data


class InboxFilterForm(forms.Form):
    """What the inbox is narrowed to, from the address; a value that means nothing is left out."""

    q = forms.CharField(label=_("Chercher"), required=False, max_length=100)
    type = forms.ChoiceField(label=_("Type de demande"), required=False)
    equipe = forms.ModelChoiceField(
        label=_("Équipe"), required=False, queryset=Team.objects.none(), to_field_name="slug",
        empty_label=_("Toutes les équipes"),
    )  # fmt: skip
    retard = forms.BooleanField(label=_("En retard seulement"), required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        kinds = [(kind.value, _(kind.label)) for kind in Kind]
        self.fields["type"].choices = [("", _("Tous les types")), *kinds]
        self.fields["equipe"].queryset = Team.objects.order_by("name")

    def wanted(self) -> Wanted:
        self.is_valid()
        team = self.cleaned_data.get("equipe")
        return Wanted(
            kind=self.cleaned_data.get("type", ""),
            team=team.slug if team else "",
            words=self.cleaned_data.get("q", ""),
            is_late=self.cleaned_data.get("retard", False),
        )
