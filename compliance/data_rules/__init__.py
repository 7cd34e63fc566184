"""« Puis-je envoyer ? »: data levels × tool class × client × evidence, judged by rules that are data.

    latest_rules() -> Rules            load_rules("2026.11.0") -> Rules
    decide(rules, levels=…, tool_class=…, client=…, evidence=…, region=…, …) -> DataAnswer
    tool_class(rules, evidenced) -> "t2"          highest_level(rules, "t2") -> "personal"
    answer_line(rules, line, resolve_plan=…, resolve_client=…) -> dict      (`manage.py data_answer`)

Pure: no Django, no clock; the caller brings evidence that is valid on the day.
"""

from compliance.data_rules.amendments import Amendment, BadChange, Change, ChangeKind, amended
from compliance.data_rules.engine import (
    CLIENT_POLICIES,
    BadQuestion,
    ClientClause,
    DataAnswer,
    Step,
    by_scope,
    decide,
    highest_level,
    tool_class,
)
from compliance.data_rules.jsonl import MissingKey, answer_line
from compliance.data_rules.ruleset import Rules, build_rules, latest_rules, load_rules
from compliance.rulesets import RulesetError

__all__ = [
    "CLIENT_POLICIES",
    "Amendment",
    "BadChange",
    "BadQuestion",
    "Change",
    "ChangeKind",
    "ClientClause",
    "DataAnswer",
    "MissingKey",
    "Rules",
    "RulesetError",
    "Step",
    "amended",
    "answer_line",
    "build_rules",
    "by_scope",
    "decide",
    "highest_level",
    "latest_rules",
    "load_rules",
    "tool_class",
]
