"""The rulesets in force: the newest shipped version of each family, with what the house changed of its data rules."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from compliance.ai_act.ruleset import latest
from compliance.ai_act.shapes import Ruleset
from compliance.data_rules import Amendment, Rules, amended, latest_rules
from compliance.models import RuleChange


def ai_act() -> Ruleset:
    """The AI Act questionnaire and its resolution rules."""
    return latest()


def data(on: date) -> Rules:
    """The data rules of that day: levels, tool classes, conditions, regions, with the changes in force. One query."""
    return with_changes(RuleChange.objects.in_force(on))


def vocabulary() -> Rules:
    """The shipped data rules, for the names of levels, classes and conditions: changes touch none of them."""
    return latest_rules()


def with_changes(changes: Iterable[RuleChange]) -> Rules:
    """The shipped data rules with these changes, in their order. Raises BadChange for what they cannot take."""
    return _amended(latest_rules().version, tuple(change.amendment for change in changes))


@lru_cache(maxsize=64)
def _amended(version: str, amendments: tuple[Amendment, ...]) -> Rules:
    """The same changes give the same rules: judging them again for every question would be work for nothing."""
    return amended(latest_rules(), amendments)
