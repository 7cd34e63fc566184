from datetime import timedelta

import pytest

from builders.clock import TODAY
from builders.usecases import a_use_case
from builders.watch import a_risk
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from usecases.risk_words import BIAS_QUESTIONS
from usecases.services import risks, usecases

YES = {name: "yes" for name, _text, _article in BIAS_QUESTIONS}
IN_A_YEAR = TODAY + timedelta(days=365)


@pytest.fixture
def use_case(house):
    return a_use_case(house, "high_risk")


def test_risks_are_numbered_within_their_use_and_are_its_owner_s(house, use_case):
    first, second = a_risk(house, use_case), a_risk(house, use_case)

    assert (first.number, second.number) == (1, 2)
    assert first.owner == house.ana


def test_a_risk_is_closed_with_what_was_done(house, use_case):
    risk = a_risk(house, use_case)
    with pytest.raises(Refused, match="Dites ce qui est fait"):
        risks.edit(risk, by=house.ana, today=TODAY, state="treated")

    treated = risks.edit(risk, by=house.ana, today=TODAY, state="treated", mitigation="Sources vérifiées.")

    assert treated.state == "treated"


def test_only_the_twelve_generative_risks_are_tags(house, use_case):
    with pytest.raises(Refused, match="douze risques"):
        a_risk(house, use_case, tags=["gremlins"])


def test_its_own_owner_keeps_a_risk_and_a_stranger_does_not(house, use_case):
    risk = a_risk(house, use_case, owner=house.cho)

    assert risks.edit(risk, by=house.cho, today=TODAY, owner=house.cho, impact="low").impact == "low"
    with pytest.raises(Refused, match="Seuls la personne responsable"):
        risks.edit(risk, by=house.zoe, today=TODAY, impact="high")


def test_an_owner_must_see_the_use(house):
    bound = a_use_case(house, project=house.project)

    with pytest.raises(Refused, match="ne voit pas"):
        a_risk(house, bound, owner=house.zoe)


def test_editing_nothing_writes_nothing(house, use_case):
    risk = a_risk(house, use_case)
    before = Event.objects.count()

    risks.edit(risk, by=house.ana, today=TODAY, owner=house.ana, title=risk.title)

    assert Event.objects.count() == before


def test_the_risks_of_a_stopped_use_are_not_followed(house, use_case):
    usecases.retire(use_case, by=house.ana, today=TODAY)

    with pytest.raises(Refused, match="arrêté"):
        a_risk(house, use_case)


def test_a_bias_review_answers_every_question_and_says_when_to_ask_again(house, use_case):
    review = risks.review_bias(
        use_case, answers={**YES, "tested": "unsure"}, next_on=IN_A_YEAR, by=house.ana, today=TODAY
    )

    assert (review.reviewed_by, review.next_on) == (house.ana, IN_A_YEAR)


@pytest.mark.parametrize(
    ("answers", "next_on", "words"),
    [
        ({"data": "yes"}, IN_A_YEAR, "chaque question"),
        ({**YES, "data": "maybe"}, IN_A_YEAR, "chaque question"),
        (YES, TODAY, "après aujourd’hui"),
    ],
)
def test_a_bias_review_that_is_not_whole_is_refused(house, use_case, answers, next_on, words):
    with pytest.raises(Refused, match=words):
        risks.review_bias(use_case, answers=answers, next_on=next_on, by=house.ana, today=TODAY)
