"""Parsing what people send about risks, biases and applicability. Forms never save."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from usecases.applicability_words import HINTS, Applies, Regime
from usecases.forms import PersonField, day_field, translated
from usecases.risk_words import BIAS_QUESTIONS, BiasAnswer, Degree, GenerativeRisk, RiskState

PARTS = ("applies", "reason", "reference")
"""What an applicability sheet says of each body of law."""


class RiskForm(forms.Form):
    """One risk."""

    title = forms.CharField(label=_("Risque"), max_length=160, help_text=_("Ce qui peut arriver, et à qui."))
    tags = forms.MultipleChoiceField(
        label=_("Risques génératifs (NIST AI 600-1)"),
        choices=translated(GenerativeRisk.choices()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    likelihood = forms.ChoiceField(label=_("Probabilité"), choices=translated(Degree.choices()))
    impact = forms.ChoiceField(label=_("Gravité"), choices=translated(Degree.choices()))
    mitigation = forms.CharField(
        label=_("Ce qui est fait"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La mesure, ou la raison d’accepter le risque."),
    )
    owner = PersonField(label=_("Responsable"), required=False, help_text=_("Vide : le porteur de l’usage."))
    state = forms.ChoiceField(label=_("État"), choices=translated(RiskState.choices()))
    review_on = day_field(_("À revoir le"))


class BiasForm(forms.Form):
    """The bias questions; nothing is preselected."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, text, article in BIAS_QUESTIONS:
            self.fields[name] = forms.ChoiceField(
                label=_now(text),
                choices=translated(BiasAnswer.choices()),
                widget=forms.RadioSelect,
                help_text=article,
            )
        self.fields["next_on"] = day_field(_("Prochaine revue"), required=True)

    @property
    def answers(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name, _text, _article in BIAS_QUESTIONS}


class ApplicabilityForm(forms.Form):
    """One answer, one reason and one reference for each body of law."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for regime in Regime:
            self.fields[f"{regime.value}_applies"] = forms.ChoiceField(
                label=_("S’applique-t-il ?"),
                choices=translated(Applies.choices()),
                widget=forms.RadioSelect,
                help_text=_now(HINTS[regime]),
            )
            self.fields[f"{regime.value}_reason"] = forms.CharField(
                label=_("Raison"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
            )
            self.fields[f"{regime.value}_reference"] = forms.CharField(
                label=_("Référence"), max_length=160, required=False
            )

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The fields of each body of law, for the page."""
        return [
            {"regime": regime, "fields": [self[f"{regime.value}_{part}"] for part in PARTS]}
            for regime in Regime
        ]

    def lines(self) -> list[dict[str, str]]:
        told = self.cleaned_data
        return [
            {
                "regime": regime.value,
                **{part: told[f"{regime.value}_{part}"].strip() for part in PARTS},
            }
            for regime in Regime
        ]
