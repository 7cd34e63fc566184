"""Parsing a proposed change of the data rules, and an example to pin. Forms never save."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Plan
from compliance.data_rules import CLIENT_POLICIES, Change, ChangeKind, Rules
from compliance.data_rules.amendments import ADDED, LIFTED, NEVER_SENT, REMOVED
from compliance.data_rules.examples import Asked
from compliance.forms import PlanChoice
from compliance.services.matrices import offered
from etech_ai import wording
from etech_ai.badges import DATA_VERDICTS

Choices = list[tuple[str, Any]]
SEPARATOR = "-"
CLIENTS = {
    "none": gettext_lazy("Données d’Etech, sans client"),
    "no_policy": gettext_lazy("Client sans politique enregistrée"),
    "consented": gettext_lazy("Client qui accepte l’IA"),
}
RESULTS = {
    "allowed": gettext_lazy("Permis"),
    "refused": gettext_lazy("Refusé, il manque une preuve"),
    "forbidden": gettext_lazy("Interdit"),
}
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class RuleTableForm(forms.Form):
    """The rules as they are, to be edited in place: what differs is what is proposed."""

    title = forms.CharField(label=gettext_lazy("Titre"), max_length=200)
    reason = forms.CharField(label=gettext_lazy("Pourquoi"), widget=forms.Textarea(attrs={"rows": 2}))
    effective_on = forms.DateField(label=gettext_lazy("En vigueur le"), widget=DAY)
    ceiling_plan = PlanChoice(
        offered(), label=gettext_lazy("Offre"), required=False, to_field_name="slug",
        empty_label=gettext_lazy("Aucune offre"),
    )  # fmt: skip
    ceiling_class = forms.ChoiceField(label=gettext_lazy("Classe maximale"), required=False)
    lifted = forms.MultipleChoiceField(
        label=gettext_lazy("Ne plus limiter"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, rules: Rules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        self._add_cells()
        self._add_conditions()
        self._add_regions()
        self.fields["ceiling_class"].choices = [
            ("", "–"),
            *((name, name.upper()) for name in rules.tool_classes),
        ]
        self.fields["lifted"].choices = [
            (plan, f"{plan}, {name.upper()}") for plan, name in rules.ceilings.items()
        ]

    def _add_cells(self) -> None:
        values = [(name, _(DATA_VERDICTS[name].label)) for name in self.rules.values]
        for level, tool in self._cells():
            label = f"{say(level)}, {tool.upper()}"
            self.fields[name_of("value", level.id, tool)] = forms.ChoiceField(
                label=label, choices=values, initial=level.by_tool[tool], required=False,
                widget=forms.Select(attrs={"class": "form-select form-select-sm", "aria-label": label}),
            )  # fmt: skip

    def _add_conditions(self) -> None:
        for level in self.rules.levels.values():
            if level.id != NEVER_SENT:
                self._add_boxes(name_of("level", level.id), say(level), level.conditions)
        for tool in self.rules.tool_classes.values():
            if tool.requires:
                self._add_boxes(name_of("class", tool.id), tool.id.upper(), tool.requires)

    def _add_boxes(self, name: str, label: str, ticked: Iterable[str]) -> None:
        self.fields[name] = forms.MultipleChoiceField(
            label=label, required=False, choices=conditions_of(self.rules), initial=sorted(ticked),
            widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip

    def _add_regions(self) -> None:
        for region in self.rules.regions.values():
            stricter = [value for value in self.rules.values.values()
                        if value.rank >= self.rules.values[region.rule].rank]  # fmt: skip
            self.fields[name_of("region", region.id)] = forms.ChoiceField(
                label=say(region), choices=[(value.id, say(value)) for value in stricter],
                initial=region.rule, required=False,
            )  # fmt: skip

    def _cells(self) -> Iterator[tuple[Any, str]]:
        for level in self.rules.levels.values():
            if level.id != NEVER_SENT:
                for tool in self.rules.tool_classes:
                    yield level, tool

    # ------------------------------------------------------------ what the page draws

    @property
    def rows(self) -> list[dict[str, Any]]:
        """One line a level, one field a class."""
        return [
            {
                "level": level,
                "cells": [self[name_of("value", level.id, tool)] for tool in self.rules.tool_classes],
            }
            for level in self.rules.levels.values()
            if level.id != NEVER_SENT
        ]

    @property
    def level_boxes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("level" + SEPARATOR)]

    @property
    def class_boxes(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("class" + SEPARATOR)]

    @property
    def region_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("region" + SEPARATOR)]

    # ------------------------------------------------------------ what was edited

    @property
    def changes(self) -> list[Change]:
        """What differs from the rules, levels first. Fields that could not be read change nothing."""
        return [*self._values(), *self._boxes(), *self._regions(), *self._ceilings()]

    def _values(self) -> Iterator[Change]:
        for level, tool in self._cells():
            value = self._read(name_of("value", level.id, tool))
            if value and value != level.by_tool[tool]:
                yield Change(ChangeKind.LEVEL_VALUE, level.id, tool, value)

    def _boxes(self) -> Iterator[Change]:
        for level in self.rules.levels.values():
            yield from self._moved(ChangeKind.LEVEL_CONDITION, "level", level.id, level.conditions)
        for tool in self.rules.tool_classes.values():
            yield from self._moved(ChangeKind.CLASS_REQUIREMENT, "class", tool.id, tool.requires)

    def _moved(self, kind: ChangeKind, prefix: str, name: str, held: frozenset[str]) -> Iterator[Change]:
        ticked = self._read(name_of(prefix, name))
        if ticked is not None:
            for condition in sorted(held ^ set(ticked)):
                yield Change(kind, name, condition, ADDED if condition in ticked else REMOVED)

    def _regions(self) -> Iterator[Change]:
        for region in self.rules.regions.values():
            value = self._read(name_of("region", region.id))
            if value and value != region.rule:
                yield Change(ChangeKind.REGION_VALUE, region.id, "", value)

    def _ceilings(self) -> Iterator[Change]:
        plan: Plan | None = self._read("ceiling_plan")
        if plan and self._read("ceiling_class"):
            yield Change(ChangeKind.PLAN_CEILING, plan.slug, "", self._read("ceiling_class"))
        for slug in self._read("lifted") or ():
            yield Change(ChangeKind.PLAN_CEILING, slug, "", LIFTED)

    def _read(self, name: str) -> Any:
        return getattr(self, "cleaned_data", {}).get(name)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("ceiling_plan")) != bool(data.get("ceiling_class")):
            self.add_error(
                "ceiling_class", _("Choisissez l’offre et sa classe maximale, ou ni l’une ni l’autre.")
            )
        return data


class ReturnForm(forms.Form):
    """Why a published change is taken back, and from when."""

    reason = forms.CharField(label=gettext_lazy("Pourquoi"), widget=forms.Textarea(attrs={"rows": 2}))
    effective_on = forms.DateField(label=gettext_lazy("À partir du"), widget=DAY)


class RetireExampleForm(forms.Form):
    because = forms.CharField(label=gettext_lazy("Pourquoi il ne tient plus"), max_length=300)


class ExampleForm(forms.Form):
    """An example in words, and the same for the engine."""

    given = forms.CharField(
        label=gettext_lazy("Étant donné"), max_length=300,
        help_text=gettext_lazy("Par exemple « une note d’équipe interne »."),
    )  # fmt: skip
    when = forms.CharField(
        label=gettext_lazy("Quand"), max_length=300,
        help_text=gettext_lazy("Par exemple « on l’envoie depuis un compte personnel »."),
    )  # fmt: skip
    then = forms.CharField(
        label=gettext_lazy("Alors"), max_length=300, help_text=gettext_lazy("Par exemple « c’est interdit ».")
    )
    levels = forms.MultipleChoiceField(label=gettext_lazy("Données"), widget=forms.CheckboxSelectMultiple)
    tool_class = forms.ChoiceField(label=gettext_lazy("Classe de l’outil"))
    client = forms.ChoiceField(label=gettext_lazy("À qui sont les données"))
    region = forms.ChoiceField(label=gettext_lazy("Région de traitement"), required=False)
    proofs = forms.MultipleChoiceField(
        label=gettext_lazy("Preuves réunies"), required=False, widget=forms.CheckboxSelectMultiple
    )
    result = forms.ChoiceField(label=gettext_lazy("Réponse attendue"), choices=list(RESULTS.items()))

    def __init__(self, *args: Any, rules: Rules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["levels"].choices = [(level.id, say(level)) for level in rules.levels.values()]
        self.fields["tool_class"].choices = [
            (tool.id, f"{tool.id.upper()} · {say(tool)}") for tool in rules.tool_classes.values()
        ]
        self.fields["client"].choices = [(name, CLIENTS[name]) for name in CLIENT_POLICIES]
        regions = [(region.id, say(region)) for region in rules.regions.values()]
        self.fields["region"].choices = [("", _("Sans la préciser")), *regions]
        self.fields["proofs"].choices = conditions_of(rules)

    @property
    def asked(self) -> Asked:
        data = self.cleaned_data
        return Asked(
            levels=tuple(data["levels"]), client=data["client"], tool_class=data["tool_class"],
            proofs=tuple(data["proofs"]), region=data["region"],
        )  # fmt: skip


def name_of(*parts: str) -> str:
    """The name of a field of the table: « value-internal-t1 »."""
    return SEPARATOR.join(parts)


def conditions_of(rules: Rules) -> Choices:
    return [(condition.id, say(condition)) for condition in rules.conditions.values()]


def say(text: Any) -> str:
    """A bilingual thing in the reader's language."""
    return str(text.en if wording.language() == "en" else text.fr)
