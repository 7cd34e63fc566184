from urllib.parse import urlencode

import pytest

from approvals.models import Request
from approvals.services import requests
from approvals.workflow import Kind, Move, State
from builders.catalog import another_tool
from builders.clock import NOW, TODAY
from builders.requests import approve, current, sent
from catalog.models import Seat
from catalog.services import seats, tools
from people.access import Role
from people.services import roles

PAGE = "/a-decider/ensemble/"


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def cho(house, client_for):
    return client_for(house.cho)


def chosen(move, *steps, **more):
    return urlencode({"move": move, "step": [step.pk for step in steps], **more}, doseq=True)


def decide(client, move, *steps, **more):
    form = {"move": move, "step": [step.pk for step in steps], **more}
    return client.post(PAGE, form, follow=True)


def test_the_confirmation_lists_what_would_be_decided_and_decides_nothing(house, cho):
    first, second = sent(house), sent(house, Kind.NEW_TOOL, proposed_name="Zed")

    text = cho.get(f"{PAGE}?{chosen('approve', current(first), current(second))}").content.decode()

    assert "Approuver les 2 demandes" in text
    assert first.reference in text
    assert second.reference in text
    assert set(Request.objects.values_list("state", flat=True)) == {"waiting"}


def test_own_requests_are_left_aside_with_the_reason(house, client_for):
    roles.grant(house.ana, role=Role.CHAMPION, starts_on=TODAY, by=house.adi, today=TODAY)
    mine, other = sent(house, by=house.cho), sent(house)

    query = chosen("approve", current(mine), current(other))
    text = client_for(house.cho).get(f"{PAGE}?{query}").content.decode()

    assert "Approuver la demande" in text
    assert "laissé de côté" in text
    assert "Personne ne décide pour soi" in text


def test_a_request_that_cannot_be_granted_is_left_aside(house, cho):
    request = sent(house)
    tools.decide(house.tool, decision="retiring", reason="Remplacé", by=house.ida, today=TODAY)

    text = cho.get(f"{PAGE}?{chosen('approve', current(request))}").content.decode()

    assert "est en retrait" in text
    assert "Approuver la demande" not in text


def test_what_the_person_may_not_read_is_as_if_it_did_not_exist(house, client_for):
    request = sent(house)

    text = client_for(house.zoe).get(f"{PAGE}?{chosen('approve', current(request))}").content.decode()

    assert request.reference not in text


def test_deciding_together_decides_each(house, cho):
    first, second = sent(house), sent(house, Kind.TOOL_ACCESS, plan=another_tool(house, "Zed"))

    text = decide(cho, "approve", current(first), current(second)).content.decode()

    assert "2 décisions prises." in text
    assert "Annuler ces décisions" in text
    assert set(Request.objects.values_list("state", flat=True)) == {"approved"}


def test_one_that_changed_meanwhile_is_skipped_with_the_reason_and_the_others_pass(house, cho):
    roles.grant(house.zoe, role=Role.CHAMPION, starts_on=TODAY, by=house.adi, today=TODAY)
    first, second = sent(house), sent(house, Kind.TOOL_ACCESS, plan=another_tool(house, "Zed"))
    steps = current(first), current(second)
    zoe = type(house.zoe).objects.get(pk=house.zoe.pk)
    requests.decide(steps[0], by=zoe, move=Move.REFUSE, message="Non", now=NOW)

    text = decide(cho, "approve", *steps).content.decode()

    assert f"{first.reference} : Zoé Zeller a déjà refusé" in text
    second.refresh_from_db()
    assert second.state == State.APPROVED


def test_the_last_seat_goes_to_the_first_and_the_other_waits_in_line(house, cho):
    seats.assign(house.subscription, to=house.dan, by=house.ida, today=TODAY)
    roles.grant(house.cho, role=Role.CHAMPION, starts_on=TODAY, by=house.adi, today=TODAY)
    first, second = sent(house), sent(house, by=house.zoe)

    text = decide(cho, "approve", current(first), current(second)).content.decode()

    assert "2 décisions prises." in text
    assert Seat.objects.open().count() == 2
    assert second.waiting_places.open().count() == 1


def test_refusing_together_needs_one_reason_for_all(house, cho):
    request = sent(house)
    step = current(request)

    assert decide(cho, "refuse", step).status_code == 422
    assert decide(cho, "refuse", step, message="Copilot suffit.").status_code == 200
    request.refresh_from_db()
    assert request.state == State.REFUSED
    assert request.steps.get(decision="refuse").message == "Copilot suffit."


def test_an_access_is_confirmed_never_approved(house, client_for):
    request = approve(house, sent(house))
    ida, step = client_for(house.ida), current(request)

    assert "Cette étape ouvre un accès" in decide(ida, "approve", step).content.decode()
    assert "1 accès ouvert." in decide(ida, "open-access", step).content.decode()


def test_nothing_ticked_leads_back_to_the_list_with_a_sentence(house, cho):
    response = cho.get(f"{PAGE}?move=approve", follow=True)

    assert response.redirect_chain == [("/a-decider/", 303)] or response.status_code == 200
    assert "Cochez d’abord" in response.content.decode()


def test_keys_that_mean_nothing_are_left_out(house, cho):
    assert "Cochez d’abord" in cho.get(f"{PAGE}?move=approve&step=x", follow=True).content.decode()
    assert "Ce qui sera décidé" not in cho.get(f"{PAGE}?move=approve&step=999").content.decode()
