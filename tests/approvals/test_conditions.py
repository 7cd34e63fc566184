import pytest

from approvals.services import requests, undoing
from approvals.workflow import Kind, Move, State
from builders.clock import NOW
from builders.requests import approve, current, sent
from builders.usecases import a_use_case
from catalog.services import seats
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.models import Notification

SAID = "Jamais de code de production."


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def conditional(house):
    """Ana's licence, approved by Cho under a condition."""
    request = sent(house)
    requests.decide(current(request), by=house.cho, move=Move.APPROVE, conditions=SAID, now=NOW)
    request.refresh_from_db()
    return request


def test_conditions_stand_on_the_step_and_in_the_trail(house, conditional):
    assert conditional.state == State.APPROVED
    assert conditional.steps.get(position=1).conditions == SAID
    event = Event.objects.get(name="request.approved")
    assert any(opening["text"] == SAID for opening in event.openings.values())


def test_the_requester_reads_them_in_the_mail_and_on_the_sheet(house, conditional, client_for):
    assert SAID in Notification.objects.get(user=house.ana, event="request.decided").text
    text = client_for(house.ana).get(f"/demandes/{conditional.reference}/").content.decode()
    assert "Approuvée sous conditions" in text
    assert "Cho Chan a approuvé, sous conditions" in text
    assert SAID in text


def test_conditions_of_an_earlier_step_are_told_with_the_outcome(house):
    request = sent(house, Kind.NEW_TOOL, proposed_name="Zed")
    requests.decide(current(request), by=house.cho, move=Move.APPROVE, conditions=SAID, now=NOW)
    approve(house, request)

    assert SAID in Notification.objects.get(user=house.ana, event="request.decided").text


def test_they_show_on_the_home_page_as_long_as_the_seat_is_held(house, conditional, client_for):
    assert SAID in client_for(house.ana).get("/").content.decode()
    seat = house.subscription.seats.get(pk=conditional.effect["seat"])
    seats.release(seat, by=house.ida, today=NOW.date())

    assert SAID not in client_for(house.ana).get("/").content.decode()


def test_they_become_the_conditions_of_a_validated_use(house):
    use_case = a_use_case(house)
    request = sent(house, Kind.USE_CASE, use_case=use_case)
    requests.decide(current(request), by=house.cho, move=Move.APPROVE, conditions=SAID, now=NOW)

    use_case.refresh_from_db()
    assert use_case.decision_note == SAID


@pytest.mark.parametrize("move", [Move.REFUSE, Move.ASK])
def test_conditions_only_go_with_an_approval(house, move):
    with pytest.raises(Refused, match="qu’une approbation"):
        requests.decide(
            current(sent(house)), by=house.cho, move=move, message="Non", conditions=SAID, now=NOW
        )


def test_undoing_takes_them_back(house, conditional):
    undoing.undo(conditional.steps.get(position=1), by=house.cho, now=NOW)

    assert conditional.steps.get(position=1).conditions == ""


def test_they_are_typed_in_the_panel(house, client_for):
    request = sent(house)
    form = {"step": current(request).pk, "move": "approve", "conditions": SAID}
    client_for(house.cho).post(f"/demandes/{request.reference}/decider/", form)

    assert request.steps.get(position=1).conditions == SAID
