"""Loading and validating an AI Act ruleset.

    load("2026.11.0") -> Ruleset      (cached; raises RulesetError)
    latest()          -> Ruleset      (the newest shipped version)
    build(raw)        -> Ruleset      (from an already parsed file)

Every flag, question, option, outcome, role, penalty and date named anywhere must exist: a ruleset that names
something it does not define is refused when it is loaded, never discovered by a user. Pure: no Django.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

from compliance.ai_act.conditions import ALWAYS, Condition, Names, parse
from compliance.ai_act.shapes import (
    AFTER,
    BASIS,
    BEFORE,
    MULTI,
    SINGLE,
    DateRules,
    Deadline,
    DerivedFlag,
    Evidence,
    Flag,
    Obligation,
    OperatorRole,
    Option,
    OutcomeKind,
    Penalty,
    Question,
    Resolution,
    Ruleset,
    Suppression,
    Template,
)
from compliance.rulesets import Raw, RulesetError, Text, bilingual, french, label, newest, read

__all__ = [
    "DerivedFlag",
    "Evidence",
    "Flag",
    "Obligation",
    "OperatorRole",
    "Option",
    "OutcomeKind",
    "Penalty",
    "Question",
    "Resolution",
    "Ruleset",
    "RulesetError",
    "Template",
    "Text",
    "build",
    "latest",
    "load",
]

FAMILY = "ai_act"
PENDING_FLAG = "pending"
UNDETERMINED = "undetermined"


@lru_cache(maxsize=8)
def load(version: str) -> Ruleset:
    """The ruleset of that version, cached. Raises RulesetError when it is not shipped or not sound."""
    return build(read(FAMILY, version))


def latest() -> Ruleset:
    """The newest shipped ruleset."""
    return load(newest(FAMILY))


def build(raw: Raw) -> Ruleset:
    """A validated Ruleset from a parsed file. Raises RulesetError naming the place and the unknown thing."""
    try:
        return _build(raw)
    except KeyError as missing:
        raise RulesetError(f"the ruleset lacks {missing}") from missing


def _build(raw: Raw) -> Ruleset:
    asked, meta = raw["questionnaire"], raw["meta"]
    flags, outcomes = _flags(raw), _outcomes(asked)
    names = Names(flags.keys(), _option_names(asked["questions"]), outcomes.keys())
    questions = tuple(_question(item, names) for item in asked["questions"])
    derived = [_derived(item, names) for item in asked["derived_flags"]]
    roles = {item["id"]: _role(item) for item in _unique(raw["roles"], "role")}
    rules = raw["obligation_rules"]
    return Ruleset(
        version=meta["ruleset_version"],
        as_of=date.fromisoformat(meta["as_of"]),
        disclaimer=label(meta, "disclaimer"),
        goal=label(asked, "goal"),
        questions=questions,
        flags=flags,
        outcomes=outcomes,
        derived_before=tuple(item for item in derived if item.stage == BEFORE),
        derived_after=tuple(item for item in derived if item.stage == AFTER),
        resolution=_resolution(asked["resolution"], names),
        obligations=_obligations(raw, names, roles.keys()),
        suppressions=tuple(_suppression(item, names) for item in rules["suppress"]),
        date_rules=_date_rules(rules["dates"], names),
        roles=roles,
        templates=_templates(asked["templates"], names),
        must_confirm=_must_confirm(asked["templates"], names),
        by_id={question.id: question for question in questions},
        source=raw,
    )


def _unique(items: Iterable[Raw], what: str) -> list[Raw]:
    found = list(items)
    seen: set[str] = set()
    for item in found:
        if not isinstance(item["id"], str) or item["id"] in seen:
            raise RulesetError(f"{what} {item['id']!r} is not a text, or is defined twice")
        seen.add(item["id"])
    return found


def _known(values: Iterable[str], known: Iterable[str], what: str, where: str) -> tuple[str, ...]:
    given = tuple(values)
    for value in given:
        if value not in known:
            raise RulesetError(f"{where}: unknown {what} {value!r}")
    return given


def _condition(raw: Raw, key: str, names: Names, *, after: bool = False) -> Condition:
    return parse(raw[key], names, f"{raw['id']}.{key}", after=after) if key in raw else ALWAYS


# Flags and outcomes


def _flags(raw: Raw) -> dict[str, Flag]:
    listed: list[Flag] = []
    for item in raw["questionnaire"]["flags"]:
        listed += _pattern_flags(raw, item) if "pattern" in item else [_flag(item, item["id"], item["kind"])]
    flags = {flag.id: flag for flag in listed}
    if len(flags) != len(listed) or PENDING_FLAG not in flags:
        raise RulesetError("a flag is defined twice, or `pending` is not defined")
    return flags


def _pattern_flags(raw: Raw, item: Raw) -> list[Flag]:
    """One line of the flag list that stands for several: the ids of the sections above, or a list with
    commas."""
    if item["kind"] == BASIS:
        return [_flag(reason, reason["id"], BASIS) for reason in _reasons(raw)]
    return [_flag(item, name.strip(), item["kind"]) for name in item["pattern"].split(",")]


def _reasons(raw: Raw) -> Iterable[Raw]:
    yield from raw["prohibited"]["practices"]
    for area in raw["high_risk"]["route_annex_iii"]["areas"]:
        for point in area["items"]:
            yield {**point, "article": f"Annex III, {point['point']}"}


def _flag(raw: Raw, name: str, kind: str) -> Flag:
    return Flag(name, kind, french(raw["fr"]), raw["en"], raw.get("article"))


def _outcomes(asked: Raw) -> dict[str, OutcomeKind]:
    outcomes = {
        item["id"]: OutcomeKind(
            item["id"], item["rank"], french(item["fr"]), item["en"], item["article"], bilingual(item, "next")
        )
        for item in _unique(asked["outcomes"], "outcome")
    }
    if UNDETERMINED not in outcomes:
        raise RulesetError("the outcome `undetermined` is not defined")
    return outcomes


# Questions and rules


def _option_names(questions: Iterable[Raw]) -> dict[str, frozenset[str]]:
    return {
        item["id"]: frozenset(option["id"] for option in _unique(item["options"], f"option of {item['id']}"))
        for item in _unique(questions, "question")
    }


def _question(raw: Raw, names: Names) -> Question:
    if raw["type"] not in (SINGLE, MULTI):
        raise RulesetError(f"{raw['id']}: a question is single or multi, got {raw['type']!r}")
    options = tuple(_option(item, raw, names) for item in raw["options"])
    return Question(
        id=raw["id"],
        kind=raw["type"],
        fr=french(raw["fr"]),
        en=raw["en"],
        help=bilingual(raw, "help"),
        article=raw.get("article"),
        required=raw.get("required", False),
        prefill_from_tool=raw.get("prefill_from_tool", False),
        visible_if=_condition(raw, "visible_if", names),
        options=options,
        by_id={option.id: option for option in options},
    )


def _option(raw: Raw, question: Raw, names: Names) -> Option:
    return Option(
        id=raw["id"],
        fr=french(raw["fr"]),
        en=raw["en"],
        sets=_known(raw["sets"], names.flags, "flag", f"{question['id']}.{raw['id']}"),
        exclusive=raw.get("exclusive", False),
        pending=raw.get("pending", False),
        rare=raw.get("rare", False),
        article=raw.get("article"),
        citation=_citation(raw.get("article"), question.get("article")),
    )


def _citation(article: str | None, of_question: str | None) -> str | None:
    """An option says `4(a)` or `6(3)(a)` under a question that says `Annex III, point 4` or `Art.
    6(3)(a)-(d)`."""
    if article is None or of_question is None:
        return article or of_question
    if not article[0].isdigit():
        return article
    return f"Annex III, {article}" if of_question.startswith("Annex III") else f"Art. {article}"


def _derived(raw: Raw, names: Names) -> DerivedFlag:
    if raw["stage"] not in (BEFORE, AFTER):
        raise RulesetError(f"{raw['id']}: stage is before or after, got {raw['stage']!r}")
    when = _condition(raw, "when", names, after=raw["stage"] == AFTER)
    sets = _known(raw["sets"], names.flags, "flag", raw["id"])
    return DerivedFlag(raw["id"], raw["stage"], when, sets, raw.get("article"))


def _resolution(items: list[Raw], names: Names) -> tuple[Resolution, ...]:
    rules = tuple(
        Resolution(
            item["id"],
            _condition(item, "when", names),
            _known([item["outcome"]], names.outcomes, "outcome", item["id"])[0],
            item["article"],
            french(item["fr"]),
            item["en"],
        )
        for item in _unique(items, "resolution rule")
    )
    if not rules or rules[-1].when is not ALWAYS:
        raise RulesetError("the last resolution rule must always hold, so that every use gets an outcome")
    return rules


# Obligations


def _obligations(raw: Raw, names: Names, roles: Iterable[str]) -> dict[str, Obligation]:
    penalties = {item["id"]: _penalty(item) for item in raw["penalties"]["tiers"]}
    fields = raw["obligation_rules"]["dates"]
    wanted = [fields["default"], *fields["when_flag"].values()]
    return {
        item["id"]: _obligation(item, names, roles, penalties, wanted)
        for item in _unique(raw["obligations"], "obligation")
    }


def _obligation(
    raw: Raw, names: Names, roles: Iterable[str], penalties: dict[str, Penalty], wanted: list[str]
) -> Obligation:
    penalty = raw.get("penalty")
    _known([penalty] if penalty else [], penalties, "penalty", raw["id"])
    dates = {field: date.fromisoformat(raw[field]) for field in wanted if field in raw}
    return Obligation(
        id=raw["id"],
        article=raw["article"],
        fr=french(raw["fr"]),
        en=raw["en"],
        note=raw.get("note"),
        tiers=frozenset(_known(raw["tiers"], names.outcomes, "outcome", raw["id"])),
        roles=frozenset(_known(raw["roles"], roles, "role", raw["id"])),
        when=_condition(raw, "when", names),
        applies_from=dates[wanted[0]],
        dates=dates,
        wording_from=_day(raw, "wording_from"),
        formal_from=_day(raw, "formal_from"),
        grace_until=_day(raw, "grace_until"),
        binding=raw["binding"],
        evidence=tuple(Evidence(item["id"], french(item["fr"]), item["en"]) for item in raw["evidence"]),
        penalty=penalties.get(penalty) if penalty else None,
        retention=raw.get("retention"),
        deadlines=tuple(
            Deadline(item["case"], item["article"], item["max"]) for item in raw.get("deadlines", ())
        ),
        confidence=raw["confidence"],
        sources=tuple(raw.get("src", ())),
    )


def _day(raw: Raw, key: str) -> date | None:
    return date.fromisoformat(raw[key]) if key in raw else None


def _penalty(raw: Raw) -> Penalty:
    return Penalty(
        raw["id"],
        french(raw["fr"]),
        raw["en"],
        raw["article"],
        raw["max_eur"],
        raw["max_turnover_pct"],
    )


def _suppression(raw: Raw, names: Names) -> Suppression:
    tiers = _known(raw["tiers_only"], names.outcomes, "outcome", "suppress")
    return Suppression(parse(raw["when"], names, "suppress.when"), frozenset(tiers), raw["because"])


def _date_rules(raw: Raw, names: Names) -> DateRules:
    _known(raw["when_flag"], names.flags, "flag", "obligation_rules.dates")
    return DateRules(raw["default"], tuple(raw["when_flag"].items()))


def _role(raw: Raw) -> OperatorRole:
    return OperatorRole(raw["id"], french(raw["fr"]), raw["en"], raw["article"], label(raw, "def"))


# Templates


def _templates(groups: list[Raw], names: Names) -> tuple[Template, ...]:
    return tuple(_template(item, names) for group in groups for item in group["items"])


def _template(raw: Raw, names: Names) -> Template:
    for question, answer in raw["prefill"].items():
        _known([question], names.options, "question", raw["id"])
        _known(_as_list(answer), names.options[question], f"option of {question}", raw["id"])
    return Template(raw["id"], french(raw["fr"]), raw["en"], raw["prefill"])


def _must_confirm(groups: list[Raw], names: Names) -> tuple[str, ...]:
    asked = (question for group in groups for question in group["must_confirm"])
    return _known(asked, names.options, "question", "templates.must_confirm")


def _as_list(answer: Any) -> list[Any]:
    return answer if isinstance(answer, list) else [answer]
