"""One box for everything that the reader may see."""

import pytest

from builders.clock import TODAY
from builders.requests import a_request
from builders.usecases import a_use_case
from roadmap.services import plan

pytestmark = pytest.mark.django_db


def _found(client, q: str) -> list[str]:
    return [
        hit["label"]
        for group in client.get("/recherche/", {"q": q}).context["groups"]
        for hit in group["hits"]
    ]


def test_it_finds_tools_use_cases_requests_and_decisions(client_for, house):
    plan.load(TODAY)
    use_case, request = a_use_case(house), a_request(house)
    client = client_for(house.ana)

    assert house.tool.name in _found(client, house.tool.name)
    assert use_case.title in _found(client, use_case.reference)
    assert request.reference in str(_found(client, request.reference))
    assert "Quelles données peuvent être envoyées à des LLM tiers ?" in _found(client, "LLM tiers")


def test_it_shows_nothing_of_a_client_that_is_not_the_readers(client_for, house):
    a_use_case(house, title="Secret Alpha", client=house.client)
    a_request(house)

    assert _found(client_for(house.ana), "Secret") == ["Secret Alpha"]
    assert _found(client_for(house.zoe), "Secret") == []
    assert _found(client_for(house.zoe), "DEM-") == []


def test_an_empty_question_waits_and_a_vain_one_offers_the_catalogue(client_for, house):
    client = client_for(house.ana)

    assert client.get("/recherche/").context["groups"] == []
    assert "Parcourir le catalogue" in client.get("/recherche/", {"q": "xyzzy"}).content.decode()


def test_htmx_gets_the_results_alone(client_for, house):
    part = client_for(house.ana).get("/recherche/", {"q": "a"}, headers={"HX-Request": "true"})

    assert "<html" not in part.content.decode()
