import pytest

from approvals.services import requests
from approvals.workflow import Move, State
from builders.catalog import another_tool
from builders.clock import NOW
from builders.requests import a_request, current, sent


@pytest.fixture
def ana(house, client_for):
    return client_for(house.ana)


def test_the_list_shows_mine_and_filters_by_state(house, ana):
    mine = a_request(house, State.REFUSED)
    other = sent(house, by=house.zoe)

    assert mine.reference in ana.get("/demandes/").content.decode()
    assert other.reference not in ana.get("/demandes/").content.decode()
    assert mine.reference in ana.get("/demandes/?etat=refused").content.decode()
    assert mine.reference not in ana.get("/demandes/?etat=open").content.decode()


def test_the_list_answers_htmx_with_its_results_alone(house, ana):
    text = ana.get("/demandes/?etat=open", HTTP_HX_REQUEST="true").content.decode()

    assert text.strip().startswith('<div id="results"')


def test_the_list_takes_as_many_queries_with_more_rows(house, ana, assert_flat_queries):
    sent(house)

    def more():
        for name in ("Zed", "Warp", "Aider"):
            sent(house, plan=another_tool(house, name))

    assert_flat_queries(get=lambda: ana.get("/demandes/"), add_rows=more)


@pytest.mark.parametrize("state", ["waiting", "clarification", "approved", "refused", "withdrawn"])
def test_the_sheet_shows_every_state(house, ana, state):
    request = a_request(house, state)

    response = ana.get(f"/demandes/{request.reference}/")

    assert response.status_code == 200
    assert "e-steps" in response.content.decode()


def test_the_sheet_names_who_decides_and_by_when(house, ana):
    text = ana.get(f"/demandes/{sent(house).reference}/").content.decode()

    assert "Cho Chan" in text
    assert "avant le jeudi 26 novembre 2026" in text


def test_a_stranger_does_not_find_the_sheet(house, client_for):
    request = sent(house)

    assert client_for(house.zoe).get(f"/demandes/{request.reference}/").status_code == 404


def test_the_project_is_named_only_to_those_who_may_know_it(house, ana, client_for):
    request = sent(house, project=house.project, data_levels=("internal",))

    assert "Alpha Mobile" in ana.get(f"/demandes/{request.reference}/").content.decode()
    assert "Alpha Mobile" in client_for(house.cho).get(f"/demandes/{request.reference}/").content.decode()


def test_the_requester_answers_a_precision(house, ana):
    request = a_request(house, State.CLARIFICATION)

    response = ana.post(f"/demandes/{request.reference}/repondre/", {"text": "Alpha Mobile."})

    request.refresh_from_db()
    assert (response.status_code, request.state) == (303, "waiting")


def test_an_empty_answer_is_asked_again(house, ana):
    request = a_request(house, State.CLARIFICATION)

    assert ana.post(f"/demandes/{request.reference}/repondre/", {"text": ""}).status_code == 422


def test_a_late_answer_is_refused_in_words(house, ana):
    request = sent(house)

    response = ana.post(f"/demandes/{request.reference}/repondre/", {"text": "Alpha."})

    assert response.status_code == 422
    assert "Personne n’attend de précision" in response.content.decode()


def test_readers_comment(house, client_for):
    request = sent(house)

    response = client_for(house.dan).post(f"/demandes/{request.reference}/commenter/", {"text": "Vu."})

    assert response.status_code == 303
    assert request.comments.get().author == house.dan


def test_the_requester_withdraws(house, ana, client_for):
    request = sent(house)

    client_for(house.cho).post(f"/demandes/{request.reference}/annuler/")
    request.refresh_from_db()
    assert request.state == "waiting"
    ana.post(f"/demandes/{request.reference}/annuler/")
    request.refresh_from_db()
    assert request.state == "withdrawn"


def test_the_thread_keeps_the_reason_of_a_refusal(house, ana):
    request = sent(house)
    requests.decide(current(request), by=house.cho, move=Move.REFUSE, message="Copilot suffit.", now=NOW)

    assert "Copilot suffit." in ana.get(f"/demandes/{request.reference}/").content.decode()
