"""The data decision, step by step (data_classification.decision of the ruleset).

    decide(rules, levels=["personal"], tool_class="t2", client="none", evidence={"legal_basis"}) -> DataAnswer

`client` says what is known of the client whose data it may be: `none` (nobody's but Etech's), `no_policy`
(a client without a recorded policy), `consented` (a policy that accepts AI is on file). The caller brings as
`evidence` the conditions that are proven and unexpired that day, and as `exempted` those that an approved
exemption supplies; neither ever lifts a `forbidden`. An empty list of levels is a BadQuestion: what is sent
is then unknown, and unknown is never allowed. Pure: no Django, no clock.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from compliance.data_rules.ruleset import (
    ALLOWED,
    CLIENT_LEVEL,
    CONDITIONS,
    FORBIDDEN,
    PERSONAL_LEVELS,
    UNKNOWN_REGION,
    DataCondition,
    Level,
    Rules,
)
from compliance.rulesets import french

CLIENT_POLICIES = ("none", "no_policy", "consented")
NO_CLIENT, NO_POLICY, CONSENTED = CLIENT_POLICIES
REFUSED = "refused"

_MET_BY = {
    "plan": ("prouvé sur la fiche de l’offre", "proven on the plan’s sheet"),
    "client": ("prouvé par l’accord du client", "proven by the client’s consent"),
    "project": ("prouvé pour le projet", "proven for the project"),
    "send": ("attesté pour cet envoi", "attested for this sending"),
}
_MISSING_FROM = {
    "plan": ("à prouver sur la fiche de l’offre", "to be proven on the plan’s sheet"),
    "client": ("à obtenir du client", "to be obtained from the client"),
    "project": ("à prouver pour le projet", "to be proven for the project"),
    "send": ("à attester pour cet envoi", "to be attested for this sending"),
}


class BadQuestion(ValueError):
    """A question that cannot be answered; the message (in French) names the unknown thing."""


@dataclass(frozen=True, slots=True)
class ClientClause:
    """What one clause of the client's contract or policy adds: a ban, or conditions. `reference` is its
    rule id."""

    reference: str
    forbids: bool = False
    adds_conditions: tuple[str, ...] = ()
    passage: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the explanation. `rule`: `level.class`, `client.X`, `region.X`, a clause's reference,
    `condition.X` (value implied, met, exempted or missing), and `decision` at the end."""

    rule: str
    value: str
    because_fr: str
    because_en: str
    article: str | None = None


@dataclass(frozen=True, slots=True)
class DataAnswer:
    """The answer: `result` is allowed, refused (some condition is `missing`) or forbidden. Lists are
    sorted."""

    ruleset_version: str
    result: str
    conditions: tuple[str, ...]
    missing: tuple[str, ...]
    trace: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """The value that one rule gives, with the conditions that it asks when that value is `conditions`."""

    step: Step
    asks: frozenset[str] = field(default_factory=frozenset)

    @property
    def conditions(self) -> frozenset[str]:
        return self.asks if self.step.value == CONDITIONS else frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """A question that has been read and whose every word is known."""

    levels: tuple[Level, ...]
    tool_class: str
    client: str
    region: str | None
    clauses: tuple[ClientClause, ...]


def decide(
    rules: Rules,
    *,
    levels: Collection[str],
    tool_class: str,
    client: str,
    evidence: Collection[str] = frozenset(),
    region: str | None = None,
    from_plan: bool = False,
    clauses: Iterable[ClientClause] = (),
    exempted: Collection[str] = frozenset(),
) -> DataAnswer:
    """Whether these levels may be sent to that tool. Raises BadQuestion naming what is unknown.

    `from_plan`: the class comes from a recorded plan, whose missing region is then `unknown` (hence
    forbidden for personal data); with a bare class and no region, transfer_ok among the conditions stands
    for it.
    """
    proven = _known(rules.conditions, evidence, "condition")
    waived = _known(rules.conditions, exempted, "condition")
    missing_region = UNKNOWN_REGION if from_plan else None
    asked_region = missing_region if region is None else region
    question = _read(rules, levels, tool_class, client, asked_region, clauses)
    rulings = [*_by_level(rules, question), *_by_client(rules, question)]
    rulings += [*_by_region(rules, question), *_by_clause(rules, question)]
    strictest = max((ruling.step.value for ruling in rulings), key=lambda value: rules.values[value].rank)
    asked = sorted(frozenset().union(*(ruling.conditions for ruling in rulings)))
    steps = [_condition_step(rules, name, question.tool_class, proven, waived) for name in asked]
    missing = [name for name, step in zip(asked, steps, strict=True) if step.value == "missing"]
    result = {ALLOWED: ALLOWED, FORBIDDEN: FORBIDDEN}.get(strictest, REFUSED if missing else ALLOWED)
    return DataAnswer(
        ruleset_version=rules.version,
        result=result,
        conditions=tuple(asked),
        missing=tuple(missing) if result == REFUSED else (),
        trace=(*(ruling.step for ruling in rulings), *steps, _decision_step(result, missing)),
    )


