"""The rulesets in force: the newest version of each family that the portal ships."""

from compliance.ai_act.ruleset import latest
from compliance.ai_act.shapes import Ruleset
from compliance.data_rules import Rules, latest_rules


def ai_act() -> Ruleset:
    """The AI Act questionnaire and its resolution rules."""
    return latest()


def data() -> Rules:
    """The data rules: levels, tool classes, conditions, regions."""
    return latest_rules()
