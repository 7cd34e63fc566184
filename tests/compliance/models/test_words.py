"""The catalogue and the projects carry ids of the ruleset; these lists must stay the same."""

from catalog.enums import DataLevel, PlanCondition, Region, ToolClass
from compliance.models import ProjectCondition
from compliance.services import rules


def of_scope(scope):
    return {item.id for item in rules.vocabulary().conditions.values() if item.scope == scope}


def test_plan_conditions_are_those_of_the_ruleset():
    assert {item.value for item in PlanCondition} == of_scope("plan")


def test_project_conditions_are_those_of_the_ruleset():
    assert {item.value for item in ProjectCondition} == of_scope("project")


def test_regions_classes_and_levels_are_those_of_the_ruleset():
    ruleset = rules.vocabulary()

    assert [item.value for item in Region] == list(ruleset.regions)
    assert [item.value for item in ToolClass] == list(ruleset.tool_classes)
    assert [item.value for item in DataLevel] == [name for name in ruleset.levels if name != "secret"]
