"""The data rules as frozen shapes, loaded and validated (data_classification of the ruleset).

load_rules("2026.11.0") -> Rules    (cached; raises RulesetError)
latest_rules()          -> Rules
build_rules(raw)        -> Rules    (from an already parsed file)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from compliance.rulesets import Raw, RulesetError, Text, bilingual, french, label, newest, read

FAMILY = "data"
ALLOWED, CONDITIONS, FORBIDDEN = "allowed", "conditions", "forbidden"
CLIENT_LEVEL = "client_confidential"
PERSONAL_LEVELS = ("personal", "special_category")
UNKNOWN_REGION = "unknown"
Defined = TypeVar("Defined")

_REGION_LABELS = {
    "eea": Text("Union européenne ou EEE", "European Union or EEA"),
    "adequate": Text("pays reconnu adéquat", "country recognised as adequate"),
    "us_dpf": Text("États-Unis, éditeur certifié DPF", "United States, DPF-certified vendor"),
    "us_no_dpf": Text("États-Unis, éditeur non certifié DPF", "United States, vendor not DPF-certified"),
    "other": Text("autre pays tiers", "another third country"),
    "unknown": Text("région inconnue", "unknown region"),
}


@dataclass(frozen=True, slots=True)
class RuleValue:
    """allowed, conditions or forbidden; the higher rank is the stricter."""

    id: str
    rank: int
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class DataCondition:
    """A condition, what proves it, and its `scope`: whose sheet holds the proof (plan, client, project,
    send)."""

    id: str
    scope: str
    fr: str
    en: str
    evidence: Text
    article: str | None


@dataclass(frozen=True, slots=True)
class ToolClass:
    """A class is granted when all of `requires` is evidenced; `implies` then counts as met for each use."""

    id: str
    fr: str
    en: str
    requires: frozenset[str]
    implies: frozenset[str]


@dataclass(frozen=True, slots=True)
class Level:
    """A data level, from public (rank 0) to secret."""

    id: str
    rank: int
    fr: str
    en: str
    definition: Text
    examples_fr: tuple[str, ...]
    examples_en: tuple[str, ...]
    default_third_party_llm: str
    by_tool: Mapping[str, str]
    conditions: frozenset[str]
    extra_if_client_data: frozenset[str]
    unknown_client_policy: str | None
    prefer: tuple[str, ...]
    note: Text | None


@dataclass(frozen=True, slots=True)
class RegionPolicy:
    """What a processing region asks for personal data."""

    id: str
    rule: str
    conditions: frozenset[str]
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class CodeOwnership:
    """A kind of source code, the level that it takes and the conditions that come with it."""

    id: str
    level: str
    fr: str
    en: str
    conditions: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rules:
    """A whole version of the data rules; everything is in the order of the ruleset, levels by rank.

    `ceilings`: the class at which the house counts a plan at most, by the plan's identifier."""

    version: str
    principle: Text
    disclaimer: Text
    values: Mapping[str, RuleValue]
    conditions: Mapping[str, DataCondition]
    scopes: Mapping[str, str]
    tool_classes: Mapping[str, ToolClass]
    levels: Mapping[str, Level]
    regions: Mapping[str, RegionPolicy]
    source_code: tuple[CodeOwnership, ...]
    source: Raw
    ceilings: Mapping[str, str] = field(default_factory=dict)


@lru_cache(maxsize=8)
def load_rules(version: str) -> Rules:
    """The data rules of that version, cached. Raises RulesetError when they are not shipped or not sound."""
    return build_rules(read(FAMILY, version))


def latest_rules() -> Rules:
    """The newest shipped data rules."""
    return load_rules(newest(FAMILY))


def build_rules(raw: Raw) -> Rules:
    """Validated Rules from a parsed file. Raises RulesetError naming the place and the unknown thing."""
    try:
        return _build(raw)
    except KeyError as missing:
        raise RulesetError(f"the ruleset lacks {missing}") from missing


