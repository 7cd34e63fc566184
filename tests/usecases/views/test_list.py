from urllib.parse import quote

import pytest
from django.urls import reverse

from builders.clock import TODAY
from builders.usecases import a_use_case, declared
from usecases.services import usecases

LIST = reverse("usecases:usecase_list")
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def three(house):
    """A minimal use, a high-risk one for Ana's client, one that nobody classified."""
    return (
        a_use_case(house, title="Revue de code", plans=[house.plan]),
        a_use_case(house, "high_risk", title="Présélection de CV", project=house.project),
        declared(house, by=house.zoe, title="Notes de réunion", data_levels=["personal"]),
    )


def _titles(response):
    return {row["title"] for row in response.context["rows"]}


def test_everybody_reads_the_internal_uses_and_strangers_no_client_use(client_for, house, three):
    assert _titles(client_for(house.ana).get(LIST)) == {use_case.title for use_case in three}
    assert _titles(client_for(house.zoe).get(LIST)) == {"Revue de code", "Notes de réunion"}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=preselection", {"Présélection de CV"}),
        ("q=UC-001", {"Revue de code"}),
        ("resultat=high_risk", {"Présélection de CV"}),
        ("resultat=undetermined", {"Notes de réunion"}),
        ("resultat=high_risk&resultat=minimal", {"Présélection de CV", "Revue de code"}),
        ("etat=draft", {"Notes de réunion"}),
        ("donnees=personal", {"Notes de réunion"}),
        ("profil=ops", {"Notes de réunion"}),
        ("vue=moi", {"Présélection de CV", "Revue de code"}),
        ("vue=revoir", set()),
        ("equipe={team_dev.slug}", {"Présélection de CV", "Revue de code"}),
        ("client={client.slug}", {"Présélection de CV"}),
        ("outil={tool.slug}", {"Revue de code"}),
        ("etat=nonsense&page=99", {"Présélection de CV", "Revue de code", "Notes de réunion"}),
    ],
)
def test_filters_narrow_the_list(client_for, house, three, query, titles):
    address = f"{LIST}?{query.format(**vars(house))}"

    assert _titles(client_for(house.ana).get(address)) == titles


@pytest.mark.parametrize("sort", ["recent", "titre", "reference", "nonsense"])
def test_any_sort_shows_every_row(client_for, house, three, sort):
    assert len(_titles(client_for(house.ana).get(f"{LIST}?tri={sort}"))) == 3


def test_a_client_that_one_may_not_see_is_no_filter(client_for, house, three):
    response = client_for(house.zoe).get(f"{LIST}?client={house.client.slug}")

    assert house.client.name not in response.content.decode()
    assert _titles(response) == {"Revue de code", "Notes de réunion"}


def test_stopped_uses_show_only_when_asked_for(client_for, house, three):
    usecases.retire(three[0], by=house.ana, today=TODAY)
    ana = client_for(house.ana)

    assert "Revue de code" not in _titles(ana.get(LIST))
    assert _titles(ana.get(f"{LIST}?etat=retired")) == {"Revue de code"}


def test_the_fragment_is_a_part_of_the_page(client_for, house, three):
    ana, address = client_for(house.ana), f"{LIST}?q={quote('revue')}"

    page, part = ana.get(address).content.decode(), ana.get(address, **HTMX).content.decode()

    assert part.strip() in page
    assert "<html" not in part


def test_facets_count_what_they_would_show(client_for, house, three):
    counts = reverse("usecases:usecase_counts")

    page = client_for(house.ana).get(f"{counts}?resultat=minimal").content.decode()

    for outcome in ("minimal", "high_risk", "undetermined"):
        assert f'id="n-resultat-{outcome}" hx-swap-oob="true">1<' in page
    narrowed = client_for(house.ana).get(f"{counts}?q=revue").content.decode()
    assert 'id="n-resultat-high_risk" hx-swap-oob="true">0<' in narrowed
    assert counts in client_for(house.ana).get(LIST).content.decode()


def test_an_empty_register_says_what_will_stand_here(client_for, house):
    assert "Aucun cas d’usage déclaré" in client_for(house.ana).get(LIST).content.decode()


def test_no_result_offers_to_clear_the_filters(client_for, house, three):
    page = client_for(house.ana).get(f"{LIST}?q=introuvable").content.decode()

    assert "Aucun cas d’usage ne correspond" in page
    assert "Effacer les filtres" in page


def test_the_export_follows_the_filters_and_the_rights(client_for, house, three):
    address = reverse("usecases:usecase_export", args=["csv"])

    mine = client_for(house.ana).get(f"{address}?resultat=high_risk").getvalue().decode()
    theirs = client_for(house.zoe).get(address).getvalue().decode()

    assert "Présélection de CV" in mine
    assert "Revue de code" not in mine
    assert "Présélection de CV" not in theirs
    assert len(theirs.strip().splitlines()) == 3


def test_the_export_disarms_formulas(client_for, house):
    declared(house, title="=HYPERLINK(1)")

    text = client_for(house.ana).get(reverse("usecases:usecase_export", args=["csv"])).getvalue().decode()

    assert "'=HYPERLINK(1)" in text


def test_queries_do_not_grow_with_the_register(client_for, house, three, assert_flat_queries):
    ana = client_for(house.ana)

    def add_rows():
        for number in range(8):
            a_use_case(house, title=f"Usage {number}", project=house.project, plans=[house.plan])

    assert_flat_queries(get=lambda: ana.get(LIST), add_rows=add_rows)


def test_counting_stops_at_the_cap(client_for, house, three, monkeypatch):
    monkeypatch.setattr("usecases.views.lists.CAP", 2)

    page = client_for(house.ana).get(LIST).content.decode()

    assert "Plus de 2 cas d’usage" in page


def test_the_dpo_finds_what_waits_for_an_opinion(house, client_for):
    waiting, light = a_use_case(house, "high_risk", title="Tri de CV"), a_use_case(house, title="Complétion")

    page = client_for(house.dan).get("/cas-usage/", {"vue": "avis"})

    assert [row["title"] for row in page.context["rows"]] == [waiting.title]
    assert light.title not in page.content.decode()
