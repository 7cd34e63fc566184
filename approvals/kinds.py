"""The kinds of request, declared: what each is about, who decides it, in which order and within which time.

Workflows are code, reviewed and tested; there is no workflow editor. Pure: the effects of an approval
run from `approvals/services/effects.py`.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from approvals.workflow import Decider, Kind, Task
from etech_ai.enums import gettext_noop
from etech_ai.verdicts import YES, Verdict, no

YEARLY_THRESHOLD_MINOR = 120_000
"""Above this yearly cost (1 200 €, in cents) the direction decides too."""

SENSITIVE_LEVELS = frozenset({"client_confidential", "personal", "special_category"})
"""Data levels that bring the DPO in where a tool is used without a seat of ours."""

NEVER_EXCEPTED = "secret"
"""The data level for which no exception is ever granted."""

DAYS_TO_ANSWER: dict[Decider, int] = {
    Decider.CHAMPION: 2,
    Decider.DPO: 5,
    Decider.DIRECTION: 3,
    Decider.FINANCE: 3,
    Decider.LICENCES: 1,
    Decider.LEAD: 2,
    Decider.HOLDER: 5,
}
"""Working days a step may take, by capacity."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What the planning of steps needs to know of a request."""

    kind: Kind
    yearly_minor: int = 0
    data_levels: frozenset[str] = frozenset()
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """A step as planned: in which capacity, for which task, whether it is required and why not."""

    role: Decider
    task: Task = Task.DECIDE
    is_required: bool = True
    note: str = ""

    @property
    def days(self) -> int:
        return DAYS_TO_ANSWER[self.role]


@dataclass(frozen=True, slots=True)
class KindSpec:
    """One line of the table: a kind's targets, its steps and whether people can ask for it today."""

    kind: Kind
    targets: tuple[str, ...]
    plan_steps: Callable[[Ask], tuple[PlannedStep, ...]]
    is_offered: bool
    summary: str


CHAMPION = PlannedStep(Decider.CHAMPION)
DPO = PlannedStep(Decider.DPO)
DIRECTION = PlannedStep(Decider.DIRECTION)
FINANCE = PlannedStep(Decider.FINANCE)
LEAD = PlannedStep(Decider.LEAD)
HOLDER = PlannedStep(Decider.HOLDER)
LICENCES = PlannedStep(Decider.LICENCES)
OPEN_ACCESS = PlannedStep(Decider.LICENCES, task=Task.PROVISION)

UNDER_THRESHOLD = PlannedStep(
    Decider.DIRECTION, is_required=False, note=gettext_noop("Coût annuel sous le seuil de la direction")
)
NO_SENSITIVE_DATA = PlannedStep(
    Decider.DPO, is_required=False, note=gettext_noop("Aucune donnée client ou personnelle")
)

STEPS_BY_OUTCOME: dict[str, tuple[PlannedStep, ...]] = {
    "not_ai_system": (CHAMPION,),
    "out_of_scope": (CHAMPION,),
    "minimal": (CHAMPION,),
    "transparency": (CHAMPION, DPO),
    "high_risk_exempted": (DPO, DIRECTION),
    "high_risk": (DPO, DIRECTION),
}
"""Who validates a use case, by its AI Act outcome. Prohibited and undetermined ones have no path."""


def _licence_steps(ask: Ask) -> tuple[PlannedStep, ...]:
    above = ask.yearly_minor > YEARLY_THRESHOLD_MINOR
    return (CHAMPION, DIRECTION if above else UNDER_THRESHOLD, OPEN_ACCESS)


def _access_steps(ask: Ask) -> tuple[PlannedStep, ...]:
    return (CHAMPION, DPO if ask.data_levels & SENSITIVE_LEVELS else NO_SENSITIVE_DATA)


def _use_case_steps(ask: Ask) -> tuple[PlannedStep, ...]:
    return STEPS_BY_OUTCOME.get(ask.outcome, ())


def _always(*steps: PlannedStep) -> Callable[[Ask], tuple[PlannedStep, ...]]:
    return lambda ask: steps


_TABLE = (
    KindSpec(
        Kind.LICENCE, ("plan",), _licence_steps, True, gettext_noop("Un siège d’une offre du catalogue")
    ),
    KindSpec(
        Kind.TOOL_ACCESS,
        ("plan",),
        _access_steps,
        True,
        gettext_noop("Un outil sans siège : gratuit ou à l’usage"),
    ),
    KindSpec(
        Kind.NEW_TOOL,
        ("proposed_name",),
        _always(CHAMPION, DPO, DIRECTION),
        True,
        gettext_noop("Un outil qui n’est pas au catalogue"),
    ),
    KindSpec(
        Kind.USE_CASE,
        ("use_case",),
        _use_case_steps,
        True,
        gettext_noop("La validation d’un cas d’usage classé"),
    ),
    KindSpec(
        Kind.DATA_EXCEPTION,
        ("plan", "project"),
        _always(LEAD, DPO),
        True,
        gettext_noop("Une condition des règles de données, levée pour un projet et un temps donné"),
    ),
    KindSpec(
        Kind.API_KEY,
        ("plan", "environment"),
        _always(CHAMPION, FINANCE),
        True,
        gettext_noop("Une clé chez un fournisseur"),
    ),
    KindSpec(
        Kind.QUOTA, ("api_key",), _always(CHAMPION, FINANCE), True, gettext_noop("Un plafond plus haut")
    ),
    KindSpec(
        Kind.SEAT_REVIEW, ("plan",), _always(HOLDER, LICENCES), False, gettext_noop("Un siège à rendre ?")
    ),
)

KINDS: dict[Kind, KindSpec] = {spec.kind: spec for spec in _TABLE}


def plan_steps(ask: Ask) -> tuple[PlannedStep, ...]:
    """The steps of a request, in order. Empty when nobody may grant it (see `can_be_planned`)."""
    return KINDS[ask.kind].plan_steps(ask)


def last_word(ask: Ask) -> Decider:
    """In which capacity such a request is decided last; what has no path any more falls to the DPO."""
    deciding = [step.role for step in plan_steps(ask) if step.is_required and step.task is Task.DECIDE]
    return deciding[-1] if deciding else Decider.DPO


def can_be_planned(ask: Ask) -> Verdict:
    """Whether a path exists: a prohibited use has none (AI Act art. 5), an unclassified one not yet."""
    if ask.kind is Kind.DATA_EXCEPTION and NEVER_EXCEPTED in ask.data_levels:
        return no(gettext_noop("Les secrets n’ont jamais d’exception : retirez-les de l’envoi."))
    if ask.kind is not Kind.USE_CASE or ask.outcome in STEPS_BY_OUTCOME:
        return YES
    if ask.outcome == "prohibited":
        return no(gettext_noop("Cet usage est interdit : il ne peut pas être demandé."), "Art. 5")
    return no(gettext_noop("Terminez d’abord le questionnaire AI Act de ce cas d’usage."))


def yearly(amount_minor: int | None, period: str) -> int:
    """A price per period as a yearly amount, in the same minor units."""
    return (amount_minor or 0) * (12 if period == "month" else 1)


def digest(facts: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON of the facts that are approved (sorted keys, no spaces, UTF-8)."""
    canonical = json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()
