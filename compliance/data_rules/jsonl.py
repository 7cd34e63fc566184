"""One line of `manage.py data_answer`: a parsed JSON object in, the object to print out."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any, TypeVar

from compliance.data_rules.engine import BadQuestion, ClientClause, DataAnswer, decide
from compliance.data_rules.ruleset import Rules
from compliance.rulesets import MissingKey

__all__ = ["MissingKey", "answer_line"]

PlanFacts = tuple[str, str | None, Collection[str]]
ClientFacts = tuple[str, Collection[ClientClause], Collection[str]]
ResolvePlan = Callable[[str], PlanFacts | None]
ResolveClient = Callable[[str], ClientFacts | None]
Found = TypeVar("Found")


def answer_line(
    rules: Rules,
    line: Any,
    *,
    resolve_plan: ResolvePlan | None = None,
    resolve_client: ResolveClient | None = None,
) -> dict[str, Any]:
    """The answer to `{"id", "levels", "tool_class" or "plan", "client_policy" or "client", "evidence",
    "region"?}`.

    `resolve_plan(slug)` gives (tool class, region, conditions evidenced), `resolve_client(slug)` gives
    (policy, clauses, conditions evidenced), or None when unknown; what they evidence joins that of the line.
    A region on the line replaces the plan's. Raises MissingKey; anything unknown or malformed gives `{"id",
    "error"}`.
    """
    MissingKey.check(line, "id", "levels", "tool_class|plan", "client_policy|client", "evidence")
    try:
        answer = _answer(rules, line, resolve_plan, resolve_client)
    except BadQuestion as bad:
        return {"id": line["id"], "error": str(bad)}
    return {"id": line["id"], **_shown(answer)}


def _answer(
    rules: Rules, line: dict[str, Any], resolve_plan: ResolvePlan | None, resolve_client: ResolveClient | None
) -> DataAnswer:
    tool_class, region, of_plan = _plan(line, resolve_plan)
    client, clauses, of_client = _client(line, resolve_client)
    given = line["evidence"]
    if not isinstance(given, list):
        raise BadQuestion(f"Une liste est attendue pour evidence, pas {given!r}.")
    return decide(
        rules,
        levels=line["levels"],
        tool_class=tool_class,
        client=client,
        evidence=[*given, *of_plan, *of_client],
        region=region if line.get("region") is None else line["region"],
        from_plan=line.get("plan") is not None,
        clauses=clauses,
    )


def _plan(line: dict[str, Any], resolve: ResolvePlan | None) -> PlanFacts:
    if not _names(line, "plan", "tool_class"):
        return line.get("tool_class", ""), None, ()
    return _found(line["plan"], resolve, "Offre inconnue")


def _client(line: dict[str, Any], resolve: ResolveClient | None) -> ClientFacts:
    if not _names(line, "client", "client_policy"):
        return line.get("client_policy", ""), (), ()
    return _found(line["client"], resolve, "Client inconnu")


def _names(line: dict[str, Any], record: str, bare: str) -> bool:
    """Whether the line names a record; naming both the record and the bare value says two things at once."""
    if line.get(record) is not None and line.get(bare) is not None:
        raise BadQuestion(f"Une ligne porte {record} ou {bare}, pas les deux.")
    return line.get(record) is not None


def _found(slug: Any, resolve: Callable[[str], Found | None] | None, unknown: str) -> Found:
    found = resolve(slug) if resolve and isinstance(slug, str) else None
    if found is None:
        raise BadQuestion(f"{unknown}\u00a0: {slug!r}.")
    return found


def _shown(answer: DataAnswer) -> dict[str, Any]:
    return {
        "ruleset_version": answer.ruleset_version,
        "result": answer.result,
        "conditions": list(answer.conditions),
        "missing": list(answer.missing),
        "trace": [
            {"rule": step.rule, "value": step.value, "because": step.because_fr} for step in answer.trace
        ],
    }
