import pytest
from django.urls import reverse

from builders import compliance as build
from compliance.models import Clause
from people.models import Client

WELCOME = "/nouveau-client/"
ROWS = {"clauses-TOTAL_FORMS": "3", "clauses-INITIAL_FORMS": "0", "clauses-MAX_NUM_FORMS": "30"}
CLAUSE = {
    "clauses-0-effect": "eu_only", "clauses-0-reference": "SEC-1", "clauses-0-document": "Contrat",
    "clauses-0-passage": "Tout reste en Europe.",
}  # fmt: skip
NEW = {"name": "Banque du Nord", "sector": "banking", "policy": "accepts", "reference": "Contrat", **ROWS}


def tools(house, web):
    return web.get(reverse("compliance:client_tools", args=[house.client.slug]))


def test_a_client_shows_each_plan_and_what_it_takes(house, client_for):
    build.accept_ai(house)

    body = tools(house, client_for(house.ana)).content.decode()

    assert str(house.plan.tool.name) in body
    assert "Accord écrit du client pour cet outil" in body


def test_an_invisible_client_is_the_404_of_an_unknown_one(house, client_for):
    web = client_for(house.zoe)

    assert tools(house, web).status_code == 404
    assert web.get("/clients/personne/outils/").status_code == 404


def test_the_clients_sheet_asks_for_the_table_of_its_tools(house, client_for):
    page = client_for(house.ana).get(reverse("people:client_sheet", args=[house.client.slug]))

    assert f'hx-get="/clients/{house.client.slug}/outils/"' in page.content.decode()


def test_the_table_costs_the_same_for_more_plans(house, client_for, assert_flat_queries):
    web = client_for(house.ana)
    names = iter(f"Outil {number}" for number in range(100))

    assert_flat_queries(
        get=lambda: tools(house, web),
        add_rows=lambda: build.plan_of_class(house, next(names), *build.CLASS_T1),
    )


def test_writing_shows_the_list_and_keeps_nothing(house, client_for):
    page = client_for(house.dan).post(WELCOME, NEW | CLAUSE, headers={"HX-Request": "true"})

    assert page.status_code == 200
    assert house.plan.tool.name in page.content.decode()
    assert "<h1>" not in page.content.decode()
    assert not Client.objects.filter(name="Banque du Nord").exists()


def test_one_clause_that_forbids_any_ai_closes_the_list_at_once(house, client_for):
    web = client_for(house.dan)

    before = web.post(WELCOME, NEW, headers={"HX-Request": "true"}).content.decode()
    after = web.post(WELCOME, NEW | {"clauses-0-effect": "forbids_ai"}, headers={"HX-Request": "true"})

    assert "verdict" in before
    assert "Permis en attestant" in after.content.decode()
    assert before != after.content.decode()


def test_an_unreadable_clause_is_said_in_the_list(house, client_for):
    page = client_for(house.dan).post(
        WELCOME, NEW | {"clauses-0-effect": "forbids_vendor", "clauses-0-value": "Inconnu"},
        headers={"HX-Request": "true"},
    )  # fmt: skip

    assert page.status_code == 200
    assert "Éditeur inconnu du catalogue" in page.content.decode()


def test_registering_leads_to_the_clients_tools(house, client_for):
    page = client_for(house.dan).post(WELCOME, NEW | CLAUSE)

    client = Client.objects.get(name="Banque du Nord")
    assert (page.status_code, page["Location"]) == (303, f"/clients/{client.slug}/outils/")
    assert Clause.objects.get().client == client


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"reference": ""}, {"clauses-0-passage": ""}, {"clauses-TOTAL_FORMS": "x"},
     {"clauses-TOTAL_FORMS": "4000"}],
)  # fmt: skip
def test_a_mistake_shows_the_form_again_and_registers_nothing(house, client_for, wrong):
    page = client_for(house.dan).post(WELCOME, NEW | CLAUSE | wrong)

    assert page.status_code == 422
    assert not Client.objects.filter(name="Banque du Nord").exists()


def test_more_room_for_clauses_without_losing_what_was_written(house, client_for):
    page = client_for(house.dan).post(WELCOME, NEW | CLAUSE | {"plus": "1"})

    body = page.content.decode()
    assert page.status_code == 200
    assert 'name="clauses-4-effect"' in body
    assert "Tout reste en Europe." in body
