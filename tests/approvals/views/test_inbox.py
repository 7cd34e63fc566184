from datetime import timedelta

import pytest

from approvals.services import requests
from approvals.workflow import Kind, Move, State
from builders.catalog import another_tool
from builders.clock import NOW, TODAY
from builders.requests import a_request, approve, current, sent
from catalog.models import Seat
from catalog.services import seats, tools
from people.access import Role
from people.services import roles


@pytest.fixture
def cho(house, client_for):
    return client_for(house.cho)


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


def post(client, request, *, follow=False, **given):
    step = given.pop("step", None) or current(request)
    where = f"/demandes/{request.reference}/decider/"
    return client.post(where, {"step": step.pk, **given}, follow=follow)


def test_the_inbox_is_empty_in_words(house, client_for):
    assert "Rien à décider" in client_for(house.zoe).get("/a-decider/").content.decode()


def test_the_inbox_opens_the_first_request(house, cho):
    request = sent(house)

    text = cho.get("/a-decider/").content.decode()

    assert 'id="detail"' in text
    assert request.justification in text
    assert "2 libres sur 2" in text


def test_the_panel_is_a_real_url_and_a_fragment(house, cho):
    request = sent(house)
    url = f"/a-decider/{request.reference}/"

    assert "<html" in cho.get(url).content.decode()
    fragment = cho.get(url, HTTP_HX_REQUEST="true").content.decode()
    assert fragment.strip().startswith("<article")


def test_a_stranger_does_not_find_the_panel(house, client_for):
    request = sent(house)

    assert client_for(house.zoe).get(f"/a-decider/{request.reference}/").status_code == 404
    assert post(client_for(house.zoe), request, move="approve").status_code == 404


def test_approving_gives_the_seat_and_leads_back_to_the_inbox(house, cho):
    request = sent(house)

    response = post(cho, request, move="approve", message="")

    assert (response.status_code, response["Location"]) == (303, "/a-decider/")
    assert Seat.objects.open().get().holder == house.ana


def test_refusing_without_a_reason_is_asked_again(house, cho):
    request = sent(house)

    response = post(cho, request, move="refuse", message="")

    assert response.status_code == 422
    assert "Donnez la raison du refus" in response.content.decode()
    assert post(cho, request, move="refuse", message="Copilot suffit.").status_code == 303


def test_asking_a_precision_takes_it_out_of_the_inbox(house, cho):
    request = sent(house)

    assert post(cho, request, move="ask", message="Quel projet ?").status_code == 303
    assert f"/a-decider/{request.reference}/" not in cho.get("/a-decider/").content.decode()


def test_somebody_decided_first_their_decision_shows_and_the_text_is_kept(house, cho):
    request = sent(house)
    step = current(request)
    requests.decide(step, by=house.cho, move=Move.APPROVE, now=NOW)

    response = post(cho, request, step=step, move="refuse", message="Pas maintenant.")

    text = response.content.decode()
    assert response.status_code == 422
    assert "Cho Chan a déjà approuvé" in text
    assert "Pas maintenant." in text


def test_the_requester_may_not_decide(house, client_for):
    request = sent(house)

    response = post(client_for(house.ana), request, move="approve")

    assert response.status_code == 422
    assert "Personne ne décide pour soi" in response.content.decode()


def test_own_requests_are_listed_but_locked(house, client_for):
    request = sent(house, by=house.lea)
    # nobody is champion for Léa: the step would pass to direction, which is Léa alone, hence to the DPO
    assert current(request).role == "dpo"
    mine = sent(house, by=house.dan)
    assert current(mine).role == "direction"

    text = client_for(house.lea).get("/a-decider/").content.decode()
    assert mine.reference in text


def test_a_champions_own_request_is_locked_with_another_decider(house, client_for):
    roles.grant(house.ana, role=Role.CHAMPION, starts_on=TODAY, by=house.adi, today=TODAY)
    mine = sent(house, by=house.cho)

    text = client_for(house.cho).get("/a-decider/").content.decode()

    assert current(mine).role == "champion"
    assert "Un autre décide" in text
    assert "Personne ne décide pour soi" in text


def test_approving_says_that_it_would_wait_while_no_seat_is_free(house, cho):
    request = sent(house)
    for person in (house.zoe, house.dan):
        seats.assign(house.subscription, to=person, by=house.ida, today=TODAY)

    text = cho.get(f"/a-decider/{request.reference}/").content.decode()

    assert 'value="approve"' in text
    assert "l’accord prendrait la place n°\u00a01" in text


def test_approving_is_blocked_for_a_tool_on_its_way_out(house, cho):
    request = sent(house)
    tools.decide(house.tool, decision="retiring", reason="Remplacé", by=house.ida, today=TODAY)

    text = cho.get(f"/a-decider/{request.reference}/").content.decode()

    assert 'aria-disabled="true" aria-describedby="d-block"' in text


def test_licences_confirm_the_access(house, client_for):
    request = approve(house, sent(house))
    ida = client_for(house.ida)

    assert "Confirmer l’ouverture de l’accès" in ida.get("/a-decider/").content.decode()
    assert post(ida, request, move="open-access").status_code == 303
    assert f"/a-decider/{request.reference}/" not in ida.get("/a-decider/").content.decode()


def test_decided_ones_are_kept_in_a_list(house, cho):
    request = a_request(house, State.REFUSED)

    assert request.reference in cho.get("/a-decider/?vue=decidees").content.decode()


def test_a_broken_form_is_refused(house, cho):
    request = sent(house)

    assert cho.post(f"/demandes/{request.reference}/decider/", {"move": "explode"}).status_code == 422


