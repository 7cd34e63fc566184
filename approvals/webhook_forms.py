"""Parsing what administrators say of a webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from approvals.services.webhooks import Wanted
from approvals.webhook_events import EVENTS, DeliveryState, Form
from people.models.user import Language


class WebhookForm(forms.Form):
    """Where to write, to whom, of what. In a change, an empty address keeps the one that is stored."""

    label = forms.CharField(
        label=_("Nom"), max_length=80, help_text=_("Ce qui écoute, par exemple «\u00a0Canal #ia\u00a0».")
    )
    form = forms.ChoiceField(
        label=_("Forme des messages"), widget=forms.RadioSelect,
        choices=[(form.value, _(form.label)) for form in Form],
    )  # fmt: skip
    address = forms.URLField(
        label=_("Adresse"), max_length=4000, assume_scheme="https",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "inputmode": "url"}),
        help_text=_("Celle que donne l’autre programme, en https. Chiffrée ici, seul son hôte se voit."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Langue des messages"), widget=forms.RadioSelect,
        choices=[(language.value, _(language.label)) for language in Language],
    )  # fmt: skip
    events = forms.MultipleChoiceField(
        label=_("Événements"), widget=forms.CheckboxSelectMultiple,
        choices=[(name, _(text)) for name, (_topic, text) in EVENTS.items()],
    )  # fmt: skip

    def __init__(self, *args: Any, keeps_address: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if keeps_address:
            self.fields["address"].required = False
            self.fields["address"].help_text = _("Laissez vide pour garder l’adresse enregistrée.")

    def wanted(self) -> Wanted:
        return Wanted(**{**self.cleaned_data, "form": Form(self.cleaned_data["form"])})


class LogForm(forms.Form):
    """Which messages of the log to show; what is not a choice is no filter."""

    etat = forms.ChoiceField(
        label=_("État"), required=False,
        choices=[("", _("Tous")), *((state.value, _(state.label)) for state in DeliveryState)],
    )  # fmt: skip

    @property
    def state(self) -> str:
        return self.cleaned_data["etat"] if self.is_valid() else ""
