"""The rulesets in force: the newest shipped of each family, with the house’s changes of its data rules."""

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
    """The data rules of that day: levels, tool classes, conditions, regions. One query, for the changes."""
    return with_changes(RuleChange.objects.in_force(on))


def vocabulary() -> Rules:
    """The shipped data rules, for the names of levels, classes and conditions: changes touch none of them."""
    return latest_rules()


def with_changes(changes: Iterable[RuleChange]) -> Rules:
    """The shipped data rules with these changes, in order. Raises BadChange for what they cannot take."""
    return _amended(latest_rules().version, tuple(change.amendment for change in changes))


@lru_cache(maxsize=64)
def _amended(version: str, amendments: tuple[Amendment, ...]) -> Rules:
    """The same changes give the same rules, which are made once."""
    return amended(latest_rules(), amendments)
