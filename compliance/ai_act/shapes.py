"""The shapes of a loaded AI Act ruleset: frozen dataclasses, labels in French and English for the screens.

Anything with `fr` and `en` may be shown as it is; `help`, `next` … are `Text` (the same two fields) or None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from compliance.ai_act.conditions import Condition
from compliance.rulesets import Raw, Text

SINGLE, MULTI = "single", "multi"
REPORT, BASIS, INTERNAL, REGISTRY = "report", "basis", "internal", "registry"
BEFORE, AFTER = "before", "after"


@dataclass(frozen=True, slots=True)
class Flag:
    """A fact raised by an answer or a rule. Only kind `report` leaves the engine as a flag; `basis` are the
    reasons printed in the dossier; `registry` are told by the register; `internal` only serve the rules."""

    id: str
    kind: str
    fr: str
    en: str
    article: str | None


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer. `article` is as written in the ruleset (`4(a)`), `citation` stands alone (`Annex
    III, 4(a)`)."""

    id: str
    fr: str
    en: str
    sets: tuple[str, ...]
    exclusive: bool
    pending: bool
    rare: bool
    article: str | None
    citation: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the wizard. Never preselect an answer; options with `rare` sit behind « autres cas
    »."""

    id: str
    kind: str
    fr: str
    en: str
    help: Text | None
    article: str | None
    required: bool
    prefill_from_tool: bool
    visible_if: Condition
    options: tuple[Option, ...]
    by_id: Mapping[str, Option]

    @property
    def is_multi(self) -> bool:
        """Several options may be ticked together (unless one of them is exclusive)."""
        return self.kind == MULTI

    @property
    def usual_options(self) -> tuple[Option, ...]:
        """The options shown at once."""
        return tuple(option for option in self.options if not option.rare)

    @property
    def rare_options(self) -> tuple[Option, ...]:
        """The options behind « autres cas »."""
        return tuple(option for option in self.options if option.rare)


@dataclass(frozen=True, slots=True)
class DerivedFlag:
    """Flags that follow from others, before or after the outcome is resolved."""

    id: str
    stage: str
    when: Condition
    sets: tuple[str, ...]
    article: str | None


@dataclass(frozen=True, slots=True)
class Resolution:
    """One rule of the ordered list that gives the outcome; the first that holds decides."""

    id: str
    when: Condition
    outcome: str
    article: str | None
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class OutcomeKind:
    """A possible outcome. `rank` orders them by severity; None for undetermined."""

    id: str
    rank: int | None
    fr: str
    en: str
    article: str | None
    next: Text | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What proves that an obligation is met."""

    id: str
    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """A legal clock inside an obligation, as an ISO 8601 duration (`P15D`)."""

    case: str
    article: str
    longest: str


@dataclass(frozen=True, slots=True)
class Penalty:
    """What a breach may cost: the highest fine and share of worldwide turnover, None when national law
    decides."""

    id: str
    fr: str
    en: str
    article: str
    max_eur: int | None
    max_turnover_pct: float | None


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty. `dates` holds every date field that the rules may choose from, `applies_from` included.

    `binding` false: good practice that a DPO wants but the Regulation does not impose on that role.
    """

    id: str
    article: str
    fr: str
    en: str
    note: str | None
    tiers: frozenset[str]
    roles: frozenset[str]
    when: Condition
    applies_from: date
    dates: Mapping[str, date]
    wording_from: date | None
    formal_from: date | None
    grace_until: date | None
    binding: bool
    evidence: tuple[Evidence, ...]
    penalty: Penalty | None
    retention: str | None
    deadlines: tuple[Deadline, ...]
    confidence: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suppression:
    """Takes away the obligations that exist for `tiers` alone, when `when` holds."""

    when: Condition
    tiers: frozenset[str]
    because: str


@dataclass(frozen=True, slots=True)
class DateRules:
    """Which date field of an obligation counts: `default`, or the one named beside the first raised flag."""

    default: str
    when_flag: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OperatorRole:
    """Provider, deployer … with its legal definition."""

    id: str
    fr: str
    en: str
    article: str
    definition: Text


@dataclass(frozen=True, slots=True)
class Template:
    """A starting point for the wizard. It never fills the questions of `Ruleset.must_confirm`."""

    id: str
    fr: str
    en: str
    prefill: Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Ruleset:
    """A whole version of the AI Act rules. `source` is the parsed file, for pages that show other sections
    of it."""

    version: str
    as_of: date
    disclaimer: Text
    goal: Text
    questions: tuple[Question, ...]
    flags: Mapping[str, Flag]
    outcomes: Mapping[str, OutcomeKind]
    derived_before: tuple[DerivedFlag, ...]
    derived_after: tuple[DerivedFlag, ...]
    resolution: tuple[Resolution, ...]
    obligations: Mapping[str, Obligation]
    suppressions: tuple[Suppression, ...]
    date_rules: DateRules
    roles: Mapping[str, OperatorRole]
    templates: tuple[Template, ...]
    must_confirm: tuple[str, ...]
    by_id: Mapping[str, Question]
    source: Raw
