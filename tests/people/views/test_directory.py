import pytest
from django.urls import reverse

from builders.clock import TODAY
from builders.people import admitted, holding, pending
from people.access import Role
from people.models import Profile
from people.services import clients, notifications, projects, teams, trainings

pytestmark = pytest.mark.django_db
URL = "/personnes/"


def names(response):
    return {person.last_name for person in response.context["page"]}


def test_everybody_admitted_sees_names_teams_profiles_and_roles(house, client_for):
    page = client_for(house.ana).get(URL)
    html = page.content.decode()

    assert "Zeller" in names(page)
    assert "Champion IA · Développement" in " ".join(html.split())
    assert house.zoe.email not in html


def test_pending_people_and_statuses_are_for_who_manages(house, client_for):
    waiting = pending()

    assert waiting.last_name not in names(client_for(house.ana).get(URL + "?status=pending"))
    assert names(client_for(house.adi).get(URL + "?status=pending")) == {waiting.last_name}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=alv", {"Alvarez"}),
        ("q=ana+alv", {"Alvarez"}),
        ("q=zoe@etech", set()),
        ("equipe=developpement", {"Alvarez", "Chan"}),
        ("profil=management", {"Lambert"}),
        ("role=champion&role=dpo", {"Chan", "Delmas"}),
        ("role=champion&equipe=exploitation", set()),
        ("profil=inconnu", {"Alvarez", "Chan", "Isnard", "Delmas", "Lambert", "Amrani", "Faure", "Zeller"}),
    ],
)
def test_search_and_filters(house, client_for, query, found):
    assert names(client_for(house.ana).get(f"{URL}?{query}")) == found


def test_an_administrator_searches_addresses_too(house, client_for):
    assert names(client_for(house.adi).get(URL + "?q=zoe@etech")) == {"Zeller"}


def test_htmx_gets_the_results_only(house, client_for):
    page = client_for(house.ana).get(URL, headers={"hx-request": "true"}).content.decode()

    assert 'id="results"' in page
    assert "<html" not in page


def test_queries_do_not_grow_with_people(house, client_for, assert_flat_queries):
    client = client_for(house.adi)

    def add_rows():
        for number in range(8):
            holding(Role.CHAMPION, f"Eve{number}", team=house.team_dev)

    assert_flat_queries(get=lambda: client.get(URL), add_rows=add_rows)


@pytest.mark.parametrize("url", ["/equipes/", "/clients/", "/formations/", "/notifications/"])
def test_other_lists_are_flat_too(house, client_for, assert_flat_queries, url):
    client = client_for(house.adi)
    _grow(house, range(1))
    assert_flat_queries(get=lambda: client.get(url), add_rows=lambda: _grow(house, range(1, 7)))


def test_a_project_sheet_is_flat(house, client_for, assert_flat_queries):
    client, url = client_for(house.adi), reverse("people:project_sheet", args=[house.project.slug])

    def add_rows():
        for number in range(6):
            _join(house, admitted(f"Eve{number}", team=house.team_ops, profile=Profile.OPS))

    assert_flat_queries(get=lambda: client.get(url), add_rows=add_rows)


def _grow(house, numbers):
    for number in numbers:
        teams.create(name=f"Équipe {number}", lead=house.cho, by=house.adi)
        client = clients.create(name=f"Client {number}", by=house.adi)
        projects.create(name=f"Projet {number}", client=client, lead=house.cho, starts_on=TODAY, by=house.adi)
        projects.create(name=f"Interne {number}", lead=house.ana, starts_on=TODAY, by=house.adi)
        training = trainings.create(title=f"Formation {number}", minutes=30, by=house.adi)
        trainings.complete(training, user=house.adi, completed_on=TODAY, by=house.adi, proof="Lien")
        notifications.tell(house.adi, event="test.told", subject=f"Sujet {number}", url="/")
        holding(Role.CHAMPION, f"Eve{number}", team=house.team_ops)


def _join(house, user):
    projects.add_member(house.project, user=user, starts_on=TODAY.replace(day=1), by=house.adi)
