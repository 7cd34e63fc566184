import pytest

from approvals.models import GroupRequest, Request
from approvals.services import groups
from approvals.workflow import State
from builders.clock import TODAY
from builders.requests import a_group, prepared, sent
from catalog.models import Seat
from catalog.services import seats
from etech_ai.audit.models import Event
from etech_ai.verdicts import Refused
from people.models import Notification

KEY = "0c3f7c8e-3a52-4a76-9a2e-0f5d9f4a1b22"


def test_one_request_goes_for_each_person_under_one_act(house):
    group = a_group(house)

    assert {request.beneficiary for request in group.requests.all()} == {house.zoe, house.dan}
    assert {request.requester for request in group.requests.all()} == {house.zoe}
    submitted = Event.objects.filter(name="request.submitted")
    assert set(submitted.values_list("operation", flat=True)) == {
        Event.objects.get(name="request.group_sent").operation
    }


def test_what_is_refused_for_one_is_said_and_the_others_go(house):
    seats.assign(house.subscription, to=house.dan, by=house.ida, today=TODAY)

    group = a_group(house)

    assert [request.beneficiary for request in group.requests.all()] == [house.zoe]
    assert [row["person"] for row in group.refused] == [house.dan.pk]
    assert "déjà attribué" in group.refused[0]["reason"]
    assert not Notification.objects.filter(user=house.dan, event__startswith="request").exists()


def test_people_outside_the_teams_that_one_leads_are_refused(house):
    group = a_group(house, house.zoe, house.ana)

    assert [row["person"] for row in group.refused] == [house.ana.pk]
    assert "équipe que vous dirigez" in group.refused[0]["reason"]


def test_refused_for_everybody_sends_and_keeps_nothing(house):
    sent(house, by=house.zoe)
    seats.assign(house.subscription, to=house.dan, by=house.ida, today=TODAY)
    before = Event.objects.count(), Request.objects.count()

    with pytest.raises(Refused, match="Aucune demande n’est partie. Dan Delmas.*Zoé Zeller"):
        a_group(house)

    assert not GroupRequest.objects.exists()
    assert Request.objects.count() == before[1]
    assert not Event.objects.filter(name="request.group_sent").exists()


def test_nobody_named_is_refused(house):
    with pytest.raises(Refused, match="au moins une personne"):
        groups.submit("licence", plan=house.plan, people=[], by=house.zoe, justification="x", now=None)


def test_a_form_sent_twice_is_one_group(house):
    first, second = a_group(house, key=KEY), a_group(house, key=KEY)

    assert first == second
    assert Request.objects.count() == 2


def test_those_for_whom_a_seat_is_left_get_it_at_once_and_the_others_wait(house):
    prepared(house, house.zoe, house.dan, house.ida)

    group = a_group(house, house.zoe, house.dan, house.ida)

    states = sorted(request.state for request in group.requests.all())
    assert states == [State.APPROVED, State.APPROVED, State.WAITING]
    assert Seat.objects.open().count() == 2


def test_the_numbers_have_no_gap_where_one_was_refused(house):
    seats.assign(house.subscription, to=house.dan, by=house.ida, today=TODAY)
    a_group(house)
    sent(house)

    assert list(Request.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