def _build(raw: Raw) -> Rules:
    data = raw["data_classification"]
    values = {item["id"]: RuleValue(item["id"], item["rank"], *_labels(item)) for item in data["rule_values"]}
    scopes = data["condition_scopes"]
    conditions = {item["id"]: _condition(item, scopes) for item in data["conditions"]}
    classes = {item["id"]: _tool_class(item, conditions) for item in data["tool_classes"]["items"]}
    if all(item.requires for item in classes.values()):
        raise RulesetError("some tool class must require nothing, so that every plan has one")
    levels = [_level(item, values, conditions, classes) for item in sorted(data["levels"], key=_rank)]
    policies = raw["transfers_chapter_v"]["default_policy"]
    regions = {item["region"]: _region(item, values, conditions) for item in policies}
    return Rules(
        version=raw["meta"]["ruleset_version"],
        principle=label(data, "principle"),
        disclaimer=label(raw["meta"], "disclaimer"),
        values=values,
        conditions=conditions,
        scopes=scopes,
        tool_classes=classes,
        levels=_expected({item.id: item for item in levels}, CLIENT_LEVEL, *PERSONAL_LEVELS),
        regions=_expected(regions, UNKNOWN_REGION),
        source_code=tuple(
            _ownership(item, levels, conditions) for item in data["source_code_ownership"]["items"]
        ),
        source=raw,
    )


def _rank(raw: Raw) -> int:
    return int(raw["rank"])


def _labels(raw: Raw) -> tuple[str, str]:
    return french(raw["fr"]), raw["en"]


def _expected(found: dict[str, Defined], *names: str) -> dict[str, Defined]:
    for name in names:
        if name not in found:
            raise RulesetError(f"the engine needs {name!r}, which the ruleset does not define")
    return found


def _known(values: Iterable[str], known: Iterable[str], what: str, where: str) -> frozenset[str]:
    given = frozenset(values)
    for value in sorted(given.difference(known)):
        raise RulesetError(f"{where}: unknown {what} {value!r}")
    return given


def _condition(raw: Raw, scopes: Iterable[str]) -> DataCondition:
    _known([raw["scope"]], scopes, "scope", raw["id"])
    return DataCondition(raw["id"], raw["scope"], *_labels(raw), label(raw, "evidence"), raw.get("article"))


def _tool_class(raw: Raw, conditions: Iterable[str]) -> ToolClass:
    requires = _known(raw["requires"], conditions, "condition", f"{raw['id']}.requires")
    implies = _known(raw["implies"], conditions, "condition", f"{raw['id']}.implies")
    return ToolClass(raw["id"], *_labels(raw), requires, implies)


def _level(
    raw: Raw, values: Iterable[str], conditions: Iterable[str], classes: Mapping[str, ToolClass]
) -> Level:
    where, unknown_policy = raw["id"], raw.get("unknown_client_policy")
    _known([*raw["by_tool"].values(), *filter(None, [unknown_policy])], values, "rule value", where)
    if raw["by_tool"].keys() != classes.keys():
        raise RulesetError(f"{where}.by_tool must name every tool class, and nothing else")
    return Level(
        where,
        raw["rank"],
        *_labels(raw),
        label(raw, "def"),
        tuple(map(french, raw["examples_fr"])),
        tuple(raw["examples_en"]),
        raw["default_third_party_llm"],
        raw["by_tool"],
        _known(raw["conditions"], conditions, "condition", f"{where}.conditions"),
        _known(raw.get("extra_if_client_data", ()), conditions, "condition", f"{where}.extra_if_client_data"),
        unknown_policy,
        tuple(raw.get("prefer", ())),
        bilingual(raw, "note"),
    )


def _region(raw: Raw, values: Iterable[str], conditions: Iterable[str]) -> RegionPolicy:
    name = raw["region"]
    _known([raw["rule"]], values, "rule value", f"region {name}")
    asked = _known(raw.get("conditions", ()), conditions, "condition", f"region {name}")
    text = _REGION_LABELS.get(name, Text(name, name))
    return RegionPolicy(name, raw["rule"], asked, text.fr, text.en)


def _ownership(raw: Raw, levels: Iterable[Level], conditions: Iterable[str]) -> CodeOwnership:
    _known([raw["level"]], [level.id for level in levels], "level", raw["id"])
    asked = _known(raw["conditions"], conditions, "condition", raw["id"])
    return CodeOwnership(raw["id"], raw["level"], *_labels(raw), asked)
