import pytest

from builders.clock import NOW, TODAY
from builders.usecases import ANSWERS, a_use_case, answer_all, declared
from compliance.ai_act.engine import classify
from compliance.ai_act.ruleset import latest
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.models import Notification
from usecases.models import Classification, UseCase
from usecases.services import classification, usecases

CONCLUSIVE = [outcome for outcome in ANSWERS if outcome != "undetermined"]


@pytest.mark.parametrize("outcome", CONCLUSIVE)
def test_conclude_stores_the_outcome_of_the_answers(house, outcome):
    use_case = a_use_case(house, outcome)

    stored = use_case.classifications.get()
    assert (use_case.outcome, use_case.status) == (outcome, "classified")
    assert (stored.number, stored.outcome, stored.ruleset_version) == (1, outcome, latest().version)
    assert stored.trace
    assert not hasattr(UseCase.objects.get(pk=use_case.pk), "draft")


@pytest.mark.parametrize("outcome", CONCLUSIVE)
def test_a_stored_classification_can_be_replayed(house, outcome):
    stored = a_use_case(house, outcome, data_levels=["personal"]).classifications.get()

    again = classify(latest(), stored.answers, stored.facts)

    assert (again.outcome, list(again.flags), list(again.obligations)) == (
        stored.outcome,
        stored.flags,
        stored.obligations,
    )


def test_conclude_is_one_act_in_the_trail(house):
    use_case = declared(house)
    answer_all(use_case, ANSWERS["minimal"])
    before = Event.objects.count()

    classification.conclude(use_case, by=house.ana, now=NOW)

    assert Event.objects.count() == before + 1
    assert Event.objects.latest("pk").name == "use_case.classified"


def test_conclude_refuses_while_something_is_unsure_and_says_what(house):
    use_case = a_use_case(house, "undetermined")

    with pytest.raises(Refused, match="l’un de ces domaines"):
        classification.conclude(use_case, by=house.ana, now=NOW)

    assert not Classification.objects.exists()
    assert UseCase.objects.get(pk=use_case.pk).status == "draft"


def test_answers_to_questions_that_became_invisible_are_kept_and_ignored(house):
    use_case = declared(house)
    answer_all(use_case, ANSWERS["high_risk"])
    draft = classification.answer(use_case, question="q_area", answer=["none"], by=house.ana, now=NOW)

    concluded = classification.conclude(use_case, by=house.ana, now=NOW)

    assert draft.answers["q_employment"] == ["recruit"]
    assert concluded.outcome == "minimal"
    assert "q_employment" not in concluded.answers


@pytest.mark.parametrize(
    ("question", "chosen", "sentence"),
    [
        ("q_area", ["none", "police"], "exclut les autres réponses"),
        ("q_system", ["generative", "ml"], "Une seule réponse"),
        ("q_system", [], "Choisissez une réponse"),
        ("q_system", ["gone"], "n’existe plus"),
        ("q_gone", ["x"], "n’existe plus"),
    ],
)
def test_answer_refuses_what_the_questionnaire_does_not_allow(house, question, chosen, sentence):
    with pytest.raises(Refused, match=sentence):
        classification.answer(declared(house), question=question, answer=chosen, by=house.ana, now=NOW)


def test_answering_a_prefilled_question_confirms_it(house):
    use_case = declared(house, template="tpl_code_review")

    draft = classification.answer(use_case, question="q_people", answer=["none"], by=house.ana, now=NOW)

    assert draft.prefilled == ["q_role", "q_system"]


def test_classifying_again_starts_from_the_last_answers_but_the_confirmed_ones(house):
    use_case = a_use_case(house)

    draft = classification.answer(use_case, question="q_people", answer=["interacts"], by=house.ana, now=NOW)

    assert draft.answers == {"q_system": "generative", "q_role": ["use_supplied"], "q_people": ["interacts"]}
    assert draft.prefilled == ["q_role", "q_system"]


def test_classifying_again_adds_a_version_and_clears_what_was_stale(house):
    use_case = a_use_case(house)
    usecases.edit(use_case, by=house.ana, today=TODAY, purpose="Autre chose.")
    answer_all(use_case, ANSWERS["transparency"])

    second = classification.conclude(use_case, by=house.ana, now=NOW)

    use_case.refresh_from_db()
    assert second.number == 2
    assert (use_case.outcome, use_case.is_purpose_changed) == ("transparency", False)
    assert use_case.classifications.get(number=1).outcome == "minimal"


def test_the_register_tells_the_engine_about_personal_data(house):
    stored = a_use_case(house, "high_risk", data_levels=["personal"]).classifications.get()

    assert stored.facts == ["personal_data"]


def test_a_prohibited_use_is_told_to_the_champion_and_the_dpo(house):
    a_use_case(house, "prohibited")

    told = Notification.objects.filter(event="use_case.prohibited")
    assert {notification.user for notification in told} == {house.cho, house.dan}


def test_the_dpo_may_classify_for_the_owner(house):
    use_case = declared(house)
    answer_all(use_case, ANSWERS["minimal"], by=house.dan)

    assert classification.conclude(use_case, by=house.dan, now=NOW).classified_by == house.dan


def test_a_stranger_may_not_answer(house):
    with pytest.raises(Refused, match="personne responsable"):
        classification.answer(declared(house), question="q_system", answer=["rules"], by=house.zoe, now=NOW)


def test_help_goes_to_the_champion_of_the_owner(house):
    use_case = a_use_case(house, "undetermined")

    asked = classification.ask_help(use_case, by=house.ana)

    assert asked == [house.cho]
    assert Notification.objects.get(event="use_case.help_asked").user == house.cho


def test_help_is_not_asked_when_nothing_is_open(house):
    use_case = declared(house)
    answer_all(use_case, ANSWERS["minimal"])

    with pytest.raises(Refused, match="concluez"):
        classification.ask_help(use_case, by=house.ana)
