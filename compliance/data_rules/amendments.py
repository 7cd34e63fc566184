"""Changes that the house makes to its data rules, on top of a shipped version that is never edited.

    amended(base, [Amendment(3, changes), …]) -> Rules      version "2026.11.0+3"; raises BadChange
    told(rules, change) -> Told                             what it touches, before and after, in words

The classification is a proposal for Etech, so the house may change it (`status` of the ruleset). Four things
it may not: let a secret leave, drop a condition that an article asks for, loosen the transfer policy of a
region, or let a safer class permit less than a weaker one (removing a proof would then permit more). A plan
may be counted at a lower class than its proofs give, never at a higher one. Pure: no Django, no clock.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from compliance.data_rules.ruleset import FORBIDDEN, Rules, ToolClass
from compliance.rulesets import Text
from etech_ai.enums import Labelled, gettext_noop

LONGEST_MARK = 20
NEVER_SENT = "secret"
ADDED, REMOVED = "added", "removed"
LIFTED = ""  # a ceiling that no longer holds


class BadChange(ValueError):
    """A change that the rules cannot take: a French sentence to translate, and the words that it names."""

    def __init__(self, sentence: str, **words: str | Text) -> None:
        self.sentence, self.words = sentence, words
        super().__init__(sentence % {name: getattr(word, "fr", word) for name, word in words.items()})


class ChangeKind(Labelled):
    """What of the rules a change touches."""

    LEVEL_VALUE = "level_value", gettext_noop("Réponse d’un niveau pour une classe")
    LEVEL_CONDITION = "level_condition", gettext_noop("Condition d’un niveau")
    CLASS_REQUIREMENT = "class_requirement", gettext_noop("Preuve qu’une classe demande")
    REGION_VALUE = "region_value", gettext_noop("Politique d’une région")
    PLAN_CEILING = "plan_ceiling", gettext_noop("Classe maximale d’une offre")


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One thing that changes: `subject` (level, class, region or plan), `detail` (class or condition, "" for
    a region and a plan), and the new `value` (a rule value, `added` or `removed`, a class)."""

    kind: str
    subject: str
    detail: str
    value: str

    def as_json(self) -> dict[str, str]:
        return {"kind": str(self.kind), "subject": self.subject, "detail": self.detail, "value": self.value}

    @classmethod
    def from_json(cls, raw: Mapping[str, str]) -> Change:
        return cls(ChangeKind(raw["kind"]), raw["subject"], raw["detail"], raw["value"])


