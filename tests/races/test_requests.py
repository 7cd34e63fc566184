"""Two people at once on PostgreSQL: one decision, one last seat, one number each."""

from uuid import uuid4

import pytest

from approvals.models import Request, Step, WaitingPlace
from approvals.services import allotting, requests
from approvals.workflow import Move, State
from builders.clock import NOW, TODAY
from builders.races import at_once, refusals
from builders.requests import approve, current, prepared, sent
from catalog.models import Seat
from catalog.services import seats
from etech_ai.audit import chain
from people.access import Role
from people.services import roles

pytestmark = [pytest.mark.races, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW)


@pytest.mark.parametrize("_try", range(3))
def test_two_deciders_at_once_one_wins_and_the_other_reads_already_decided(house, _try):
    roles.grant(house.zoe, role=Role.CHAMPION, starts_on=TODAY, by=house.adi, today=TODAY)
    zoe = type(house.zoe).objects.get(pk=house.zoe.pk)
    request = sent(house)
    step = current(request).pk

    results = at_once(
        lambda: requests.decide(Step.objects.get(pk=step), by=house.cho, move=Move.APPROVE, now=NOW),
        lambda: requests.decide(Step.objects.get(pk=step), by=zoe, move=Move.REFUSE, message="Non", now=NOW),
    )

    assert len(refusals(results)) == 1
    assert "a déjà" in refusals(results)[0]
    request.refresh_from_db()
    assert (request.state == State.APPROVED) == Seat.objects.filter(holder=house.ana).exists()
    assert chain.verify().ok


@pytest.mark.parametrize("_try", range(3))
def test_two_approvals_at_once_do_not_give_the_last_seat_twice(house, _try):
    seats.assign(house.subscription, to=house.dan, by=house.ida, today=TODAY)
    roles.grant(house.lea, role=Role.CHAMPION, starts_on=TODAY, by=house.adi, today=TODAY)
    lea = type(house.lea).objects.get(pk=house.lea.pk)
    first, second = sent(house), sent(house, by=house.zoe)

    results = at_once(
        lambda: requests.decide(current(first), by=house.cho, move=Move.APPROVE, now=NOW),
        lambda: requests.decide(current(second), by=lea, move=Move.APPROVE, now=NOW),
    )

    assert refusals(results) == []
    assert Seat.objects.open().count() == 2
    assert WaitingPlace.objects.open().count() == 1
    assert set(Request.objects.values_list("state", flat=True)) == {"approved"}
    assert chain.verify().ok


@pytest.mark.parametrize("_try", range(3))
def test_one_freed_seat_goes_to_one_head_however_many_sweep(house, _try):
    held = [seats.assign(house.subscription, to=person, by=house.ida, today=TODAY)
            for person in (house.dan, house.fin)]  # fmt: skip
    waiting = [approve(house, sent(house, by=person)) for person in (house.ana, house.cho, house.zoe)]
    seats.release(held[0], by=house.ida, today=TODAY)

    given = at_once(*[lambda: allotting.sweep(now=NOW)] * 4)

    assert sum(given) == 1
    assert Seat.objects.open().count() == 2
    served = WaitingPlace.objects.exclude(seat=None).get()
    assert served.request == waiting[0]
    assert chain.verify().ok


@pytest.mark.parametrize("_try", range(3))
def test_a_place_given_up_while_it_is_served_is_one_or_the_other(house, _try):
    held = [seats.assign(house.subscription, to=person, by=house.ida, today=TODAY)
            for person in (house.dan, house.fin)]  # fmt: skip
    first, second = (approve(house, sent(house, by=person)) for person in (house.ana, house.zoe))
    seats.release(held[0], by=house.ida, today=TODAY)
    ana = type(house.ana).objects.get(pk=house.ana.pk)

    at_once(lambda: allotting.sweep(now=NOW), lambda: allotting.leave(first, by=ana, now=NOW))
    allotting.sweep(now=NOW)

    assert Seat.objects.open().count() == 2
    winner = WaitingPlace.objects.exclude(seat=None).get()
    assert winner.request in (first, second)
    first.refresh_from_db()
    assert (first.ended_on is None) == (winner.request == first)
    assert chain.verify().ok


def test_requests_sent_at_once_have_consecutive_numbers_and_no_twin(house):
    people = [house.ana, house.ana, house.zoe, house.dan, house.fin, house.adi]

    results = at_once(*[lambda person=person: sent(house, by=person) for person in people])

    assert len(refusals(results)) == 1
    assert sorted(Request.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("_try", range(3))
def test_the_last_seat_on_two_light_paths_goes_once_and_the_other_is_decided(house, _try):
    seats.assign(house.subscription, to=house.dan, by=house.ida, today=TODAY)
    prepared(house, house.ana, house.zoe)

    first, second = at_once(lambda: sent(house), lambda: sent(house, by=house.zoe))

    assert sorted([first.state, second.state]) == ["approved", "waiting"]
    assert sorted([first.granted_by_rule, second.granted_by_rule]) == ["", "VL-1"]
    assert Seat.objects.open().count() == 2
    left = first if first.state == State.WAITING else second
    assert {check["code"]: check["tone"] for check in left.checks}["seat"] == "caution"
    assert current(left).role in ("champion", "direction")
    assert sorted(Request.objects.values_list("number", flat=True)) == [1, 2]
    assert chain.verify().ok


@pytest.mark.parametrize("_try", range(3))
def test_a_form_sent_twice_at_once_is_one_request_with_one_seat(house, _try):
    prepared(house, house.ana)
    key = uuid4()

    results = at_once(*[lambda: sent(house, key=key) for _ in range(3)])

    assert refusals(results) == []
    assert len(set(results)) == 1
    assert Request.objects.count() == Seat.objects.open().count() == 1
    assert chain.verify().ok
