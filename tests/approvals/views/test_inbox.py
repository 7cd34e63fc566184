import pytest

from approvals.services import requests
from approvals.workflow import Move, State
from builders.catalog import another_tool
from builders.clock import NOW, TODAY
from builders.requests import a_request, approve, current, sent
from catalog.models import Seat
from catalog.services import seats
from people.access import Role
from people.services import roles


@pytest.fixture
def cho(house, client_for):
    return client_for(house.cho)


def post(client, request, **given):
    step = given.pop("step", None) or current(request)
    return client.post(f"/demandes/{request.reference}/decider/", {"step": step.pk, **given})


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


def test_approving_is_blocked_while_no_seat_is_free(house, cho):
    request = sent(house)
    for person in (house.zoe, house.dan):
        seats.assign(house.subscription, to=person, by=house.ida, today=TODAY)

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
