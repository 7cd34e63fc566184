"""The golden cases of the data rules, and what a set of rules says of each."""

from __future__ import annotations

from typing import Any

from builders.golden import load_cases
from compliance.data_rules import (
    BadQuestion,
    ClientClause,
    DataAnswer,
    Rules,
    by_scope,
    decide,
    highest_level,
    tool_class,
)

QUESTIONS = load_cases("data")
CLASSES = load_cases("data_classes")


def ask(rules: Rules, case: dict[str, Any]) -> DataAnswer:
    """The answer to a golden question."""
    clauses = [ClientClause(**clause) for clause in case.get("clauses", ())]
    return decide(
        rules,
        **case["ask"],
        evidence=case.get("evidence", ()),
        exempted=case.get("exempted", ()),
        region=case.get("region"),
        from_plan=case.get("from_plan", False),
        clauses=clauses,
    )


def expected(case: dict[str, Any]) -> tuple[Any, ...]:
    """What the label says, in the form of `observed`."""
    return case["result"], tuple(case["conditions"]), tuple(case.get("missing", ())), case.get("values", {})


def observed(rules: Rules, case: dict[str, Any]) -> tuple[Any, ...]:
    """What the rules say: result, conditions, missing, values of the rules that are labelled; or the
    refusal of the question."""
    try:
        answer = ask(rules, case)
    except BadQuestion as bad:
        return (str(bad),)
    told = {step.rule: step.value for step in answer.trace}
    values = {rule: told.get(rule) for rule in case.get("values", {})}
    return answer.result, answer.conditions, answer.missing, values


def fits(rules: Rules, case: dict[str, Any]) -> bool:
    """Whether the rules agree with a case about classes, levels or scopes."""
    if "evidenced" in case:
        return tool_class(rules, case["evidenced"]) == case["tool_class"]
    if "of" in case:
        return highest_level(rules, case["of"]) == case["highest_level"]
    return by_scope(rules, rules.conditions) == {k: tuple(v) for k, v in case["by_scope"].items()}


def noticed(rules: Rules) -> str | None:
    """The first case that the rules get wrong."""
    wrong = (case["id"] for case in QUESTIONS if observed(rules, case) != expected(case))
    wrong_class = (case["id"] for case in CLASSES if not fits(rules, case))
    return next(wrong, None) or next(wrong_class, None)
