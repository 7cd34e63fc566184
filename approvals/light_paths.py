"""The light paths: which requests a rule of the house grants at once, on which checks, declared as data.

Pure: no Django. A rule grants only when every check it needs is green, when nothing else was found that it
does not expect, and when the champion alone would have decided. Whatever is missing or unknown leads to the
ordinary path. A rule that changes gets a new id: the old one stays readable on what it granted.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from approvals.kinds import Ask, plan_steps
from approvals.workflow import Decider, Kind, Task
from etech_ai.enums import gettext_noop


@dataclass(frozen=True, slots=True)
class LightPath:
    """One rule: the kind that it grants, the checks that must be green, those that may be, and its words."""

    id: str
    kind: Kind
    needs: frozenset[str]
    words: str
    admits: frozenset[str] = frozenset({"data", "longer"})


_TABLE = (
    LightPath(
        "VL-1",
        Kind.LICENCE,
        frozenset({"decision", "seat", "policy", "training"}),
        gettext_noop(
            "Outil approuvé, siège libre, règles internes acceptées, formation valide, données permises sans "
            "exception, coût annuel sous le seuil\u00a0: le siège est accordé à l’envoi."
        ),
    ),
    LightPath(
        "VL-2",
        Kind.TOOL_ACCESS,
        frozenset({"decision", "policy", "training"}),
        gettext_noop(
            "Outil approuvé, règles internes acceptées, formation valide, ni donnée client ni donnée "
            "personnelle\u00a0: l’accès est accordé à l’envoi."
        ),
    ),
)

LIGHT_PATHS: dict[str, LightPath] = {rule.id: rule for rule in _TABLE}


def light_path(ask: Ask, found: Mapping[str, bool]) -> LightPath | None:
    """The rule that grants a request whose checks say `found` (code → whether it is green), if any does."""
    if not all(found.values()) or not _champion_alone(ask):
        return None
    rules = (rule for rule in _TABLE if rule.kind is ask.kind)
    return next((rule for rule in rules if rule.needs <= found.keys() <= rule.needs | rule.admits), None)


def words_of(rule_id: str) -> str:
    """What a rule says, for what it granted; "" for one that is no longer known."""
    return LIGHT_PATHS[rule_id].words if rule_id in LIGHT_PATHS else ""


def _champion_alone(ask: Ask) -> bool:
    deciding = [step.role for step in plan_steps(ask) if step.is_required and step.task is Task.DECIDE]
    return deciding == [Decider.CHAMPION]
