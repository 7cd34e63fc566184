import pytest

from compliance.ai_act.ruleset import latest
from usecases import prefill

RULES = latest()


def test_a_template_fills_only_what_it_states():
    answers = prefill.starting_answers(RULES, template="tpl_support_bot")

    assert answers == {"q_system": "generative", "q_role": ["use_supplied"], "q_people": ["interacts"]}


@pytest.mark.parametrize("template", [template.id for template in RULES.templates])
def test_no_template_answers_what_must_be_confirmed(template):
    answers = prefill.starting_answers(RULES, template=template, categories=["coding"])

    assert not set(answers) & set(RULES.must_confirm)


def test_an_assistant_of_the_catalogue_tells_the_system_and_our_role():
    answers = prefill.starting_answers(RULES, categories=["coding", "assistant"])

    assert answers == {"q_system": "generative", "q_role": ["use_supplied"]}


def test_a_tool_of_an_unknown_kind_tells_our_role_only():
    assert prefill.starting_answers(RULES, categories=["coding", "testing"]) == {"q_role": ["use_supplied"]}


def test_the_template_wins_over_the_tools():
    answers = prefill.starting_answers(RULES, template="tpl_client_build", categories=["coding"])

    assert answers["q_role"] == ["build_for_client"]


def test_nothing_known_fills_nothing():
    assert prefill.starting_answers(RULES, template="tpl_unknown") == {}


def test_classifying_again_asks_for_the_confirmed_questions_anew():
    previous = {"q_system": "generative", "q_prohibited": ["none"], "q_area": ["none"], "q_gone": "x"}

    assert prefill.again(RULES, previous) == {"q_system": "generative"}
