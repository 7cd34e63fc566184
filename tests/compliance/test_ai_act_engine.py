"""The questionnaire engine: golden cases, and what they cannot say in one line."""

from datetime import date
from itertools import groupby

import pytest

from builders.ai_act_cases import CASES, expected, observed
from compliance.ai_act.engine import BadAnswer, classify, obligations_due
from compliance.ai_act.obligations import due
from compliance.ai_act.ruleset import latest

RULESET = latest()
HIRING = {
    "q_system": "generative",
    "q_role": ["use_supplied"],
    "q_prohibited": ["none"],
    "q_area": ["employment"],
    "q_employment": ["recruit"],
    "q_profiling": "yes",
    "q_public": "no",
    "q_vendor": "not_intended",
    "q_people": ["none"],
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_golden_case_comes_out_as_labelled(case):
    assert observed(RULESET, case) == expected(case)


def test_every_resolution_rule_has_two_examples_at_least():
    rules = sorted(case["rule"] for case in CASES if "rule" in case)
    counted = {rule: len(list(group)) for rule, group in groupby(rules)}

    assert set(counted) == {rule.id for rule in RULESET.resolution}
    assert min(counted.values()) >= 2


def test_the_fast_path_of_the_ruleset_takes_five_questions():
    example = RULESET.source["questionnaire"]["fast_path_example"]

    outcome = classify(RULESET, example["answers"])

    assert outcome.outcome == example["outcome"]
    assert list(outcome.flags) == sorted(example["flags"])
    assert len(outcome.visible_questions) == example["questions_shown"]


def test_the_questions_are_asked_one_after_the_other():
    outcome = classify(RULESET, {"q_system": "generative", "q_role": ["use_supplied"], "q_area": ["unsure"]})

    assert outcome.unanswered == ("q_prohibited", "q_people")
    assert outcome.pending_questions == ("q_prohibited", "q_area", "q_people")


def test_an_answer_may_come_in_any_order_and_twice():
    tidy = classify(RULESET, {**HIRING, "q_role": ["use_supplied", "build_for_client"], "q_model": "as_is"})
    untidy = classify(
        RULESET, {"q_model": "as_is", **HIRING, "q_role": ("build_for_client", "use_supplied") * 2}
    )

    assert tidy == untidy


def test_the_trace_tells_the_answers_the_rules_and_the_decision_in_order():
    outcome = classify(RULESET, {**HIRING, "q_people": ["generates"]})

    assert [reason.rule for reason in outcome.trace] == [
        "q_system.generative",
        "q_role.use_supplied",
        "q_employment.recruit",
        "q_profiling.yes",
        "q_vendor.not_intended",
        "q_people.generates",
        "r_profiling",
        "d_flip",
        "d_mark_after",
    ]
    assert {reason.rule: reason.article for reason in outcome.trace}[
        "q_employment.recruit"
    ] == "Annex III, 4(a)"


def test_the_trace_tells_what_keeps_the_outcome_open():
    outcome = classify(RULESET, {"q_system": "generative", "q_role": ["use_supplied"], "q_area": ["unsure"]})

    rules = [reason.rule for reason in outcome.trace]
    assert rules[-2:] == ["r_pending", "provisional.r_minimal"]
    assert {"q_prohibited", "q_area.unsure", "q_people"} <= set(rules)


def test_the_trace_says_why_sectoral_law_replaces_the_usual_duties():
    machine = {**HIRING, "q_area": ["product"], "q_product": "section_b", "q_vendor": "intended"}

    outcome = classify(RULESET, machine)

    assert "obligation_rules.suppress" in [reason.rule for reason in outcome.trace]
    assert "ob_art26_1" not in outcome.obligations
    assert "ob_art4_literacy" in outcome.obligations


def test_no_date_loses_a_future_obligation():
    undated = classify(RULESET, HIRING)
    dated = classify(RULESET, HIRING, on=date(2026, 11, 24))

    assert dated.obligations == undated.obligations == undated.in_force
    assert "ob_art26_2" in dated.obligations
    assert "ob_art26_2" not in dated.in_force
    assert "2027-12-02" in dated.trace[-1].because_fr
    assert "ob_art26_2" in dated.trace[-1].because_fr


@pytest.mark.parametrize(
    ("on", "expected"), [("2027-12-01", False), ("2027-12-02", True), ("2027-12-03", True)]
)
def test_an_obligation_is_in_force_from_its_day(on, expected):
    outcome = classify(RULESET, HIRING, on=date.fromisoformat(on))

    assert ("ob_art26_2" in outcome.in_force) is expected


def test_a_product_of_annex_i_has_its_own_date():
    device = {**HIRING, "q_area": ["product"], "q_product": "section_a", "q_vendor": "intended"}

    rows = {row.id: row for row in obligations_due(RULESET, classify(RULESET, device), date(2028, 1, 1))}

    assert rows["ob_art26_2"].applies_from == date(2028, 8, 2)
    assert not rows["ob_art26_2"].in_force
    assert rows["ob_art4_literacy"].in_force


def test_stored_ids_and_flags_give_the_same_rows():
    outcome = classify(RULESET, HIRING)
    day = date(2026, 11, 24)

    assert due(RULESET, outcome.obligations, outcome.flags, day) == obligations_due(RULESET, outcome, day)


@pytest.mark.parametrize("answers", [[], "q_system", None, 3])
def test_answers_that_are_not_an_object_are_refused(answers):
    with pytest.raises(BadAnswer):
        classify(RULESET, answers)


@pytest.mark.parametrize(
    "facts", ["personal_data", {"personal_data": True}, 3, [["personal_data"]], ["is_ai"], [None]]
)
def test_facts_that_are_not_flags_of_the_register_are_refused(facts):
    with pytest.raises(BadAnswer):
        classify(RULESET, HIRING, facts)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("q_system", None),
        ("q_system", 3),
        ("q_system", {}),
        ("q_role", {}),
        ("q_role", [None]),
        ("q_role", [["x"]]),
    ],
)
def test_an_unreadable_answer_names_its_question(question, answer):
    with pytest.raises(BadAnswer, match=question):
        classify(RULESET, {**HIRING, question: answer})
