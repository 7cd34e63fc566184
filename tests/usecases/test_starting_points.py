from compliance.ai_act.ruleset import latest
from usecases.starting_points import PURPOSES


def test_every_template_in_force_proposes_a_purpose():
    assert {template.id for template in latest().templates} == set(PURPOSES)
