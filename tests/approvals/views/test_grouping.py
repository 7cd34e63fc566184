import pytest

from approvals.models import GroupRequest, Request
from builders.clock import TODAY
from builders.requests import a_group, lead_of, prepared
from catalog.services import seats

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def url(house):
    return f"/demandes/nouvelle/groupe/{house.plan.slug}/"


@pytest.fixture
def zoe(house, client_for):
    """She leads the team of Ida and Dan."""
    lead_of(house, house.team_ops, house.zoe)
    return client_for(house.zoe)


def chosen(house):
    return [house.zoe.pk, house.dan.pk, house.ida.pk]


def test_the_form_is_for_who_leads_a_team(house, zoe, url, client_for):
    assert url in zoe.get(f"/demandes/nouvelle/{house.plan.slug}/").content.decode()
    assert url not in client_for(house.ana).get(f"/demandes/nouvelle/{house.plan.slug}/").content.decode()

    assert "Dan Delmas" in zoe.get(url).content.decode()
    assert client_for(house.ana).get(url).status_code == 404


def test_the_panel_says_for_each_person_what_would_happen(house, zoe, url):
    prepared(house, house.zoe, house.dan)
    seats.assign(house.subscription, to=house.dan, by=house.ida, today=TODAY)

    text = zoe.get(url, {"people": chosen(house), "justification": ""}, **HTMX).content.decode()

    assert "Accordée dès l’envoi" in text  # Zoé
    assert "déjà attribué" in text  # Dan
    assert "Il lui reste à accepter" in text  # Ida
    assert "1 demande sur 3" in text


def test_the_panel_counts_the_seats_that_are_left(house, zoe, url):
    text = zoe.get(url, {"people": chosen(house), "justification": ""}, **HTMX).content.decode()

    assert "2 sièges libres pour 3 personnes" in text


def test_the_summary_says_what_went_and_what_was_refused_and_why(house, zoe, url):
    seats.assign(house.subscription, to=house.dan, by=house.ida, today=TODAY)

    response = zoe.post(url, {"people": chosen(house), "justification": "Toute l’équipe."}, follow=True)

    group = GroupRequest.objects.get()
    text = response.content.decode()
    assert response.redirect_chain == [(f"/demandes/groupees/{group.pk}/", 303)]
    assert "2 demandes sont parties" in text
    assert "Dan Delmas" in text
    assert "déjà attribué" in text
    assert all(request.reference in text for request in group.requests.all())


def test_a_double_click_leads_twice_to_the_same_summary(house, zoe, url):
    what = {"people": chosen(house), "justification": "x", "key": "2f5b3a52-6f8b-4f4e-9a53-1d5a7f1b0c11"}

    answers = [zoe.post(url, what)["Location"] for _ in range(2)]

    assert len(set(answers)) == 1
    assert Request.objects.count() == 3


def test_refused_for_everybody_comes_back_with_the_reasons_and_what_was_typed(house, zoe, url):
    for person in (house.zoe, house.dan):
        seats.assign(house.subscription, to=person, by=house.ida, today=TODAY)

    response = zoe.post(url, {"people": [house.zoe.pk, house.dan.pk], "justification": "Toute l’équipe."})

    assert response.status_code == 422
    assert "Aucune demande n’est partie" in response.content.decode()
    assert "Toute l’équipe." in response.content.decode()
    assert not Request.objects.exists()


def test_the_summary_is_for_who_sent_it(house, client_for):
    group = a_group(house)

    assert client_for(house.zoe).get(f"/demandes/groupees/{group.pk}/").status_code == 200
    assert client_for(house.dan).get(f"/demandes/groupees/{group.pk}/").status_code == 404
