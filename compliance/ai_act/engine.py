"""The AI Act questionnaire engine (questionnaire.engine of the ruleset): answers in, outcome and reasons out.

    classify(ruleset, answers, facts=frozenset(), on=None) -> Outcome      raises BadAnswer
    obligations_due(ruleset, outcome, on) -> tuple[DueObligation, ...]

The date. An outcome does not depend on the day: the portal already treats a practice whose ban starts next
month as prohibited. Obligations do, so `Outcome.obligations` names all that this use brings, those of 2027
and 2028 included: a register that lost them would be a trap. `on` only tells which of them are in force that
day (`Outcome.in_force`), and the trace then says which ones come later, and when. Screens use
`obligations_due`.

Pure: no Django, no clock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from compliance.ai_act import obligations as duties
from compliance.ai_act import trace as reasons
from compliance.ai_act.answers import BadAnswer, Chosen, read_answers, read_facts
from compliance.ai_act.conditions import Situation
from compliance.ai_act.obligations import DueObligation
from compliance.ai_act.ruleset import PENDING_FLAG, UNDETERMINED
from compliance.ai_act.shapes import BASIS, REPORT, DerivedFlag, Option, Question, Resolution, Ruleset
from compliance.ai_act.trace import Reason

__all__ = ["BadAnswer", "DueObligation", "Outcome", "Reason", "classify", "obligations_due"]

NEEDED_FOR_PROVISIONAL = ("q_system", "q_role")


Decided = tuple[list[DerivedFlag], Resolution, Resolution | None, list[DerivedFlag]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the answers come to.

    `flags` are those of kind report, `basis` the reasons (p_*, annex_iii_*), both sorted; `raised` is every
    flag, facts included. `provisional` is a hint that is shown only, never stored as the outcome nor used to
    grant anything. `pending_questions` are visible and unanswered, or answered « je ne sais pas » where that
    matters; `unanswered` are the former only, in the order in which to ask them.
    """

    ruleset_version: str
    outcome: str
    rule: str
    article: str | None
    flags: tuple[str, ...]
    basis: tuple[str, ...]
    provisional: str | None
    pending_questions: tuple[str, ...]
    unanswered: tuple[str, ...]
    visible_questions: tuple[str, ...]
    trace: tuple[Reason, ...]
    obligations: tuple[str, ...]
    in_force: tuple[str, ...]
    raised: frozenset[str]


@dataclass(slots=True)
class Walk:
    """What steps 1 to 3 gather while they walk the questions."""

    flags: set[str] = field(default_factory=set)
    answers: dict[str, frozenset[str]] = field(default_factory=dict)
    chosen: list[tuple[Question, Option]] = field(default_factory=list)
    visible: list[str] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)

    def seen(self, outcome: str | None = None) -> Situation:
        return Situation(self.flags, self.answers, outcome)


def classify(
    ruleset: Ruleset,
    answers: Mapping[str, Any],
    facts: Any = frozenset(),
    on: date | None = None,
) -> Outcome:
    """Classify a use. Raises BadAnswer for an unknown question, option or fact, or an impossible combination.

    `answers`: {question: option} (single) or {question: [options]} (multi); those to invisible questions are
    ignored. `facts`: the flags of kind registry that the register raises. `on`: see the module docstring.
    """
    told = read_facts(ruleset, facts)
    walk = _walk(ruleset, read_answers(ruleset, answers))
    fired = _derive(ruleset.derived_before, walk, None)
    rule, provisional = _resolve(ruleset, walk)
    fired_after = _derive(ruleset.derived_after, walk, rule.outcome)
    final = Situation(walk.flags | told, walk.answers, rule.outcome)
    rows = _rows(ruleset, final, on or date.max)
    return Outcome(
        ruleset_version=ruleset.version,
        outcome=rule.outcome,
        rule=rule.id,
        article=rule.article,
        flags=_of_kind(ruleset, walk, REPORT),
        basis=_of_kind(ruleset, walk, BASIS),
        provisional=provisional.outcome if provisional else None,
        pending_questions=tuple(walk.pending),
        unanswered=tuple(walk.unanswered),
        visible_questions=tuple(walk.visible),
        trace=_explain(ruleset, walk, (fired, rule, provisional, fired_after), final, rows),
        obligations=tuple(row.id for row in rows),
        in_force=tuple(row.id for row in rows if row.in_force),
        raised=frozenset(final.flags),
    )


