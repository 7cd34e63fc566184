"""What a rule of the house grants at once, and what it leaves to somebody."""

import json
from datetime import timedelta

import pytest

from approvals.workflow import Kind, State
from builders.clock import NOW, TODAY
from builders.requests import a_request, current, prepared, sent, usage_plan
from catalog.models import Seat
from catalog.services import plans, seats, tools
from etech_ai.audit.models import Event
from people.models import Notification
from people.services import trainings


@pytest.fixture(autouse=True)
def _prepared(house):
    prepared(house, house.ana)


def test_a_seat_is_granted_as_it_is_asked_for(house):
    request = sent(house)

    assert (request.state, request.granted_by_rule, request.decided_at) == (State.APPROVED, "VL-1", NOW)
    assert Seat.objects.open().get().holder == house.ana


def test_the_rule_and_its_words_are_in_the_trail_in_the_same_act(house):
    sent(house)

    granted = Event.objects.get(name="request.granted_by_rule")
    assert granted.actor_ref == "job:light-path"
    assert json.loads(granted.payload)["facts"]["rule"] == "VL-1"
    assert "siège libre" in json.loads(granted.payload)["facts"]["words"]
    same = {"request.submitted", "request.granted_by_rule", "seat.assigned"}
    assert set(Event.objects.filter(operation=granted.operation).values_list("name", flat=True)) == same


def test_licences_still_open_the_access_and_nobody_decides(house):
    request = sent(house)

    assert (current(request).role, current(request).task) == ("licences", "provision")
    assert [step.state for step in request.steps.in_order()] == ["skipped", "skipped", "now"]
    assert not Notification.objects.filter(user=house.cho, event="request.to_decide").exists()


def test_the_person_reads_which_rule_granted_it(house):
    sent(house)

    assert "VL-1" in Notification.objects.get(user=house.ana, event="request.decided").text


def test_an_access_without_a_seat_is_granted_and_nothing_is_left_to_do(house):
    request = sent(house, Kind.TOOL_ACCESS, plan=usage_plan(house), data_levels=("internal",))

    assert (request.state, request.granted_by_rule) == (State.APPROVED, "VL-2")
    assert not request.steps.current().exists()


def test_an_extension_takes_the_light_path_too(house):
    former = sent(house, ends_on=TODAY + timedelta(days=30))

    extension = sent(house, extends=former, ends_on=TODAY + timedelta(days=60))

    assert (extension.state, Seat.objects.count()) == (State.APPROVED, 1)


def test_without_a_free_seat_somebody_decides(house):
    for person in (house.zoe, house.dan):
        seats.assign(house.subscription, to=person, by=house.ida, today=TODAY)

    assert sent(house).state == State.WAITING


def test_with_a_training_to_follow_somebody_decides(house):
    trainings.create(title="Secrets", minutes=10, is_required=True, by=house.adi)

    assert sent(house).state == State.WAITING


def test_a_tool_under_conditions_is_decided_by_somebody(house):
    tools.decide(house.tool, decision="conditional", reason="Revue de code", by=house.ida, today=TODAY)
    house.plan.tool.refresh_from_db()

    assert sent(house).state == State.WAITING


def test_above_the_yearly_threshold_somebody_decides(house):
    plans.edit(house.plan, price_minor=12_500, by=house.ida)
    house.plan.refresh_from_db()

    assert sent(house).state == State.WAITING


def test_data_permitted_by_an_exception_is_decided_by_somebody(house):
    what = {"project": house.project, "data_levels": ("confidential",)}
    a_request(house, State.APPROVED, Kind.DATA_EXCEPTION, ends_on=TODAY, **what)

    assert sent(house, **what).state == State.WAITING


def test_a_clients_project_without_its_data_named_is_decided_by_somebody(house):
    assert sent(house, project=house.project).state == State.WAITING


def test_a_double_click_grants_one_seat(house):
    key = "7f7a6a30-55f5-4b7f-8a1c-0a3c7a6f2b11"

    assert sent(house, key=key) == sent(house, key=key)
    assert Seat.objects.count() == 1
