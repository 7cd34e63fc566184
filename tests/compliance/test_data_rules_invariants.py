"""The invariants of the data rules, for any question that can be asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.data_rules import (
    CLIENT_POLICIES,
    BadQuestion,
    ClientClause,
    decide,
    highest_level,
    latest_rules,
    tool_class,
)

RULES = latest_rules()
CONDITIONS = sorted(RULES.conditions)
SEVERITY = {"allowed": 0, "refused": 1, "forbidden": 2}

some_conditions = st.sets(st.sampled_from(CONDITIONS))
clauses = st.lists(
    st.builds(
        ClientClause,
        reference=st.just("C-1"),
        forbids=st.booleans(),
        adds_conditions=st.lists(st.sampled_from(CONDITIONS), max_size=3).map(tuple),
    ),
    max_size=2,
)
questions = st.fixed_dictionaries(
    {
        "levels": st.sets(st.sampled_from(sorted(RULES.levels)), min_size=1),
        "tool_class": st.sampled_from(sorted(RULES.tool_classes)),
        "client": st.sampled_from(CLIENT_POLICIES),
        "evidence": st.one_of(some_conditions, st.just(set(CONDITIONS))),
        "exempted": some_conditions,
        "region": st.none() | st.sampled_from(sorted(RULES.regions)),
        "from_plan": st.booleans(),
        "clauses": clauses,
    }
)
strangers = st.text(max_size=12).filter(
    lambda text: (
        text not in {*RULES.levels, *RULES.tool_classes, *RULES.regions, *CONDITIONS, *CLIENT_POLICIES}
    )
)


def severity(question):
    return SEVERITY[decide(RULES, **question).result]


@given(questions, st.sampled_from(["levels", "tool_class", "region", "client", "evidence"]), strangers)
def test_the_unknown_is_never_allowed(question, field, stranger):
    several = field in ("levels", "evidence")

    with pytest.raises(BadQuestion):
        decide(RULES, **{**question, field: {*question[field], stranger} if several else stranger})


@given(questions)
def test_secrets_are_never_allowed(question):
    assert decide(RULES, **{**question, "levels": {*question["levels"], "secret"}}).result == "forbidden"


@given(questions, st.sampled_from(sorted(RULES.levels)))
def test_adding_a_level_is_never_more_permissive(question, level):
    assert severity({**question, "levels": {*question["levels"], level}}) >= severity(question)


@given(questions, st.data())
def test_removing_evidence_is_never_more_permissive(question, data):
    fewer = (
        data.draw(st.sets(st.sampled_from(sorted(question["evidence"])))) if question["evidence"] else set()
    )

    assert severity({**question, "evidence": fewer}) >= severity(question)


@given(questions, clauses)
def test_adding_clauses_is_never_more_permissive(question, more):
    assert severity({**question, "clauses": [*question["clauses"], *more]}) >= severity(question)


@given(questions, some_conditions)
def test_neither_evidence_nor_an_exemption_lifts_a_ban(question, more):
    if decide(RULES, **question).result == "forbidden":
        for field in ("evidence", "exempted"):
            assert decide(RULES, **{**question, field: {*question[field], *more}}).result == "forbidden"


@given(questions)
def test_an_exemption_counts_exactly_like_evidence(question):
    proven = {**question, "evidence": {*question["evidence"], *question["exempted"]}, "exempted": set()}

    with_exemption, with_proof = decide(RULES, **question), decide(RULES, **proven)
    assert (with_exemption.result, with_exemption.missing) == (with_proof.result, with_proof.missing)


@given(questions)
def test_a_client_is_never_better_treated_without_a_policy_than_with_one(question):
    known = severity(
        {**question, "client": "consented", "evidence": {*question["evidence"], "client_consent"}}
    )

    assert severity({**question, "client": "no_policy"}) >= known


@given(questions)
def test_personal_data_never_goes_to_a_plan_without_a_region(question):
    asked = {**question, "levels": {*question["levels"], "personal"}, "region": None, "from_plan": True}

    assert decide(RULES, **asked).result == "forbidden"


@given(questions)
@settings(max_examples=200)
def test_an_answer_is_always_explained_and_consistent(question):
    answer = decide(RULES, **question)

    assert answer.trace
    assert set(answer.missing) <= set(answer.conditions)
    assert bool(answer.missing) == (answer.result == "refused")
    assert list(answer.conditions) == sorted(answer.conditions)
    assert list(answer.missing) == sorted(answer.missing)


@given(some_conditions, some_conditions)
def test_more_evidence_never_lowers_the_class(evidenced, more):
    order = list(RULES.tool_classes)

    assert order.index(tool_class(RULES, evidenced | more)) >= order.index(tool_class(RULES, evidenced))


@given(st.sampled_from(sorted(RULES.tool_classes)))
def test_nothing_above_the_highest_level_of_a_class_may_be_sent(name):
    top = RULES.levels[highest_level(RULES, name)].rank
    above = [level.id for level in RULES.levels.values() if level.rank > top]

    for level in above:
        answer = decide(RULES, levels=[level], tool_class=name, client="consented", evidence=CONDITIONS)
        assert answer.result == "forbidden"
