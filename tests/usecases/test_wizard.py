import pytest

from builders.usecases import ANSWERS
from compliance.ai_act.ruleset import latest
from usecases import wizard

RULES = latest()


def _as_stored(answers):
    return {name: wizard.as_answer(RULES.by_id[name], chosen) for name, chosen in answers.items()}


def _walk(answers, **more):
    return wizard.walk(RULES, answers, facts=frozenset(), **more)


@pytest.mark.parametrize("outcome", list(ANSWERS))
def test_the_answers_of_the_builder_come_to_their_outcome(outcome):
    assert _walk(_as_stored(ANSWERS[outcome])).outcome.outcome == outcome


def test_an_empty_questionnaire_asks_its_first_question():
    walk = _walk({})

    assert [asked.question.id for asked in walk.asked] == ["q_system"]
    assert walk.first_open() == "q_system"
    assert walk.before("q_system") == ""


def test_the_ordinary_case_takes_five_screens():
    walk = _walk(_as_stored(ANSWERS["minimal"]))

    assert len(walk.asked) == 5
    assert walk.after("q_people") == wizard.REVIEW
    assert walk.before(wizard.REVIEW) == "q_people"
    assert walk.first_open() == wizard.REVIEW


def test_a_prohibited_hit_stops_the_asking():
    walk = _walk(_as_stored({"q_system": ["generative"], "q_role": ["use_supplied"], "q_prohibited": ["a"]}))

    assert walk.is_final
    assert [asked.question.id for asked in walk.asked] == ["q_system", "q_role", "q_prohibited"]
    assert walk.first_open() == wizard.REVIEW


def test_next_passes_over_what_is_prefilled():
    answers = {"q_system": "generative", "q_role": ["use_supplied"], "q_people": ["none"]}
    walk = _walk(answers, prefilled=frozenset(answers))

    assert walk.first_open() == "q_prohibited"
    assert walk.after("q_prohibited") == "q_area"
    assert walk.after("q_area") == wizard.REVIEW
    assert walk.get("q_people").is_prefilled


def test_an_answer_that_became_invisible_is_ignored():
    answers = _as_stored({**ANSWERS["high_risk"], "q_area": ["none"]})

    assert _walk(answers).outcome.outcome == "minimal"


def test_not_knowing_keeps_the_outcome_open():
    walk = _walk(_as_stored(ANSWERS["undetermined"]))

    assert not walk.is_complete
    assert [asked.question.id for asked in walk.pending] == ["q_area"]
    assert walk.outcome.provisional == "minimal"


def test_not_knowing_where_it_cannot_matter_is_settled():
    walk = _walk(_as_stored({**ANSWERS["high_risk"], "q_vendor": ["unsure"]}))

    assert walk.pending == ()
    assert "art25_check" in walk.outcome.flags


@pytest.mark.parametrize(
    "answer",
    [
        {"q_gone": "x"},
        {"q_system": "gone"},
        {"q_system": ["generative"]},
        {"q_role": "use_supplied"},
        {"q_role": []},
        {"q_role": ["personal", "supply"]},
    ],
)
def test_an_answer_that_the_rules_cannot_read_is_left_out(answer):
    assert wizard.readable(RULES, answer) == {}


def test_stages_tell_where_one_stands():
    walk = _walk(_as_stored({"q_system": ["generative"], "q_role": ["unsure"]}))
    states = {stage.label: stage.state for stage in walk.stages("q_prohibited")}

    assert list(states.values()) == ["done", "done", "now", "todo", "todo"]
    assert walk.stages("q_prohibited")[1].unsure == 1


def test_every_question_of_the_rules_has_one_stage():
    everything = tuple(wizard._asked(question, None, False) for question in RULES.questions)
    staged = [asked.question.id for _, group in wizard._grouped(everything) for asked in group]

    assert sorted(staged) == sorted(question.id for question in RULES.questions)


def test_a_light_result_is_not_announced_while_a_question_is_open():
    walk = _walk({"q_system": "generative", "q_role": ["use_supplied"]})

    assert walk.outcome.provisional == "minimal"
    assert walk.announced == wizard.UNDETERMINED


def test_a_heavy_result_is_announced_at_once():
    answers = _as_stored(ANSWERS["high_risk"])
    del answers["q_people"]

    assert not _walk(answers).is_complete
    assert _walk(answers).announced == "high_risk"


def test_not_knowing_never_announces_a_light_result():
    walk = _walk(_as_stored({**ANSWERS["minimal"], "q_prohibited": ["unsure"]}))

    assert walk.announced == wizard.UNDETERMINED


def test_a_step_names_its_only_answer_and_counts_several():
    stages = _walk(_as_stored(ANSWERS["high_risk"])).stages("q_system")

    assert stages[1].only_answer.id == "use_supplied"
    assert stages[3].only_answer is None
    assert stages[3].answered > 1


def test_the_answers_of_a_walk_are_those_to_the_questions_still_asked():
    answers = _as_stored({**ANSWERS["high_risk"], "q_area": ["none"]})

    assert set(_walk(answers).answers) == {"q_system", "q_role", "q_prohibited", "q_area", "q_people"}
