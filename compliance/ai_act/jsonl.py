"""One line of `manage.py classify`: a parsed JSON object in, the object to print out."""

from __future__ import annotations

from datetime import date
from typing import Any

from compliance.ai_act.answers import BadAnswer
from compliance.ai_act.engine import Outcome, classify
from compliance.ai_act.shapes import Ruleset
from compliance.rulesets import MissingKey

__all__ = ["MissingKey", "classify_line"]


def classify_line(ruleset: Ruleset, line: Any) -> dict[str, Any]:
    """The answer to `{"id", "answers", "facts"?, "on"?}`; `{"id", "error"}` when an answer cannot be read.

    Raises MissingKey when `id` or `answers` is absent. With `on`, `obligations` are those in force that day
    and the trace names the later ones with their dates; without it they are all listed.
    """
    MissingKey.check(line, "id", "answers")
    try:
        on = _day(line.get("on"))
        outcome = classify(ruleset, line["answers"], _or_none(line.get("facts")), on)
    except BadAnswer as bad:
        return {"id": line["id"], "error": str(bad)}
    return {"id": line["id"], **_shown(outcome)}


def _shown(outcome: Outcome) -> dict[str, Any]:
    return {
        "ruleset_version": outcome.ruleset_version,
        "outcome": outcome.outcome,
        "article": outcome.article,
        "flags": list(outcome.flags),
        "provisional": outcome.provisional,
        "pending_questions": list(outcome.pending_questions),
        "trace": [
            {"rule": reason.rule, "article": reason.article, "because": reason.because_fr}
            for reason in outcome.trace
        ],
        "obligations": list(outcome.in_force),
    }


def _or_none(facts: Any) -> Any:
    return () if facts is None else facts


def _day(value: Any) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as bad:
        raise BadAnswer(f"Date illisible\u00a0: {value!r} (attendu\u00a0: AAAA-MM-JJ).") from bad
