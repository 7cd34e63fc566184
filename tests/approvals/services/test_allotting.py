"""The waiting list: who gets the next freed seat, in which order, and how one leaves."""

import pytest
from django.core.management import call_command

from approvals.models import Request, WaitingOutcome, WaitingPlace
from approvals.services import allotting, grants, rechecking, requests, undoing
from approvals.workflow import Move, State
from builders.catalog import another_tool, seat_plan
from builders.clock import NOW, TODAY
from builders.requests import a_request, approve, current, decider_of, sent
from catalog.models import Seat
from catalog.services import plans, seats, subscriptions, tools
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.models import Notification
from people.services import users


@pytest.fixture
def full(house):
    """Both seats of the plan are held; Ana, Cho and Zoé are approved and wait, in that order."""
    house.held = [
        seats.assign(house.subscription, to=person, by=house.ida, today=TODAY)
        for person in (house.dan, house.fin)
    ]
    house.line = [approve(house, sent(house, by=person)) for person in (house.ana, house.cho, house.zoe)]
    return house


def free_one(house):
    seats.release(house.held.pop(), by=house.ida, today=TODAY)


def in_line():
    return [place.holder.first_name for place in WaitingPlace.objects.open().in_line()]


def ranks():
    return {place.holder.first_name: place.rank for place in WaitingPlace.objects.open().with_rank()}


def told(person, event):
    return Notification.objects.filter(user=person, event=event)


def test_places_are_taken_in_the_order_of_the_approvals(full):
    assert in_line() == ["Ana", "Cho", "Zoé"]
    assert ranks() == {"Ana": 1, "Cho": 2, "Zoé": 3}
    assert [place.position() for place in WaitingPlace.objects.open().in_line()] == [1, 2, 3]


def test_who_waits_is_told_their_rank(full):
    assert told(full.zoe, "request.waits").get().text.endswith("3.")


def test_nothing_is_given_while_no_seat_is_free(full):
    assert allotting.sweep(now=NOW) == 0


def test_the_next_freed_seat_goes_to_the_head_and_the_line_moves_on(full):
    free_one(full)

    assert allotting.sweep(now=NOW) == 1
    assert Seat.objects.open().filter(holder=full.ana).exists()
    assert ranks() == {"Cho": 1, "Zoé": 2}
    assert told(full.ana, "request.served").exists()


def test_a_seat_that_is_given_is_then_opened_at_the_vendors(full):
    free_one(full)
    allotting.sweep(now=NOW)

    request = full.line[0]
    request.refresh_from_db()
    assert current(request).role == "licences"
    assert request.effect == {"seat": Seat.objects.get(holder=full.ana).pk}


def test_a_higher_ceiling_serves_as_many_as_it_bought(full):
    subscriptions.set_ceiling(full.subscription, ceiling=4, by=full.ida)

    assert allotting.sweep(now=NOW) == 2
    assert in_line() == ["Zoé"]


def test_a_newcomer_does_not_pass_those_who_wait(full):
    free_one(full)
    newcomer = approve(full, sent(full, by=full.adi))

    assert newcomer.waiting_places.open().exists()
    allotting.sweep(now=NOW)
    assert Seat.objects.open().filter(holder=full.ana).exists()
    assert not Seat.objects.open().filter(holder=full.adi).exists()


def test_a_plan_that_was_never_bought_waits_too(house):
    plan = another_tool(house, "Claude")
    request = a_request(house, State.APPROVED, plan=plan)
    assert allotting.sweep(now=NOW) == 0

    seat_plan(house, plan, ceiling=1)

    assert allotting.sweep(now=NOW) == 1
    assert Seat.objects.get(holder=house.ana).subscription.plan == plan
    assert request.waiting_places.get().outcome == WaitingOutcome.SERVED


def test_leaving_the_line_ends_the_approval_and_moves_the_others_on(full):
    allotting.leave(full.line[1], by=full.cho, now=NOW)

    full.line[1].refresh_from_db()
    assert full.line[1].ended_on == TODAY
    assert ranks() == {"Ana": 1, "Zoé": 2}


def test_licences_take_somebody_out_and_others_may_not(full):
    with pytest.raises(Refused):
        allotting.leave(full.line[0], by=full.zoe, now=NOW)

    allotting.leave(full.line[0], by=full.ida, now=NOW)

    assert in_line() == ["Cho", "Zoé"]


def test_who_has_left_the_house_leaves_the_line_and_holds_up_nobody(full):
    users.leave(full.ana, by=full.adi, today=TODAY)
    free_one(full)

    assert allotting.sweep(now=NOW) == 1
    assert Seat.objects.open().filter(holder=full.cho).exists()
    assert "n’est pas membre" in Request.objects.get(pk=full.line[0].pk).end_reason


def test_a_tool_that_is_closed_empties_its_line_with_the_reason(full):
    tools.decide(full.tool, decision="retiring", reason="Remplacé", by=full.ida, today=TODAY)

    assert allotting.sweep(now=NOW) == 0
    assert in_line() == []
    assert told(full.zoe, "request.ended").exists()


def test_undoing_the_decision_gives_the_place_up(full):
    request = sent(full, by=full.lea)
    step = current(request)
    requests.decide(step, by=decider_of(full, step), move=Move.APPROVE, now=NOW)
    undoing.undo(step, by=decider_of(full, step), now=NOW)

    assert in_line() == ["Ana", "Cho", "Zoé"]
    request.refresh_from_db()
    assert request.state == State.WAITING


def test_an_approval_that_waits_is_looked_at_again_when_its_facts_change(full):
    plans.edit(full.plan, region="other", by=full.ida)

    assert rechecking.sweep(now=NOW).counts()["opened"] == 3


def test_ending_the_approval_gives_its_place_up(full):
    grants.end(full.line[0], by=full.cho, reason="Projet fini", now=NOW)

    assert in_line() == ["Cho", "Zoé"]


def test_each_move_of_the_line_is_in_the_trail(full):
    free_one(full)
    allotting.sweep(now=NOW)
    allotting.leave(full.line[1], by=full.cho, now=NOW)

    names = Event.objects.filter(name__startswith="waiting_place").values_list("name", flat=True)
    assert sorted(names) == ["waiting_place.left", "waiting_place.served", *["waiting_place.taken"] * 3]


def test_the_command_says_how_many_were_served(full, capsys):
    free_one(full)
    call_command("serve_waiting_list")

    assert capsys.readouterr().out == "served 1\n"
