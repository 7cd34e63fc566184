"""The invariants of the questionnaire, for any set of answers."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from builders.ai_act_answers import any_answers, any_facts, complete
from compliance.ai_act.engine import classify
from compliance.ai_act.ruleset import latest

RULESET = latest()
SETTLED = {"not_ai_system", "out_of_scope", "prohibited"}


@given(any_answers, any_facts)
def test_an_unanswered_visible_question_never_yields_minimal(answers, facts):
    outcome = classify(RULESET, answers, facts)

    if outcome.pending_questions:
        assert outcome.outcome in {"undetermined", *SETTLED}
    else:
        assert outcome.outcome != "undetermined"


@given(complete, st.data())
def test_taking_an_answer_away_never_concludes_more(answers, data):
    """Less is known, so nothing lighter is said; without the answer that excluded a use, a ban may stand."""
    gone = data.draw(st.sampled_from(sorted(answers)))
    fewer = {question: answer for question, answer in answers.items() if question != gone}

    before, after = classify(RULESET, answers), classify(RULESET, fewer)
    excluded = before.outcome in {"not_ai_system", "out_of_scope"}
    assert after.outcome in {before.outcome, "undetermined"} | ({"prohibited"} if excluded else set())


@given(any_answers, st.sampled_from(["q_public", "q_vendor", "q_model"]))
def test_not_sure_that_cannot_change_the_outcome_asks_for_a_check(answers, question):
    check = {"q_public": "fria_check", "q_vendor": "art25_check", "q_model": "gpai_check"}[question]
    unsure = classify(RULESET, {**answers, question: "unsure"})
    asked = question in unsure.visible_questions

    assert (check in unsure.flags) == asked
    assert question not in unsure.pending_questions
    for option in RULESET.by_id[question].options:
        assert classify(RULESET, {**answers, question: option.id}).outcome == unsure.outcome


@given(any_answers, st.sampled_from(["interacts", "generates", "deepfake", "public_text"]))
def test_transparency_duties_stay_whatever_the_outcome(answers, produced):
    outcome = classify(RULESET, {**answers, "q_people": [produced]})
    roles = {"provider", "supplier", "deployer"}.intersection(outcome.flags)
    owed = {
        "interacts": ("art50_1", True),
        "generates": ("art50_2", bool(roles & {"provider", "supplier"})),
        "deepfake": ("art50_4_deepfake", "deployer" in roles),
        "public_text": ("art50_4_text", "deployer" in roles),
    }
    flag, expected = owed[produced]

    assert (flag in outcome.flags) == (expected and "q_people" in outcome.visible_questions)


@given(any_answers, any_answers, st.sampled_from(["a", "b", "ba", "bb", "c", "d", "e", "f", "g", "h"]))
def test_a_prohibited_hit_is_final(answers, others, practice):
    first = {"q_system": "generative", "q_role": ["use_supplied"], "q_prohibited": [practice]}

    assert classify(RULESET, {**answers, **first}).outcome == "prohibited"
    assert classify(RULESET, {**others, **first}).outcome == "prohibited"


@given(any_answers, any_answers)
def test_answers_to_invisible_questions_are_ignored(answers, others):
    outcome = classify(RULESET, answers)
    hidden = {name: answer for name, answer in others.items() if name not in outcome.visible_questions}
    visible = {name: answer for name, answer in answers.items() if name in outcome.visible_questions}

    assert classify(RULESET, {**visible, **hidden}) == outcome


@given(any_answers)
def test_only_visible_questions_can_be_pending(answers):
    outcome = classify(RULESET, answers)

    assert set(outcome.pending_questions) <= set(outcome.visible_questions)
    assert set(outcome.unanswered) == set(outcome.visible_questions) - set(answers)


@given(any_answers, any_facts)
def test_a_provisional_outcome_is_given_only_while_undetermined_and_with_a_known_role(answers, facts):
    outcome = classify(RULESET, answers, facts)
    known = not {"q_system", "q_role"}.intersection(outcome.pending_questions)

    assert (outcome.provisional is not None) == (outcome.outcome == "undetermined" and known)
    assert outcome.provisional != "undetermined"
    assert not (outcome.outcome == "undetermined" and outcome.obligations)


@given(any_answers, any_facts)
def test_facts_change_obligations_alone(answers, facts):
    told, untold = classify(RULESET, answers, facts), classify(RULESET, answers)

    assert (told.outcome, told.flags, told.trace) == (untold.outcome, untold.flags, untold.trace)
    assert set(told.obligations) >= set(untold.obligations)


@given(any_answers, any_facts, st.dates(date(2024, 1, 1), date(2031, 1, 1)))
@settings(max_examples=200)
def test_an_outcome_is_always_explained_and_consistent(answers, facts, on):
    outcome = classify(RULESET, answers, facts, on)

    assert outcome.trace
    assert all(reason.because_fr and reason.because_en for reason in outcome.trace)
    assert outcome.rule in {reason.rule for reason in outcome.trace}
    assert list(outcome.flags) == sorted(outcome.flags)
    assert all(RULESET.flags[flag].kind == "report" for flag in outcome.flags)
    assert set(outcome.in_force) <= set(outcome.obligations)
    assert outcome.obligations == classify(RULESET, answers, facts).obligations
