import re

import pytest
from django.urls import reverse

from builders.catalog import another_tool, seat_plan
from builders.clock import NOW, TODAY
from catalog.services import seats, tools
from catalog.views.filters import capped
from catalog.views.tools import PER_PAGE
from etech_ai.audit.actors import Actor
from people.models import Profile
from people.services import users

URL = "/catalogue/"
LOADER = Actor("job:test")
EVERYBODY = ("ana", "cho", "ida", "dan", "lea", "adi", "fin", "zoe")


def names(response):
    return [line.tool.name for line in response.context["lines"]]


def counts(response, group):
    found = next(entry for entry in response.context["groups"] if entry["name"] == group)
    return {option["value"]: option["count"] for option in found["options"]}


@pytest.fixture
def shelf(house):
    """Three more tools: one in evaluation for everybody, one forbidden, one approved without standards."""
    tools.edit(house.tool, speaks_openai_api=False, by=house.ida)
    another_tool(house, "Théo", decision="evaluation", summary="Réécrit les spécifications")
    another_tool(house, "Zeta", decision="forbidden")
    another_tool(house, "Alpha", recommended_profiles=["archi"])
    return house


@pytest.mark.parametrize("name", EVERYBODY)
def test_everybody_opens_the_catalogue(house, client_for, name):
    response = client_for(getattr(house, name)).get(URL)

    assert response.status_code == 200
    assert "GitHub Copilot" in response.content.decode()


def test_strangers_are_sent_to_sign_in(db, client):
    assert client.get(URL).status_code == 302


def test_approved_tools_come_first(shelf, client_for):
    response = client_for(shelf.ana).get(URL)

    assert names(response) == ["Alpha", "GitHub Copilot", "Théo", "Zeta"]


def test_search_ignores_case_and_accents(shelf, client_for):
    response = client_for(shelf.ana).get(URL, {"q": "THEO specifications"})

    assert names(response) == ["Théo"]


def test_search_finds_by_vendor(shelf, client_for):
    assert len(names(client_for(shelf.ana).get(URL, {"q": "github"}))) == 4


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"decision": ["forbidden"]}, ["Zeta"]),
        ({"decision": ["forbidden", "evaluation"]}, ["Théo", "Zeta"]),
        ({"besoin": ["coding"]}, ["GitHub Copilot"]),
        ({"donnees": ["public"]}, ["GitHub Copilot"]),
        ({"donnees": ["internal"]}, ["GitHub Copilot"]),
        ({"donnees": ["internal", "special_category"]}, []),
        ({"profil": ["dev"]}, ["GitHub Copilot", "Théo", "Zeta"]),
        ({"profil": ["archi"]}, ["Alpha", "Théo", "Zeta"]),
        ({"standard": ["mcp"]}, ["GitHub Copilot"]),
        ({"standard": ["mcp", "openai"]}, []),
        ({"editeur": ["github"], "decision": ["approved"]}, ["Alpha", "GitHub Copilot"]),
        (
            {"decision": ["no-such"], "page": "99", "tri": "bogus"},
            ["Alpha", "GitHub Copilot", "Théo", "Zeta"],
        ),
    ],
)
def test_filters_narrow_the_list(shelf, client_for, query, expected):
    assert names(client_for(shelf.ana).get(URL, query)) == expected


def test_a_facet_counts_what_each_of_its_options_would_leave(shelf, client_for):
    response = client_for(shelf.ana).get(URL, {"decision": ["forbidden"], "besoin": ["assistant"]})

    assert counts(response, "decision") == {
        "approved": "1",
        "conditional": "0",
        "evaluation": "1",
        "retiring": "0",
        "forbidden": "1",
    }
    assert counts(response, "besoin")["assistant"] == "1"
    assert counts(response, "besoin")["coding"] == "0"


def test_a_facet_count_is_capped():
    assert [capped(0), capped(99), capped(100)] == ["0", "99", "99+"]


def test_every_profile_can_be_filtered(house, client_for):
    response = client_for(house.ana).get(URL)

    assert set(counts(response, "profil")) == {profile.value for profile in Profile}


def test_a_chip_removes_its_filter_and_keeps_the_others(shelf, client_for):
    response = client_for(shelf.ana).get(f"{URL}?decision=forbidden&besoin=assistant&q=zeta&page=1")

    chips = {chip["label"]: chip["url"] for chip in response.context["chips"]}
    assert chips["Interdit"] == "?besoin=assistant&q=zeta"


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("nom", ["Alpha", "GitHub Copilot", "Théo", "Zeta"]),
        ("prix", ["GitHub Copilot", "Alpha", "Théo", "Zeta"]),
        ("libres", ["GitHub Copilot", "Alpha", "Théo", "Zeta"]),
    ],
)
def test_the_list_can_be_sorted(shelf, client_for, sort, expected):
    assert names(client_for(shelf.ana).get(URL, {"tri": sort})) == expected


