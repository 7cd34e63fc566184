"""Deciding a question of the plan, and taking it up again."""

import pytest

from builders.clock import TODAY
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from roadmap.models import Decision, DecisionState
from roadmap.services import decisions, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def question(house) -> Decision:
    plan.load(TODAY)
    return Decision.objects.get(ref="12.Q1")


def test_direction_decides_and_the_register_says_who_and_when(house, question):
    decided = decisions.decide(question, text=" Oui. ", by=house.lea, today=TODAY, review_on=None)

    assert (decided.state, decided.decision) == (DecisionState.DECIDED, "Oui.")
    assert (decided.decided_by, decided.decided_on) == ("Léa Lambert", TODAY)
    assert Event.objects.latest("position").name == "decision.decided"


@pytest.mark.parametrize("who", ["ana", "cho", "ida", "fin", "dan", "adi"])
def test_nobody_else_decides(house, question, who):
    with pytest.raises(Refused, match="direction"):
        decisions.decide(question, text="Oui.", by=getattr(house, who), today=TODAY)


def test_a_decision_is_a_sentence(house, question):
    with pytest.raises(Refused, match="une phrase"):
        decisions.decide(question, text="  ", by=house.lea, today=TODAY)


def test_a_decided_question_is_not_decided_over(house, question):
    decisions.decide(question, text="Oui.", by=house.lea, today=TODAY)

    with pytest.raises(Refused, match="déjà tranchée"):
        decisions.decide(question, text="Non.", by=house.lea, today=TODAY)


def test_a_question_is_taken_up_again_with_a_reason(house, question):
    decisions.decide(question, text="Oui.", by=house.lea, today=TODAY)

    with pytest.raises(Refused, match="pourquoi"):
        decisions.reopen(question, reason="", by=house.lea)
    reopened = decisions.reopen(question, reason="Le contexte a changé.", by=house.lea)

    assert (reopened.state, reopened.decision, reopened.decided_on) == (DecisionState.OPEN, "", None)


def test_an_open_question_is_not_reopened(house, question):
    with pytest.raises(Refused, match="déjà ouverte"):
        decisions.reopen(question, reason="Encore.", by=house.lea)


def test_editing_changes_what_helps_to_decide(house, question):
    edited = decisions.edit(
        question, evidence="Enquête", options=["Oui", "Non"], owner=house.cho, by=house.lea
    )

    assert (edited.evidence, edited.options, edited.owner) == ("Enquête", ["Oui", "Non"], house.cho)


def test_a_decision_is_replaced_by_a_new_question_that_names_it(house, question):
    with pytest.raises(Refused, match="encore ouverte"):
        decisions.supersede(question, question="Et demain ?", reason="", by=house.lea)
    decisions.decide(question, text="Oui.", by=house.lea, today=TODAY)
    new = decisions.supersede(question, question="Et demain ?", reason="Un an après.", by=house.lea)

    assert (new.ref, new.supersedes, new.state) == ("12.Q1a", question, DecisionState.OPEN)
    with pytest.raises(Refused, match="déjà remplacée"):
        decisions.supersede(question, question="Encore ?", reason="", by=house.lea)
