"""Parsing what people send to the decision register."""

from django import forms
from django.utils.translation import gettext_lazy as _


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
