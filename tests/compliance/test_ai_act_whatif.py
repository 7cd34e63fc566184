from hypothesis import given, settings

from builders.ai_act_answers import any_facts, complete
from compliance.ai_act.engine import classify
from compliance.ai_act.ruleset import latest
from compliance.ai_act.whatif import ADD, INSTEAD, hypotheses

RULESET = latest()
CODING = {
    "q_system": "generative", "q_role": ["use_supplied"], "q_prohibited": ["none"], "q_area": ["none"],
    "q_people": ["none"], "q_model": "as_is",
}  # fmt: skip


def ranks():
    return {kind.id: kind.rank for kind in RULESET.outcomes.values()}


def test_a_minimal_use_hears_what_would_make_it_heavier():
    assert classify(RULESET, CODING).outcome == "minimal"

    found = hypotheses(RULESET, CODING)

    nearest = found[0]
    assert nearest.outcome == "transparency"
    assert nearest.changes[0].question.id == "q_people"
    assert len(nearest.changes) == 1
    assert nearest.article


def test_an_undetermined_result_has_no_hypothesis():
    assert hypotheses(RULESET, {}) == ()


def test_what_is_ticked_besides_is_added_and_what_replaces_is_taken_instead():
    generating = {**CODING, "q_people": ["generates"]}

    added = hypotheses(RULESET, generating)[0].changes[0]
    instead = hypotheses(RULESET, CODING)[0].changes[0]

    assert (added.question.id, added.kind) == ("q_role", ADD)
    assert (instead.question.id, instead.kind) == ("q_people", INSTEAD)


def test_what_a_change_asks_besides_is_part_of_it():
    ranking = {
        **CODING, "q_area": ["employment"], "q_employment": ["recruit"], "q_profiling": "yes",
        "q_vendor": "intended", "q_public": "no",
    }  # fmt: skip
    assert classify(RULESET, ranking).outcome == "high_risk"

    lighter = next(item for item in hypotheses(RULESET, ranking) if item.outcome == "high_risk_exempted")

    assert [change.question.id for change in lighter.changes] == ["q_profiling", "q_filter", "q_influence"]


@settings(max_examples=40, deadline=None)
@given(complete, any_facts)
def test_every_hypothesis_leads_where_it_says_and_rests_on_no_ignorance(answers, facts):
    before = classify(RULESET, answers, facts)

    for item in hypotheses(RULESET, answers, facts):
        after = classify(RULESET, item.answers, facts)
        assert after.outcome == item.outcome != before.outcome
        assert after.outcome not in {"undetermined", "out_of_scope", "not_ai_system"}
        assert not any(change.option.pending for change in item.changes)
        changed = {name for name in item.answers if item.answers[name] != answers.get(name)}
        assert changed == {change.question.id for change in item.changes}


@settings(max_examples=20, deadline=None)
@given(complete)
def test_the_nearest_tiers_come_first_and_the_search_is_deterministic(answers):
    found = hypotheses(RULESET, answers)

    assert found == hypotheses(RULESET, answers)
    if found:
        here = ranks()[classify(RULESET, answers).outcome]
        distances = [abs(ranks()[item.outcome] - here) for item in found]
        assert distances == sorted(distances)