def tool_class(rules: Rules, evidenced: Collection[str], plan: str = "") -> str:
    """The highest class whose every required condition is evidenced, or the lower one at which the house
    counts that plan. Raises BadQuestion for an unknown condition."""
    proven = _known(rules.conditions, evidenced, "condition")
    order = list(rules.tool_classes)
    found = [name for name, item in rules.tool_classes.items() if item.requires <= proven][-1]
    return min(found, rules.ceilings.get(plan, found), key=order.index)


def highest_level(rules: Rules, tool_class: str) -> str:
    """The most sensitive level that the class does not forbid, "" when it forbids all. Raises BadQuestion."""
    _one(rules.tool_classes, tool_class, "classe d’outil")
    open_to = [level.id for level in rules.levels.values() if level.by_tool[tool_class] != FORBIDDEN]
    return open_to[-1] if open_to else ""


def by_scope(rules: Rules, conditions: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The conditions grouped by who can prove them: {"plan": (…), "client": (…), "project": (…), "send":
    (…)}."""
    names = sorted(conditions)
    found = {scope: tuple(n for n in names if rules.conditions[n].scope == scope) for scope in rules.scopes}
    return {scope: group for scope, group in found.items() if group}


# Reading the question


def _read(
    rules: Rules, levels: Any, tool_class: Any, client: Any, region: Any, clauses: Iterable[ClientClause]
) -> Question:
    present = _known(rules.levels, levels, "niveau")
    if not present:
        raise BadQuestion("Aucun niveau de données\u00a0: ce qui serait envoyé est inconnu.")
    brought = tuple(clauses)
    for clause in brought:
        _known(rules.conditions, clause.adds_conditions, "condition")
    return Question(
        levels=tuple(level for level in rules.levels.values() if level.id in present),
        tool_class=_one(rules.tool_classes, tool_class, "classe d’outil"),
        client=_one(CLIENT_POLICIES, client, "politique client"),
        region=None if region is None else _one(rules.regions, region, "région"),
        clauses=brought,
    )


def _one(known: Collection[str], name: Any, what: str) -> str:
    if not isinstance(name, str) or name not in known:
        raise BadQuestion(f"Valeur inconnue pour {what}\u00a0: {name!r}.")
    return name


def _known(known: Collection[str], names: Any, what: str) -> frozenset[str]:
    if isinstance(names, str | Mapping) or not isinstance(names, Collection):
        raise BadQuestion(f"Une liste est attendue pour {what}, pas {names!r}.")
    return frozenset(_one(known, name, what) for name in names)


# The rules: levels, client, region, clauses


def _by_level(rules: Rules, question: Question) -> Iterator[Ruling]:
    """Steps 1 and 2: by_tool, then what an unknown client policy makes of it."""
    tool = rules.tool_classes[question.tool_class]
    for level in question.levels:
        value = level.by_tool[tool.id]
        tightened = _tightened(level, question.client)
        if tightened:
            value = max(value, tightened, key=lambda name: rules.values[name].rank)
        shown = rules.values[value]
        fr = f"{level.fr}, outil de classe {tool.id} ({tool.fr})\u00a0: {_start(shown.fr)}."
        en = f"{level.en}, tool class {tool.id} ({tool.en}): {_start(shown.en)}."
        yield Ruling(Step(f"{level.id}.{tool.id}", value, fr, en), _asked_by(level, question.client))


def _tightened(level: Level, client: str) -> str | None:
    """The value that an unknown client policy gives the level, if it does.

    Without a client, only client_confidential takes it: personal and special-category data are then Etech's
    own.
    """
    if client == NO_POLICY or (client == NO_CLIENT and level.id == CLIENT_LEVEL):
        return level.unknown_client_policy
    return None


def _asked_by(level: Level, client: str) -> frozenset[str]:
    return level.conditions | level.extra_if_client_data if client == CONSENTED else level.conditions


def _by_client(rules: Rules, question: Question) -> Iterator[Ruling]:
    """The client's part in words; it repeats what `_by_level` already gave, so it adds nothing of its own."""
    rule = f"client.{question.client}"
    for level in question.levels:
        value = _tightened(level, question.client)
        if value:
            fr = f"{level.fr}\u00a0: sans politique client enregistrée, {_start(rules.values[value].fr)}."
            en = f"{level.en}: no client policy on file, {_start(rules.values[value].en)}."
            yield Ruling(Step(rule, value, fr, en))
        elif _joins_extra(level, question):
            fr, en = _joined(rules, level.extra_if_client_data)
            fr, en = f"{level.fr} d’un client\u00a0: {fr}.", f"{level.en} of a client: {en}."
            yield Ruling(Step(rule, CONDITIONS, fr, en))


def _joins_extra(level: Level, question: Question) -> bool:
    asks = level.by_tool[question.tool_class] == CONDITIONS
    return asks and question.client == CONSENTED and bool(level.extra_if_client_data)


def _by_region(rules: Rules, question: Question) -> Iterator[Ruling]:
    """Step 3: the transfer policy of the region, when personal data is present."""
    if question.region and any(level.id in PERSONAL_LEVELS for level in question.levels):
        policy = rules.regions[question.region]
        value = rules.values[policy.rule]
        fr = f"Données personnelles, traitement\u00a0: {policy.fr}. {value.fr}."
        en = f"Personal data, processing: {policy.en}. {value.en}."
        yield Ruling(Step(f"region.{policy.id}", value.id, fr, en, "GDPR Art. 44-49"), policy.conditions)


def _by_clause(rules: Rules, question: Question) -> Iterator[Ruling]:
    """Further clauses of the client: they add conditions or forbid, and never relax."""
    for clause in question.clauses:
        added = frozenset(clause.adds_conditions)
        value = FORBIDDEN if clause.forbids else CONDITIONS if added else ALLOWED
        shown = rules.values[value]
        effect_fr, effect_en = _joined(rules, added) if value == CONDITIONS else (shown.fr, shown.en)
        fr = f"Clause du client «\u00a0{french(clause.passage)}\u00a0»\u00a0: {_start(effect_fr)}."
        en = f"Client clause “{clause.passage}”: {_start(effect_en)}."
        yield Ruling(Step(clause.reference, value, fr, en), added)


def _joined(rules: Rules, conditions: Iterable[str]) -> tuple[str, str]:
    items = [rules.conditions[name] for name in sorted(conditions)]
    return ", ".join(_start(item.fr) for item in items), ", ".join(_start(item.en) for item in items)


def _start(text: str) -> str:
    """Lower the first letter of a label inside a sentence, unless it opens an acronym."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


# Conditions and the decision


def _condition_step(
    rules: Rules, name: str, tool_class: str, proven: frozenset[str], waived: frozenset[str]
) -> Step:
    """Step 6 for one condition: who met it."""
    condition = rules.conditions[name]
    if name in rules.tool_classes[tool_class].implies:
        found = "implied", f"acquis par la classe {tool_class}", f"brought by class {tool_class}"
    elif name in proven:
        found = "met", *_MET_BY[condition.scope]
    elif name in waived:
        found = "exempted", "couvert par une dérogation accordée", "covered by a granted exemption"
    else:
        found = "missing", *_MISSING_FROM[condition.scope]
    return _told(condition, *found)


def _told(condition: DataCondition, value: str, fr: str, en: str) -> Step:
    article = f" ({condition.article})" if condition.article else ""
    return Step(
        f"condition.{condition.id}",
        value,
        f"{condition.fr}{article}\u00a0: {fr}.",
        f"{condition.en}{article}: {en}.",
        condition.article,
    )


def _decision_step(result: str, missing: list[str]) -> Step:
    names = ", ".join(missing)
    fr, en = {
        REFUSED: (f"Conditions sans preuve\u00a0: {names}.", f"Conditions not proven: {names}."),
        FORBIDDEN: (
            "La règle la plus stricte l’emporte\u00a0: interdit.",
            "The strictest rule wins: forbidden.",
        ),
        ALLOWED: ("Aucune règle ne s’y oppose.", "No rule stands against it."),
    }[result]
    return Step("decision", result, fr, en)
