"""Parsing what people ask and decide. Forms never save."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from approvals.models import Request
from approvals.scorecard import QUESTIONS, SCALE, Criterion, Score
from catalog.enums import DataLevel, KeyEnvironment, KeyScope
from etech_ai import documents
from etech_ai.enums import Labelled
from people.models import Project, User

SCORED = ("points", "comment")
"""How the names of the fields of a scorecard begin."""
WHY = _("Une ou deux phrases. Sans donnée client.")


def _labels(kind: type[Labelled]) -> Callable[[], list[tuple[str, Any]]]:
    """The choices of an enumeration, read when the form is."""
    return lambda: [(member.value, _(member.label)) for member in kind]


def _justification(label: Any, help_text: Any = WHY) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, max_length=2000, widget=widget)


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, help_text=help_text, widget=widget)


class ProjectChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Project) -> str:
        return f"{obj.name}, {obj.client.name}" if obj.client else obj.name


class FormerRequest(forms.ModelChoiceField):
    """A request of one's own that this one extends or takes up again, by its reference; never shown."""

    def __init__(self) -> None:
        super().__init__(
            Request.objects.none(), required=False, to_field_name="reference", widget=forms.HiddenInput
        )


class AskForm(forms.Form):
    """What every request says: why. `what()` are the arguments of `requests.submit`.

    `key` names this filling of the form, so that sending it twice is one request.
    """

    justification = _justification(_("À quoi cela va-t-il servir ?"))
    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    extends = FormerRequest()
    redoes = FormerRequest()

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        for name in ("extends", "redoes"):
            self.fields[name].queryset = Request.objects.concerning(user).for_display()

    def what(self) -> dict[str, Any]:
        """The fields of the proposal that could be read, empty ones left out."""
        read = getattr(self, "cleaned_data", {})
        return {name: value for name, value in read.items() if name != "key" and value not in (None, "")}