def obligations_due(ruleset: Ruleset, outcome: Outcome, on: date) -> tuple[DueObligation, ...]:
    """Every obligation of the outcome with the day from which it applies and whether that day has come."""
    return duties.due(ruleset, outcome.obligations, outcome.raised, on)


def _walk(ruleset: Ruleset, given: Mapping[str, Chosen]) -> Walk:
    """Steps 1 and 2: ask the visible questions in order, raise what the chosen options set."""
    walk = Walk()
    seen = walk.seen()  # looks at the walk's own flags and answers, so it follows them as they grow
    for question in ruleset.questions:
        if question.visible_if.holds(seen):
            walk.visible.append(question.id)
            _answer(walk, question, given.get(question.id, ()))
    return walk


def _answer(walk: Walk, question: Question, chosen: Chosen) -> None:
    if chosen:
        walk.answers[question.id] = frozenset(option.id for option in chosen)
    else:
        walk.unanswered.append(question.id)
    for option in chosen:
        walk.chosen.append((question, option))
        walk.flags.update(option.sets)
    if not chosen or any(option.pending for option in chosen):
        walk.flags.add(PENDING_FLAG)
        walk.pending.append(question.id)


def _derive(rules: tuple[DerivedFlag, ...], walk: Walk, outcome: str | None) -> list[DerivedFlag]:
    """Steps 3 and 6: apply the derived flags of one stage in order; the rules that fired."""
    fired = []
    for rule in rules:
        if rule.when.holds(walk.seen(outcome)):
            walk.flags.update(rule.sets)
            fired.append(rule)
    return fired


def _resolve(ruleset: Ruleset, walk: Walk) -> tuple[Resolution, Resolution | None]:
    """Steps 4 and 5: the first rule that holds; below an undetermined one, what the answers so far point
    to."""
    holding = (rule for rule in ruleset.resolution if rule.when.holds(walk.seen()))
    rule = next(holding)
    settled = all(name in walk.answers and name not in walk.pending for name in NEEDED_FOR_PROVISIONAL)
    return rule, next(holding, None) if rule.outcome == UNDETERMINED and settled else None


def _rows(ruleset: Ruleset, final: Situation, on: date) -> tuple[DueObligation, ...]:
    ids = [item.id for item in duties.listed(ruleset, final)]
    return duties.due(ruleset, ids, final.flags, on)


def _of_kind(ruleset: Ruleset, walk: Walk, kind: str) -> tuple[str, ...]:
    return tuple(sorted(flag for flag in walk.flags if ruleset.flags[flag].kind == kind))


def _explain(
    ruleset: Ruleset,
    walk: Walk,
    decided: Decided,
    final: Situation,
    rows: tuple[DueObligation, ...],
) -> tuple[Reason, ...]:
    """Why, in the order in which it was decided."""
    fired, rule, provisional, fired_after = decided
    hints = [provisional] if provisional else []
    conditions = [cause.when for cause in (*fired, *fired_after)] + [cause.when for cause in (rule, *hints)]
    read = {flag for condition in conditions for flag in condition.flags()}
    undetermined = rule.outcome == UNDETERMINED
    return (
        *reasons.of_options(ruleset, walk.chosen, read),
        *(reasons.of_pending(ruleset, walk.pending, walk.answers) if undetermined else ()),
        *(reasons.of_derived(ruleset, item) for item in fired),
        reasons.of_resolution(rule),
        *(reasons.of_provisional(hint) for hint in hints),
        *(reasons.of_derived(ruleset, item) for item in fired_after),
        *(reasons.of_suppression(item) for item in duties.active_suppressions(ruleset, final)),
        *reasons.of_dates(rows),
    )
