"""The golden cases of the AI Act questionnaire, and what a ruleset says of each."""

from __future__ import annotations

from datetime import date
from typing import Any

from builders.golden import load_cases
from compliance.ai_act.engine import BadAnswer, classify, obligations_due
from compliance.ai_act.shapes import Ruleset

CASES = load_cases("ai_act")
ANY_DAY = date(2026, 11, 24)


def expected(case: dict[str, Any]) -> dict[str, Any]:
    """What the label says, in the form of `observed`."""
    if "error" in case:
        return {"error": case["error"]}
    return {
        "outcome": case["outcome"],
        "rule": case["rule"],
        "article": case["article"],
        "flags": case["flags"],
        "basis": case.get("basis", []),
        "pending": case.get("pending", []),
        "provisional": case.get("provisional"),
        "obligations": case.get("obligations", {}),
    }


def observed(ruleset: Ruleset, case: dict[str, Any]) -> dict[str, Any]:
    """What the ruleset says: a refusal that names the label's culprit, or the outcome with its duties by
    day."""
    try:
        outcome = classify(ruleset, case["answers"], case.get("facts", ()))
    except BadAnswer as bad:
        return {"error": case["error"] if case.get("error", "?") in str(bad) else str(bad)}
    by_day: dict[str, list[str]] = {}
    for row in obligations_due(ruleset, outcome, ANY_DAY):
        by_day.setdefault(row.applies_from.isoformat(), []).append(row.id)
    return {
        "outcome": outcome.outcome,
        "rule": outcome.rule,
        "article": outcome.article,
        "flags": list(outcome.flags),
        "basis": list(outcome.basis),
        "pending": list(outcome.pending_questions),
        "provisional": outcome.provisional,
        "obligations": by_day,
    }


def noticed(ruleset: Ruleset, likely: str = "") -> str | None:
    """A case that the ruleset gets wrong, or None; cases that mention `likely` are tried first.

    A case that noticed something moves to the front, since neighbouring changes tend to fail on the same
    case.
    """
    for labelled in sorted(LABELLED, key=lambda item: likely not in item[2]):
        case, label, _ = labelled
        if observed(ruleset, case) != label:
            LABELLED.remove(labelled)
            LABELLED.insert(0, labelled)
            return str(case["id"])
    return None


LABELLED = [(case, expected(case), str(case)) for case in CASES]