def test_most_free_seats_come_first(shelf, client_for):
    plan = another_tool(shelf, "Mu")
    seat_plan(shelf, plan, label="Mu", ceiling=3)
    seats.assign(shelf.subscription, to=shelf.cho, by=shelf.ida, today=TODAY)

    assert names(client_for(shelf.ana).get(URL, {"tri": "libres"}))[:2] == ["Mu", "GitHub Copilot"]


def test_a_line_links_to_the_request_of_its_only_plan(house, client_for):
    page = client_for(house.ana).get(URL).content.decode()

    assert reverse("approvals:request_new", args=["copilot-business"]) in page


def test_a_full_tool_offers_the_waiting_list(house, client_for):
    for person in (house.cho, house.zoe):
        seats.assign(house.subscription, to=person, by=house.ida, today=TODAY)

    page = client_for(house.ana).get(URL).content.decode()
    assert "S’inscrire" in page
    assert "Complet" in page


def test_what_one_holds_is_not_offered_again(house, client_for):
    seats.assign(house.subscription, to=house.ana, by=house.ida, today=TODAY)

    page = client_for(house.ana).get(URL).content.decode()
    assert "À vous" in page
    assert reverse("approvals:request_new", args=["copilot-business"]) not in page


def test_nobody_elses_name_shows_in_the_list(house, client_for):
    seats.assign(house.subscription, to=house.cho, by=house.ida, today=TODAY)

    assert "Cho Chan" not in client_for(house.zoe).get(URL).content.decode()


def test_no_result_repeats_the_query_and_offers_a_way_out(house, client_for):
    page = client_for(house.ana).get(URL, {"q": "<Windsurf>"}).content.decode()

    assert "Aucun outil pour «\xa0&lt;Windsurf&gt;\xa0»" in page
    assert "Effacer la recherche" in page


def test_an_empty_catalogue_says_what_will_appear(db, client_for):
    first = users.invite(
        email="first@etech.example",
        first_name="Fa",
        last_name="Mi",
        profile="dev",
        team=None,
        by=LOADER,
        now=NOW,
    )

    assert "Le catalogue est vide" in client_for(first).get(URL).content.decode()


def test_htmx_gets_the_results_with_the_counts(shelf, client_for):
    response = client_for(shelf.ana).get(URL, {"decision": "forbidden"}, headers={"HX-Request": "true"})

    page = response.content.decode()
    assert "<html" not in page
    assert "Zeta" in page and "GitHub Copilot" not in page
    assert '<span id="n-decision-approved" hx-swap-oob="innerHTML">2</span>' in page
    assert "HX-Request" in response["Vary"]


def test_the_full_page_works_without_script(shelf, client_for):
    page = client_for(shelf.ana).get(URL, {"decision": "forbidden"}).content.decode()

    assert re.search(r'<form class="e-browse" method="get" action="/catalogue/"', page)
    assert 'value="forbidden" checked' in page
    assert "Appliquer les filtres" in page
    assert page.count("<h1") == 1


def test_the_list_is_cut_into_pages(house, client_for):
    for number in range(PER_PAGE):
        tools.add(name=f"A{number:02}", vendor=house.vendor, category="other", by=house.ida)

    response = client_for(house.ana).get(URL, {"page": "2", "tri": "nom", "editeur": "github"})

    assert names(response) == ["GitHub Copilot"]
    assert "page=1&amp;tri=nom&amp;editeur=github" in response.content.decode()


def test_the_file_holds_the_filtered_list_and_no_formula(shelf, client_for):
    another_tool(shelf, "=cmd()", decision="forbidden")

    response = client_for(shelf.ana).get(URL, {"decision": "forbidden", "format": "csv"})

    lines = response.content.decode("utf-8-sig").splitlines()
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert [line.split(";")[0] for line in lines] == ["Outil", "'=cmd()", "Zeta"]


def test_queries_do_not_grow_with_tools(house, client_for, assert_flat_queries):
    client = client_for(house.ana)
    numbers = iter(range(1000))

    def add_rows():
        for _ in range(5):
            plan = another_tool(house, f"Outil {next(numbers)}")
            subscription = seat_plan(house, plan, label=plan.slug)
            seats.assign(subscription, to=house.ana, by=house.ida, today=TODAY)

    add_rows()
    assert_flat_queries(get=lambda: client.get(URL), add_rows=add_rows)
    assert_flat_queries(get=lambda: client.get(URL, {"format": "csv"}), add_rows=add_rows)


def test_english_readers_get_the_page(house, client_for):
    response = client_for(house.ana).get(URL, headers={"Accept-Language": "en"})

    assert response.status_code == 200
