import re

import pytest
from django.urls import reverse

from builders import compliance as build

URL = "/puis-je-envoyer/"
ASKED = {"level": "client_confidential", "plan": "copilot-business"}


@pytest.fixture
def ready(house):
    """The house's plan and client: only the asker's own ticks are missing."""
    build.prove(house, house.plan, *build.CLASS_T1, "bounded_retention")
    build.accept_ai(house)
    build.consent_to(house, house.plan)
    return house


def title(response):
    return re.search(r'e-answer-title">([^<]*)<', response.content.decode())[1]


def test_the_empty_page_asks_and_shows_the_rules(house, client_for):
    response = client_for(house.ana).get(URL)

    page = response.content.decode()
    assert response.status_code == 200
    assert "Secrets et moyens d’accès" in page
    assert "Règles pour les données d’Etech" in page
    assert "e-answer-title" not in page


def test_it_answers_without_script_and_as_a_fragment(house, client_for):
    web = client_for(house.ana)
    build.prove(house, house.plan, *build.CLASS_T1)
    asked = {"level": "internal", "plan": "copilot-business"}

    page, part = web.get(URL, asked), web.get(URL, asked, headers={"HX-Request": "true"})

    assert title(page) == title(part) == "Oui"
    assert "<html" in page.content.decode()
    assert "<html" not in part.content.decode()
    assert part["Vary"].count("HX-Request") == 1


def test_several_levels_take_the_strictest(house, client_for):
    build.prove(house, house.plan, *build.CLASS_T1)

    response = client_for(house.ana).get(URL, {"level": ["public", "secret"], "plan": "copilot-business"})

    assert title(response) == "Non"
    assert "Retirer «\u00a0Secrets et moyens d’accès\u00a0»" in response.content.decode()


def test_boxes_for_this_sending_turn_the_answer_to_yes(ready, client_for):
    web, asked = client_for(ready.ana), ASKED | {"client": ready.client.slug}

    assert title(web.get(URL, asked)) == "Oui, sous 2 conditions"
    assert title(web.get(URL, asked | {"attest": ["secrets_scan"]})) == "Oui, sous une condition"
    assert title(web.get(URL, asked | {"attest": ["secrets_scan", "licence_ok"]})) == "Oui"


def test_ticks_given_for_another_question_do_not_count(ready, client_for):
    web, asked = client_for(ready.ana), ASKED | {"client": ready.client.slug}
    ticks = {"attest": ["secrets_scan", "licence_ok"]}
    page = web.get(URL, asked).content.decode()
    meant = re.search(r'name="attest_for" value="([^"]*)"', page)[1]

    assert title(web.get(URL, asked | ticks | {"attest_for": meant})) == "Oui"
    assert title(web.get(URL, asked | ticks | {"attest_for": "internal|x||"})) == "Oui, sous 2 conditions"


def test_a_no_names_who_can_help_and_what_else_would_do(house, client_for):
    build.prove(house, house.plan, *build.CLASS_T1)
    build.plan_of_class(house, "Ollama", *build.CLASS_T4)

    page = (
        client_for(house.ana).get(URL, {"level": "confidential", "plan": "copilot-business"}).content.decode()
    )

    assert "Ida Isnard, responsable de l’outil" in page
    assert "Utiliser Ollama – Standard" in page


def test_the_choices_hold_only_visible_clients_and_projects(house, client_for):
    mine, hers = client_for(house.ana).get(URL), client_for(house.zoe).get(URL)

    assert "Banque Alpha" in mine.content.decode()
    assert "Alpha" not in hers.content.decode()
    assert "Rail Oméga" not in mine.content.decode()


@pytest.mark.parametrize("field", ["client", "project"])
def test_an_invisible_client_answers_like_an_unknown_one(ready, client_for, field):
    web, hidden = client_for(ready.zoe), {"client": ready.client.slug, "project": ready.project.slug}[field]

    unknown, invisible = (web.get(URL, ASKED | {field: slug}) for slug in ("personne", hidden))

    assert unknown.status_code == invisible.status_code == 422
    assert _without_addresses(unknown) == _without_addresses(invisible)
    assert "Alpha" not in invisible.content.decode()


def test_a_project_of_another_client_is_an_error_of_the_form(house, client_for):
    asked = ASKED | {"client": house.other_client.slug, "project": house.project.slug}

    response = client_for(house.dan).get(URL, asked)

    assert response.status_code == 422
    assert "pas de ce client" in response.content.decode()


def test_the_matrix_of_an_invisible_client_is_the_404_of_an_unknown_one(house, client_for):
    web, url = client_for(house.zoe), reverse("compliance:data_matrix")

    assert web.get(url, {"client": house.client.slug}).status_code == 404
    assert web.get(url, {"client": "personne"}).status_code == 404
    assert client_for(house.ana).get(url, {"client": house.client.slug}).status_code == 200


def test_passages_are_quoted_to_members_only(ready, client_for):
    build.add_clause(ready, "no_training", passage="Jamais pour entraîner.")
    asked = ASKED | {"client": ready.client.slug}

    assert "Jamais pour entraîner." in client_for(ready.ana).get(URL, asked).content.decode()
    assert "Jamais pour entraîner." in client_for(ready.dan).get(URL, asked).content.decode()
    assert "Jamais pour entraîner." not in client_for(ready.ida).get(URL, asked).content.decode()


def test_queries_do_not_grow_with_plans(house, client_for, assert_flat_queries):
    web = client_for(house.dan)
    names = iter(f"Outil {n}" for n in range(20))

    def add():
        for _ in range(5):
            build.plan_of_class(house, next(names), *build.CLASS_T1)

    assert_flat_queries(
        get=lambda: web.get(URL, {"level": "personal", "plan": "copilot-business"}), add_rows=add
    )


def test_the_panel_is_a_fragment_for_the_tools_page(house, client_for):
    url = reverse("compliance:tool_data_panel", args=[house.tool.slug])

    part = client_for(house.ana).get(url, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert part.count('<tr role="row">') == 8


def _without_addresses(response):
    """The page without what repeats the address asked (language and theme switches)."""
    return re.sub(
        r'(value|href)="[^"]*(\?|%3F|next=)[^"]*"|csrf[^>]*>|CSRFToken[^>]*>', "", response.content.decode()
    )


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"level": "internal", "plan": "nulle-part"}, "Outil inconnu"),
        ({"plan": "copilot-business"}, "Cochez au moins un niveau"),
        ({"level": "internal", "plan": "copilot-business", "client": "personne"}, "Client inconnu"),
    ],
)
def test_one_thing_that_is_unknown_is_said_in_a_sentence(client_for, house, asked, why):
    plan = asked["plan"].replace("copilot-business", house.plan.slug)
    page = client_for(house.ana).get("/puis-je-envoyer/", {**asked, "plan": plan})

    assert page.status_code == 422
    assert why in page.content.decode()