@dataclass(frozen=True, slots=True)
class Amendment:
    """A published change of the rules, by its number."""

    number: int
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A change in words: what it touches, what held before, what holds after."""

    change: Change
    what: Text
    before: Text
    after: Text


def amended(base: Rules, amendments: Iterable[Amendment]) -> Rules:
    """The base with these amendments, in their order. Raises BadChange, naming what cannot be."""
    rules, numbers = base, []
    for amendment in amendments:
        for change in amendment.changes:
            rules = _applied(rules, change)
        numbers.append(str(amendment.number))
    if not numbers:
        return base
    _check_order(rules)
    return replace(rules, version=f"{base.version}+{_mark(numbers)}")


def _mark(numbers: list[str]) -> str:
    """The numbers of the changes; of many, how many and a digest that tells one set from another."""
    named = ".".join(numbers)
    if len(named) <= LONGEST_MARK:
        return named
    return f"{len(numbers)}.{hashlib.sha256(named.encode()).hexdigest()[:12]}"


def refuse_idle(rules: Rules, changes: Iterable[Change]) -> None:
    """Raises BadChange when there is no change, or one that changes nothing."""
    given = list(changes)
    if not given:
        raise BadChange(
            gettext_noop("Rien ne change : modifiez au moins une réponse, une condition ou une classe.")
        )
    for change in given:
        if _current(rules, change) == change.value:
            raise BadChange(
                gettext_noop("« %(what)s » vaut déjà cela : retirez ce changement."),
                what=told(rules, change).what,
            )
    places = [(change.kind, change.subject, change.detail) for change in given]
    for place, change in zip(places, given, strict=True):
        if places.count(place) > 1:
            raise BadChange(
                gettext_noop("« %(what)s » change deux fois : gardez un seul changement."),
                what=told(rules, change).what,
            )


# ---------------------------------------------------------------- one change


def _applied(rules: Rules, change: Change) -> Rules:
    apply = {
        ChangeKind.LEVEL_VALUE: _level_value,
        ChangeKind.LEVEL_CONDITION: _level_condition,
        ChangeKind.CLASS_REQUIREMENT: _class_requirement,
        ChangeKind.REGION_VALUE: _region_value,
        ChangeKind.PLAN_CEILING: _plan_ceiling,
    }[ChangeKind(change.kind)]
    return apply(rules, change)


def _level_value(rules: Rules, change: Change) -> Rules:
    level = _known(rules.levels, change.subject)
    _known(rules.tool_classes, change.detail)
    _known(rules.values, change.value)
    if level.id == NEVER_SENT and change.value != FORBIDDEN:
        raise BadChange(gettext_noop("Un secret ne part jamais : cette ligne ne se change pas."))
    by_tool = {**level.by_tool, change.detail: change.value}
    return replace(rules, levels={**rules.levels, level.id: replace(level, by_tool=by_tool)})


def _level_condition(rules: Rules, change: Change) -> Rules:
    level = _known(rules.levels, change.subject)
    conditions = _edited(rules, level.conditions, change)
    return replace(rules, levels={**rules.levels, level.id: replace(level, conditions=conditions)})


def _class_requirement(rules: Rules, change: Change) -> Rules:
    """What a class no longer requires it no longer brings: it would count as met without a proof."""
    found = _known(rules.tool_classes, change.subject)
    if not found.requires:
        raise BadChange(
            gettext_noop("La classe la plus basse ne demande rien : toute offre doit en avoir une.")
        )
    requires = _edited(rules, found.requires, change)
    if not requires:
        raise BadChange(gettext_noop("Une classe au-dessus de la plus basse demande au moins une preuve."))
    implies = found.implies - {change.detail} if change.value == REMOVED else found.implies
    edited: ToolClass = replace(found, requires=requires, implies=implies)
    return replace(rules, tool_classes={**rules.tool_classes, found.id: edited})


def _region_value(rules: Rules, change: Change) -> Rules:
    region = _known(rules.regions, change.subject)
    value = _known(rules.values, change.value)
    if value.rank < rules.values[region.rule].rank:
        raise BadChange(
            gettext_noop(
                "La politique de transfert suit le RGPD (chapitre V) : elle peut seulement être durcie."
            )
        )
    if value.id == "conditions" and not region.conditions:
        raise BadChange(
            gettext_noop("Cette région n’a pas de conditions à demander : choisissez « Interdit ».")
        )
    return replace(rules, regions={**rules.regions, region.id: replace(region, rule=value.id)})


def _plan_ceiling(rules: Rules, change: Change) -> Rules:
    ceilings = {plan: value for plan, value in rules.ceilings.items() if plan != change.subject}
    if change.value != LIFTED:
        _known(rules.tool_classes, change.value)
        ceilings[change.subject] = change.value
    return replace(rules, ceilings=ceilings)


def _edited(rules: Rules, conditions: Collection[str], change: Change) -> frozenset[str]:
    condition = _known(rules.conditions, change.detail)
    if change.value == ADDED:
        return frozenset(conditions) | {condition.id}
    if change.value != REMOVED:
        raise BadChange(gettext_noop("Changement inconnu : %(value)s."), value=change.value)
    if condition.article:
        raise BadChange(
            gettext_noop("« %(what)s » est demandée par un texte (%(article)s) : elle ne s’enlève pas."),
            what=Text(condition.fr, condition.en),
            article=condition.article,
        )
    return frozenset(conditions) - {condition.id}


def _known(known: Mapping[str, Any], name: str) -> Any:
    if name not in known:
        raise BadChange(gettext_noop("Les règles ne connaissent pas « %(name)s »."), name=name)
    return known[name]


def _check_order(rules: Rules) -> None:
    """A safer class permits at least what a weaker one does."""
    classes = list(rules.tool_classes)
    for level in rules.levels.values():
        for weaker, safer in zip(classes, classes[1:], strict=False):
            if rules.values[level.by_tool[safer]].rank > rules.values[level.by_tool[weaker]].rank:
                raise BadChange(
                    gettext_noop(
                        "%(level)s : la classe %(safer)s ne peut pas permettre moins que %(weaker)s, "
                        "sinon une preuve de moins permettrait plus."
                    ),
                    level=Text(level.fr, level.en),
                    safer=safer.upper(),
                    weaker=weaker.upper(),
                )


# ---------------------------------------------------------------- in words


def told(rules: Rules, change: Change) -> Told:
    """The change in words, against the rules that it would change. Raises BadChange for an unknown name."""
    return Told(change, _what(rules, change), _value(rules, change, _current(rules, change)),
                _value(rules, change, change.value))  # fmt: skip


def _current(rules: Rules, change: Change) -> str:
    if change.kind == ChangeKind.LEVEL_VALUE:
        return str(_known(rules.levels, change.subject).by_tool.get(change.detail, ""))
    if change.kind == ChangeKind.REGION_VALUE:
        return str(_known(rules.regions, change.subject).rule)
    if change.kind == ChangeKind.PLAN_CEILING:
        return rules.ceilings.get(change.subject, LIFTED)
    held = (
        _known(rules.levels, change.subject).conditions
        if change.kind == ChangeKind.LEVEL_CONDITION
        else _known(rules.tool_classes, change.subject).requires
    )
    return ADDED if change.detail in held else REMOVED


def _what(rules: Rules, change: Change) -> Text:
    if change.kind == ChangeKind.REGION_VALUE:
        region = rules.regions[change.subject]
        return Text(f"Données personnelles, {region.fr}", f"Personal data, {region.en}")
    if change.kind == ChangeKind.PLAN_CEILING:
        return Text(f"Offre {change.subject}", f"Plan {change.subject}")
    if change.kind == ChangeKind.LEVEL_VALUE:
        level = rules.levels[change.subject]
        return Text(
            f"{level.fr}, classe {change.detail.upper()}", f"{level.en}, class {change.detail.upper()}"
        )
    condition = _known(rules.conditions, change.detail)
    if change.kind == ChangeKind.LEVEL_CONDITION:
        level = rules.levels[change.subject]
        return Text(f"{level.fr}\u00a0: {condition.fr}", f"{level.en}: {condition.en}")
    name = change.subject.upper()
    return Text(f"Classe {name}\u00a0: {condition.fr}", f"Class {name}: {condition.en}")


def _value(rules: Rules, change: Change, value: str) -> Text:
    if change.kind in (ChangeKind.LEVEL_VALUE, ChangeKind.REGION_VALUE):
        shown = _known(rules.values, value)
        return Text(shown.fr, shown.en)
    if change.kind == ChangeKind.PLAN_CEILING:
        if value == LIFTED:
            return Text("selon ses preuves", "by its proofs")
        return Text(f"{value.upper()} au plus", f"{value.upper()} at most")
    return Text("demandée", "asked for") if value == ADDED else Text("non demandée", "not asked for")
