import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from builders import compliance as build
from compliance.services import rules

URL = "/puis-je-envoyer/matrice/"


@pytest.fixture
def plans(house):
    return [
        build.prove(house, house.plan, *build.CLASS_T1),
        build.plan_of_class(house, "Claude Team", *build.CLASS_T2),
        build.plan_of_class(house, "Gratuit", region="unknown"),
    ]


def rows(response):
    return [row.plan.tool.name for row in response.context["matrix"].rows]


def levels(response):
    return [level.id for level in response.context["matrix"].levels]


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, ["Claude Team", "GitHub Copilot", "Gratuit"]),
        ({"q": "claude"}, ["Claude Team"]),
        ({"classe": "t2"}, ["Claude Team"]),
        ({"region": "unknown"}, ["Gratuit"]),
        ({"niveau": "internal", "verdict": "allowed"}, ["Claude Team", "GitHub Copilot"]),
        ({"niveau": "internal", "verdict": "refused"}, ["Gratuit"]),
        ({"q": "rien de tel"}, []),
        ({"classe": "t9", "niveau": "nul", "verdict": "nul"}, ["Claude Team", "GitHub Copilot", "Gratuit"]),
    ],
)
def test_the_matrix_shows_the_rows_that_were_asked_for(house, client_for, plans, query, shown):
    assert rows(client_for(house.ana).get(URL, query)) == shown


def test_the_levels_that_were_asked_for_are_the_columns(house, client_for, plans):
    response = client_for(house.ana).get(URL, {"niveau": ["personal", "public"]})

    assert levels(response) == ["public", "personal"]
    assert 'colspan="2"' in response.content.decode()


def test_the_most_open_plans_come_first_when_asked(house, client_for, plans):
    assert rows(client_for(house.ana).get(URL, {"tri": "ouvert"}))[0] == "Claude Team"


def test_nothing_found_says_how_to_see_all_again(house, client_for, plans):
    body = client_for(house.ana).get(URL, {"q": "zzz"}).content.decode()

    assert "Aucune offre ne correspond" in body
    assert "Effacer les filtres" in body


def test_htmx_gets_the_results_alone(house, client_for, plans):
    body = client_for(house.ana).get(URL, {"q": "claude"}, headers={"HX-Request": "true"}).content.decode()

    assert body.strip().startswith('<div id="results"')


def test_the_file_holds_what_the_screen_shows(house, client_for, plans):
    web, query = client_for(house.ana), {"niveau": "internal", "q": "g"}
    shown = web.get(URL, query)

    csv = b"".join(web.get(reverse("compliance:matrix_export", args=["csv"]), query).streaming_content)
    book = load_workbook(
        io.BytesIO(web.get(reverse("compliance:matrix_export", args=["xlsx"]), query).content)
    )

    lines = csv.decode("utf-8-sig").splitlines()
    assert [line.split(";")[0] for line in lines[1:]] == rows(shown)
    assert lines[0].split(";")[4:] == ["Interne", rules.vocabulary().levels["secret"].fr]
    assert "internal.t0" in csv.decode()
    assert [row[0] for row in book.active.iter_rows(values_only=True)][1:] == rows(shown)


def test_another_kind_of_file_is_unknown(house, client_for):
    assert client_for(house.ana).get("/puis-je-envoyer/matrice.pdf").status_code == 404


@pytest.mark.parametrize("name", ["data_matrix", "matrix_export"])
def test_the_matrix_of_an_invisible_client_is_the_404_of_an_unknown_one(house, client_for, name):
    web = client_for(house.zoe)
    url = reverse(f"compliance:{name}", args=["csv"] if name == "matrix_export" else [])

    assert web.get(url, {"client": house.client.slug}).status_code == 404
    assert web.get(url, {"client": "personne"}).status_code == 404


def test_passages_of_a_client_are_not_in_the_matrix_of_who_knows_only_its_name(house, client_for, plans):
    build.add_clause(house, "forbids_ai", reference="SECRETE-1", passage="Aucune IA, jamais.")
    query = {"client": house.client.slug}

    for url in (URL, reverse("compliance:matrix_export", args=["csv"])):
        answer = client_for(house.ida).get(url, query)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert b"SECRETE-1" not in body
        assert b"Aucune IA" not in body


def test_fifty_plans_cost_the_same_queries_as_three(house, client_for, plans, assert_flat_queries):
    build.accept_ai(house)
    build.add_clause(house, "eu_only")
    web, numbers = client_for(house.ana), iter(range(100))

    def more():
        for _ in range(5):
            build.plan_of_class(house, f"Outil {next(numbers)}", *build.CLASS_T1)

    assert_flat_queries(get=lambda: web.get(URL, {"client": house.client.slug}), add_rows=more)
