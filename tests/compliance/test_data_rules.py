"""The data decision: golden questions, worked examples of the ruleset, what is refused, what is explained."""

import pytest

from builders.data_cases import CLASSES, QUESTIONS, ask, expected, fits, observed
from compliance.data_rules import (
    BadQuestion,
    ClientClause,
    decide,
    highest_level,
    latest_rules,
    load_rules,
    tool_class,
)

RULES = latest_rules()
WORKED = RULES.source["data_classification"]["decision"]["worked_examples"]


@pytest.mark.parametrize("case", QUESTIONS, ids=lambda case: case["id"])
def test_a_golden_question_gets_its_answer(case):
    assert observed(RULES, case) == expected(case)


@pytest.mark.parametrize("case", CLASSES, ids=lambda case: case["id"])
def test_a_golden_class_level_or_scope_is_found(case):
    assert fits(RULES, case)


@pytest.mark.parametrize(
    "example", WORKED, ids=lambda e: f"{'+'.join(e['levels'])}-{e['tool']}-{e['client']}"
)
def test_a_worked_example_of_the_ruleset_holds(example):
    answer = decide(
        RULES,
        levels=example["levels"],
        tool_class=example["tool"],
        client=example["client"],
        evidence=example["evidence"],
        region=example.get("region"),
    )

    assert answer.result == example["result"]
    assert list(answer.missing) == example.get("missing", [])


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ({"levels": ["moon"]}, "moon"),
        ({"levels": []}, "niveau"),
        ({"levels": "public"}, "public"),
        ({"levels": {"public": 1}}, "public"),
        ({"levels": [["public"]]}, "public"),
        ({"levels": None}, "niveau"),
        ({"tool_class": "t9"}, "t9"),
        ({"tool_class": None}, "None"),
        ({"client": "friendly"}, "friendly"),
        ({"client": ["none"]}, "none"),
        ({"evidence": ["a_smile"]}, "a_smile"),
        ({"evidence": "client_consent"}, "client_consent"),
        ({"exempted": ["a_smile"]}, "a_smile"),
        ({"region": "moon"}, "moon"),
        ({"region": ""}, "région"),
        ({"region": ["eea"]}, "eea"),
        ({"clauses": [ClientClause("C-1", adds_conditions=("a_smile",))]}, "a_smile"),
    ],
    ids=str,
)
def test_what_is_unknown_is_named(question, named):
    known = {"levels": ["public"], "tool_class": "t1", "client": "none"}

    with pytest.raises(BadQuestion, match=named):
        decide(RULES, **{**known, **question})


def test_the_class_and_level_helpers_name_what_is_unknown():
    with pytest.raises(BadQuestion, match="a_smile"):
        tool_class(RULES, {"a_smile"})
    with pytest.raises(BadQuestion, match="t9"):
        highest_level(RULES, "t9")


@pytest.mark.parametrize("case", QUESTIONS, ids=lambda case: case["id"])
def test_the_trace_tells_every_level_and_every_condition(case):
    answer = ask(RULES, case)

    told = {step.rule: step.value for step in answer.trace}
    assert {f"{level}.{case['ask']['tool_class']}" for level in case["ask"]["levels"]} <= told.keys()
    assert {f"condition.{name}" for name in answer.conditions} == {
        n for n in told if n.startswith("condition.")
    }
    assert told["decision"] == answer.result
    assert all(step.because_fr and step.because_en for step in answer.trace)


def test_the_trace_tells_who_met_each_condition():
    answer = decide(
        RULES,
        levels=["client_confidential"],
        tool_class="t1",
        client="consented",
        evidence=["client_consent", "licence_ok"],
        exempted=["bounded_retention"],
    )

    told = {step.rule.removeprefix("condition."): step.value for step in answer.trace}
    assert told["no_training"] == "implied"
    assert told["client_consent"] == told["licence_ok"] == "met"
    assert told["bounded_retention"] == "exempted"
    assert told["secrets_scan"] == "missing"


def test_the_trace_quotes_the_clause_under_its_reference():
    clause = ClientClause("MSA-2025 §4.2", forbids=True, passage="Aucun recours à l'IA")

    answer = decide(RULES, levels=["public"], tool_class="t1", client="consented", clauses=[clause])

    step = next(step for step in answer.trace if step.rule == "MSA-2025 §4.2")
    assert (step.value, answer.result) == ("forbidden", "forbidden")
    assert "Aucun recours à l’IA" in step.because_fr


def test_the_trace_says_that_no_client_policy_is_on_file():
    answer = decide(RULES, levels=["client_confidential"], tool_class="t2", client="none")

    steps = {step.rule: step for step in answer.trace}
    assert steps["client_confidential.t2"].value == "forbidden"
    assert "sans politique client" in steps["client.none"].because_fr


def test_the_trace_names_the_region_only_for_personal_data():
    personal = decide(RULES, levels=["personal"], tool_class="t2", client="none", region="us_dpf")
    internal = decide(RULES, levels=["internal"], tool_class="t2", client="none", region="us_dpf")

    assert "region.us_dpf" in {step.rule for step in personal.trace}
    assert not any(step.rule.startswith("region.") for step in internal.trace)


def test_the_version_is_the_one_of_the_rules():
    assert decide(RULES, levels=["public"], tool_class="t0", client="none").ruleset_version == "2026.11.0"
    assert load_rules("2026.11.0") is RULES