def test_the_counts_are_two_cheap_queries(house, cho, django_assert_max_num_queries):
    sent(house)
    cho.get("/a-decider/nombres/")

    with django_assert_max_num_queries(5):
        text = cho.get("/a-decider/nombres/").content.decode()

    assert 'id="count-inbox"' in text
    assert ">1<" in text


def test_the_inbox_takes_as_many_queries_with_more_rows(house, cho, assert_flat_queries):
    sent(house)

    def more():
        for name in ("Zed", "Warp", "Aider"):
            sent(house, plan=another_tool(house, name))

    assert_flat_queries(get=lambda: cho.get("/a-decider/"), add_rows=more)


# ------------------------------------------------------------------ narrowing the list
def many(house):
    """A licence for Ana, a tool that Ana proposes, an access for Zoé decided by the same champion."""
    roles.grant(house.lea, role=Role.CHAMPION, starts_on=TODAY, by=house.adi, today=TODAY)
    house.first = sent(house)
    house.second = sent(house, Kind.NEW_TOOL, proposed_name="Zed")
    house.third = sent(house, Kind.TOOL_ACCESS, by=house.zoe, plan=another_tool(house, "Aider"))


@pytest.fixture
def lea(house, client_for):
    many(house)
    return client_for(house.lea)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {1, 2, 3}),
        ("type=new-tool", {2}),
        ("equipe=exploitation", {3}),
        ("q=zed", {2}),
        ("q=zoé+aider", {3}),
        ("q=introuvable", set()),
        ("retard=1", set()),
        ("type=inconnu", {1, 2, 3}),
    ],
)
def test_the_list_is_narrowed_by_its_address(house, lea, query, shown):
    text = lea.get(f"/a-decider/?{query}").content.decode()

    lines = {number for number in (1, 2, 3) if f'id="line-DEM-2026-00{number}"' in text}
    assert lines == shown


def test_late_ones_only(house, client_for, time_machine):
    many(house)
    time_machine.move_to(NOW + timedelta(days=7))

    assert client_for(house.lea).get("/a-decider/?retard=1").content.decode().count("data-item") == 3


def test_an_empty_narrowing_says_so_and_offers_the_whole_list(house, lea):
    assert (
        "Aucune demande en attente ne répond à ces filtres" in lea.get("/a-decider/?q=rien").content.decode()
    )


def test_the_narrowing_stays_in_the_links_and_after_the_decision(house, lea):
    text = lea.get("/a-decider/?type=new-tool").content.decode()
    assert f"/a-decider/{house.second.reference}/?type=new-tool" in text

    response = lea.post(
        f"/demandes/{house.second.reference}/decider/?type=new-tool",
        {"step": current(house.second).pk, "move": "approve"},
    )
    assert response["Location"] == "/a-decider/?type=new-tool"


def test_everything_that_waits_is_shown_with_what_is_not_mine_locked(house, client_for):
    mine = sent(house, Kind.NEW_TOOL, proposed_name="Zed")
    requests.decide(current(mine), by=house.cho, move=Move.APPROVE, now=NOW)
    other = sent(house)

    text = client_for(house.dan).get("/a-decider/?vue=toutes").content.decode()

    assert text.count("data-item") == 2
    assert text.count("disabled") == 1
    assert f'id="line-{other.reference}"' in text


def test_the_panel_shows_what_was_held_and_asked_before(house, cho):
    a_request(house, State.REFUSED, plan=another_tool(house, "Zed"))
    seat = seats.assign(house.subscription, to=house.ana, by=house.ida, today=TODAY)
    seats.release(seat, by=house.ida, today=TODAY)
    asked = sent(house, plan=house.plan.tool.plans.get())
    first = a_request(house, State.REFUSED, plan=another_tool(house, "Warp"))
    again = sent(house, plan=first.plan)

    assert "Rendus" in cho.get(f"/a-decider/{asked.reference}/").content.decode()
    text = cho.get(f"/a-decider/{again.reference}/").content.decode()
    assert "Demandé auparavant" in text
    assert first.reference in text
    assert "Quel projet" in text


# ------------------------------------------------------------------ taking a decision back
def undo(client, *steps):
    return client.post("/a-decider/annuler/", {"step": [step.pk for step in steps]}, follow=True)


def test_a_decision_shows_with_the_button_that_takes_it_back(house, cho):
    request = sent(house)
    step = current(request)

    text = post(cho, request, move="approve", follow=True).content.decode()
    assert "approuvée." in text
    assert "Annuler la décision" in text
    assert "votre décision est annulée" in undo(cho, step).content.decode()
    request.refresh_from_db()
    assert request.state == State.WAITING
    assert "Annuler la décision" not in cho.get("/a-decider/").content.decode()


def test_a_question_can_be_taken_back_from_the_list(house, cho):
    request = sent(house)
    post(cho, request, move="ask", message="Quel projet ?")

    assert "précision demandée." in cho.get("/a-decider/").content.decode()
    undo(cho, current(request))
    request.refresh_from_db()
    assert request.state == State.WAITING


def test_thirty_seconds_later_the_button_is_gone_and_the_refusal_is_a_sentence(house, cho, time_machine):
    request = sent(house)
    step = current(request)
    post(cho, request, move="approve")
    time_machine.move_to(NOW + timedelta(seconds=31))

    assert "Annuler la décision" not in cho.get("/a-decider/").content.decode()
    assert "Les 30 secondes sont passées" in undo(cho, step).content.decode()


def test_a_stranger_undoes_nothing(house, cho, client_for):
    request = sent(house)
    step = current(request)
    post(cho, request, move="approve")

    undo(client_for(house.zoe), step)
    request.refresh_from_db()
    assert request.state == State.APPROVED
