import pytest

from approvals.models import WaitingPlace
from builders.clock import TODAY
from builders.requests import approve, sent
from catalog.services import seats


@pytest.fixture
def full(house):
    """Both seats are held; Ana and Zoé wait, in that order."""
    for person in (house.dan, house.fin):
        seats.assign(house.subscription, to=person, by=house.ida, today=TODAY)
    house.first, house.second = (approve(house, sent(house, by=person)) for person in (house.ana, house.zoe))
    return house


def page(client_for, person, path):
    response = client_for(person).get(path)
    assert response.status_code == 200, response
    return response.content.decode()


def test_licences_see_who_waits_and_what_one_more_would_cost(full, client_for):
    text = page(client_for, full.ida, "/licences/file-d-attente/")

    assert text.index("Ana Alvarez") < text.index("Zoé Zeller")
    assert "2 sièges attribués sur 2" in text
    assert "19\u00a0€" in text
    assert "456\u00a0€" in text


def test_the_page_costs_the_same_for_more(full, client_for, assert_flat_queries):
    assert_flat_queries(
        lambda: client_for(full.ida).get("/licences/file-d-attente/"),
        lambda: [approve(full, sent(full, by=person)) for person in (full.cho, full.adi)],
    )


def test_nobody_waits(house, client_for):
    assert "Personne n’attend de siège" in page(client_for, house.ida, "/licences/file-d-attente/")


def test_who_waits_sees_their_rank_and_no_other_name(full, client_for):
    text = page(client_for, full.zoe, f"/demandes/{full.second.reference}/")

    assert "rang 2 sur 2" in text
    assert "Ana" not in text
    assert "Rang 2" in page(client_for, full.zoe, "/")


def test_leaving_the_line_from_the_request(full, client_for):
    client = client_for(full.ana)
    response = client.post(f"/demandes/{full.first.reference}/quitter-la-file/", follow=True)

    assert "La place est rendue" in response.content.decode()
    assert [place.holder for place in WaitingPlace.objects.open()] == [full.zoe]


def test_a_decider_reads_but_does_not_leave_for_somebody(full, client_for):
    path = f"/demandes/{full.first.reference}/"
    assert "Quitter la file" not in page(client_for, full.cho, path)

    client_for(full.cho).post(f"{path}quitter-la-file/")

    assert WaitingPlace.objects.open().count() == 2


def test_asking_says_which_rank_it_would_be(full, client_for):
    assert "place n°\u00a03" in page(client_for, full.cho, f"/demandes/nouvelle/{full.plan.slug}/")
