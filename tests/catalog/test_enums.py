"""The catalogue's lists and the data ruleset name the same things, in the same order."""

from catalog.enums import DataLevel, PlanCondition, Region, ToolClass
from compliance.data_rules import latest_rules
from etech_ai.badges import LEVELS

RULES = latest_rules()


def test_levels_are_those_that_can_be_sent_at_all():
    sendable = [
        level.id
        for level in sorted(RULES.levels.values(), key=lambda level: level.rank)
        if set(level.by_tool.values()) != {"forbidden"}
    ]

    assert [level.value for level in DataLevel] == sendable
    assert {level.value: level.label for level in DataLevel} == LEVELS


def test_classes_go_from_weak_to_strong():
    assert [tool_class.value for tool_class in ToolClass] == list(RULES.tool_classes)


def test_a_plan_may_prove_every_condition_of_its_scope_and_no_other():
    of_plans = {condition.id for condition in RULES.conditions.values() if condition.scope == "plan"}

    assert {condition.value for condition in PlanCondition} == of_plans


def test_regions_are_those_with_a_policy():
    assert {region.value for region in Region} == set(RULES.regions)
