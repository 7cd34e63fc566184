"""The plan is loaded word for word, once, and what people decided since is left alone."""

import pytest

from builders.clock import TODAY
from roadmap.models import Constraint, Decision, Theme
from roadmap.services import decisions, plan

pytestmark = pytest.mark.django_db


def test_fifteen_themes_forty_eight_constraints_and_a_hundred_and_one_questions_are_loaded():
    counts = plan.load(TODAY)

    assert counts.total == {"themes": 15, "constraints": 48, "decisions": 101}
    assert counts.total == counts.new
    assert (Theme.objects.count(), Constraint.objects.count(), Decision.objects.count()) == (15, 48, 101)


def test_the_words_are_the_plans_own():
    plan.load(TODAY)

    assert Theme.objects.get(number=5).title == "Gouvernance des données"
    assert Constraint.objects.get(ref="01.C1").text == "Effectif limité (~50 personnes)"
    assert (
        Decision.objects.get(ref="05.Q2").question
        == "Quelles données peuvent être envoyées à des LLM tiers ?"
    )


def test_two_questions_come_already_decided():
    plan.load(TODAY)

    decided = dict(Decision.objects.decided().values_list("ref", "decision"))
    assert decided == {"02.Q2": "accepter la diversité", "02.Q3": "les deux"}


def test_loading_again_adds_nothing_and_keeps_what_was_decided(house):
    plan.load(TODAY)
    decisions.decide(Decision.objects.get(ref="12.Q1"), text="Oui.", by=house.lea, today=TODAY)

    counts = plan.load(TODAY)

    assert set(counts.new.values()) == {0}
    assert Decision.objects.get(ref="12.Q1").decision == "Oui."