class PlanForm(AskForm):
    """An access: for whom, for which project, with which data."""

    beneficiary = forms.ModelChoiceField(label=_("Pour qui"), queryset=User.objects.none(), empty_label=None)
    project = ProjectChoice(
        label=_("Projet"), queryset=Project.objects.none(), required=False,
        empty_label=_("Aucun projet en particulier"),
    )  # fmt: skip
    starts_on = _day(_("À partir du"), help_text=_("Pour une arrivée : le jour où l’accès doit être ouvert."))
    ends_on = _day(_("Jusqu’au"))
    data_levels = forms.MultipleChoiceField(
        label=_("Les données que vous enverrez"), choices=_labels(DataLevel), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    field_order: tuple[str, ...] = (
        "beneficiary",
        "project",
        "starts_on",
        "ends_on",
        "justification",
        "data_levels",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        people = User.objects.active().filter(Q(pk=user.pk) | Q(team__lead=user)).select_related("team")
        self.fields["beneficiary"].queryset = people.order_by("last_name", "first_name", "pk")
        self.fields["beneficiary"].initial = user.pk
        projects = Project.objects.visible_to(user).open().select_related("client").order_by("name")
        self.fields["project"].queryset = projects

    def what(self) -> dict[str, Any]:
        found = super().what()
        return {**found, "data_levels": tuple(found.get("data_levels", ()))}


class SeatForm(PlanForm):
    """A seat; one asked for until a day is given back then."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["ends_on"].help_text = _("Le siège est repris à cette date, après un rappel.")


class PersonChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: User) -> str:
        return f"{obj.full_name}, {obj.team.name}" if obj.team else obj.full_name


class GroupForm(PlanForm):
    """The same thing for several people of the teams that one leads."""

    people = PersonChoices(
        label=_("Pour qui"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    field_order = ("people", "project", "starts_on", "ends_on", "justification", "data_levels")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["people"].queryset = self.fields["beneficiary"].queryset
        del self.fields["beneficiary"], self.fields["extends"], self.fields["redoes"]

    def what(self) -> dict[str, Any]:
        """The people are asked for one by one."""
        return {name: value for name, value in super().what().items() if name != "people"}

    def chosen(self) -> list[User]:
        return list(getattr(self, "cleaned_data", {}).get("people", ()))


class ExceptionForm(PlanForm):
    """Conditions that cannot be had: bounded by a project and an end."""

    field_order = ("project", "ends_on", "data_levels", "justification")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        del self.fields["beneficiary"], self.fields["starts_on"]
        for name in ("project", "ends_on", "data_levels"):
            self.fields[name].required = True
        self.fields["project"].empty_label = _("Choisissez un projet")
        self.fields["justification"].label = _("Pourquoi cette preuve ne peut pas être obtenue")


class CapForm(AskForm):
    """A monthly cap, written in the currency's own unit."""

    cap = forms.DecimalField(
        label=_("Plafond par mois"), min_value=1, max_value=1_000_000, decimal_places=2,
        help_text=_("Ce que la clé peut coûter au plus en un mois."),
    )  # fmt: skip

    def what(self) -> dict[str, Any]:
        found = super().what()
        cap = found.pop("cap", None)
        return found | ({"cap_minor": round(cap * 100)} if cap else {})


class QuotaForm(CapForm):
    """A higher cap for a key that exists."""

    justification = _justification(_("Pourquoi le plafond actuel ne suffit pas"))
    field_order = ("cap", "justification")


class KeyForm(CapForm, PlanForm):
    """A key at a provider or a gateway: where it is used, what it may do, what it may cost."""

    environment = forms.ChoiceField(label=_("Environnement"), choices=_labels(KeyEnvironment))
    scopes = forms.MultipleChoiceField(
        label=_("Ce que la clé doit permettre"), choices=_labels(KeyScope),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    field_order = (
        "beneficiary", "project", "environment", "cap", "justification", "scopes", "data_levels",
    )  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        del self.fields["starts_on"], self.fields["ends_on"]

    def what(self) -> dict[str, Any]:
        found = super().what()
        return {**found, "scopes": tuple(found.get("scopes", ()))}


class ScoreFields(forms.Form):
    """Two fields a criterion: its points, and what they rest on. Both or neither; none is required."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for criterion in Criterion:
            self.fields[f"points_{criterion}"] = forms.TypedChoiceField(
                label=_("Note"), choices=_scale, coerce=int, empty_value=None, required=False
            )
            self.fields[f"comment_{criterion}"] = forms.CharField(
                label=_("Sur quoi elle repose"), max_length=500, required=False
            )

    def clean(self) -> dict[str, Any]:
        read = super().clean() or {}
        for criterion in Criterion:
            points, comment = read.get(f"points_{criterion}"), read.get(f"comment_{criterion}", "").strip()
            if points is not None and not comment:
                self.add_error(f"comment_{criterion}", _("Dites sur quoi repose cette note."))
            if points is None and comment:
                self.add_error(f"points_{criterion}", _("Donnez la note qui va avec ce commentaire."))
        return read

    def criteria(self) -> list[tuple[Criterion, str, Any, Any]]:
        """Each criterion with its question and its two fields, as the template lays them out."""
        return [(one, QUESTIONS[one], self[f"points_{one}"], self[f"comment_{one}"]) for one in Criterion]

    @property
    def scores_said(self) -> bool:
        """Whether some criterion was filled in, or has something wrong."""
        names = [name for name in self.fields if name.partition("_")[0] in SCORED]
        return any(self[name].value() or name in self.errors for name in names)

    def scores(self) -> tuple[Score, ...]:
        """What could be read."""
        read = getattr(self, "cleaned_data", {})
        pairs = ((one, read.get(f"points_{one}"), read.get(f"comment_{one}", "")) for one in Criterion)
        return tuple(Score(one, points, comment) for one, points, comment in pairs if points is not None)


class ScoreForm(ScoreFields):
    """The scorecard alone."""


def _scale() -> list[tuple[Any, Any]]:
    return [("", _("Pas encore noté")), *((points, _(words)) for points, words in SCALE.items())]


class ToolForm(ScoreFields, AskForm):
    """A tool that is not in the catalogue, with what its proposer already knows of its worth."""

    proposed_name = forms.CharField(label=_("Nom de l’outil"), max_length=120)
    proposed_vendor = forms.CharField(label=_("Éditeur"), max_length=120, required=False)
    proposed_url = forms.URLField(label=_("Adresse du site"), required=False, assume_scheme="https")
    field_order = ("proposed_name", "proposed_vendor", "proposed_url", "justification")

    def what(self) -> dict[str, Any]:
        """The scores go together, not field by field."""
        said = {name: value for name, value in super().what().items() if name.partition("_")[0] not in SCORED}
        return said | {"scores": self.scores()}


class AttachmentForm(forms.Form):
    """A document to join to a request."""

    file = forms.FileField(
        label=_("Document"),
        help_text=_("PDF, image, bureautique ou texte, 10 Mo au plus. Sans donnée client."),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(sorted(documents.TYPES))}),
    )  # fmt: skip


class MessageForm(forms.Form):
    """A line in the thread, or the answer to a precision."""

    text = forms.CharField(
        label=_("Votre message"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class SettleForm(forms.Form):
    """Approvals to confirm or to end together; `picked` are their numbers, `seen_…` the facts on the page."""

    picked = forms.TypedMultipleChoiceField(coerce=int)
    reason = forms.CharField(
        label=_("Raison"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Elle est dite aux personnes dont l’accès prend fin."),
    )  # fmt: skip

    def __init__(self, *args: Any, choices: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picked"].choices = [(pk, pk) for pk in choices]
        self.fields["picked"].error_messages["required"] = _("Cochez au moins un accord.")

    def seen(self, pk: int) -> str:
        """The digest of the facts that the page showed for that approval."""
        return str(self.data.get(f"seen_{pk}", ""))
