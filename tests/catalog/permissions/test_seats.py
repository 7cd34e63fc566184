from dataclasses import replace
from datetime import timedelta

import pytest

from builders.catalog import another_tool, seat_plan
from builders.clock import TODAY
from catalog.permissions import (
    can_ask_for,
    can_edit_catalogue,
    can_manage_seats,
    can_record_evidence,
    can_release_seat,
    can_take_seat,
)
from catalog.services import plans, seats, tools
from etech_ai.audit.actors import Actor
from etech_ai.verdicts import YES


def test_an_admitted_person_can_take_a_free_seat(house):
    assert can_take_seat(house.ana, house.subscription, TODAY) == YES


def test_nobody_takes_a_second_seat_of_the_same_subscription(house):
    seats.assign(house.subscription, to=house.ana, by=house.ida, today=TODAY)

    verdict = can_take_seat(house.ana, house.subscription, TODAY)

    assert not verdict
    assert "a déjà un siège" in verdict.reason


def test_a_full_subscription_points_to_the_waiting_list(house):
    for person in (house.ana, house.cho):
        seats.assign(house.subscription, to=person, by=house.ida, today=TODAY)

    verdict = can_take_seat(house.zoe, house.subscription, TODAY)

    assert not verdict
    assert "file d’attente" in verdict.reason


def test_a_ceiling_of_zero_gives_no_seat(house):
    empty = seat_plan(house, house.plan, label="Gelé", ceiling=0)

    assert not can_take_seat(house.ana, empty, TODAY)


@pytest.mark.parametrize("decision", ["retiring", "forbidden"])
def test_no_new_seat_of_a_tool_that_is_leaving(house, decision):
    tools.decide(house.tool, decision=decision, reason="Fin du contrat", by=house.ida, today=TODAY)
    house.subscription.refresh_from_db()

    assert not can_take_seat(house.ana, house.subscription, TODAY)


def test_no_seat_of_a_subscription_that_has_ended(house):
    ended = seat_plan(house, house.plan, label="Ancien", ends_on=TODAY - timedelta(days=1))

    assert "n’est pas en cours" in can_take_seat(house.ana, ended, TODAY).reason


def test_asking_waits_for_a_decision(house):
    plan = another_tool(house, "Nouveau", decision="evaluation")

    assert "en évaluation" in can_ask_for(house.ana, plan).reason


def test_asking_for_a_full_plan_is_allowed(house):
    for person in (house.ana, house.cho):
        seats.assign(house.subscription, to=person, by=house.ida, today=TODAY)

    assert can_ask_for(house.zoe, house.plan)
    assert "déjà un siège" in can_ask_for(house.ana, house.plan).reason


def test_asking_for_a_withdrawn_plan_is_refused(house):
    plan = plans.edit(house.plan, is_offered=False, by=house.ida)

    assert not can_ask_for(house.ana, plan)


def test_holders_and_licences_release_a_seat_and_nobody_else(house):
    seat = seats.assign(house.subscription, to=house.ana, by=house.ida, today=TODAY)

    assert can_release_seat(house.ana, seat)
    assert can_release_seat(house.ida, seat)
    assert not can_release_seat(house.zoe, seat)
    assert not can_release_seat(house.cho, seat)


@pytest.mark.parametrize(
    ("name", "edits", "proves", "manages"),
    [
        ("ana", False, False, False),
        ("cho", True, True, False),
        ("ida", True, True, True),
        ("dan", True, True, False),
        ("lea", False, False, False),
        ("fin", False, False, False),
        ("adi", False, False, False),
    ],
)
def test_who_keeps_the_catalogue(house, name, edits, proves, manages):
    person = getattr(house, name)

    assert bool(can_edit_catalogue(person)) is edits
    assert bool(can_record_evidence(person)) is proves
    assert bool(can_manage_seats(person)) is manages


def test_a_named_job_writes_in_its_own_name():
    assert can_edit_catalogue(Actor("job:load-plan"))


def test_a_refusal_says_what_to_do(house):
    verdict = can_edit_catalogue(house.ana)

    assert verdict == replace(verdict, allowed=False)
    assert "écrivez à l’un d’eux" in verdict.reason
