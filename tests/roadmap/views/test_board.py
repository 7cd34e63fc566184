"""The road map on screen."""

from datetime import timedelta

import pytest

from builders.clock import TODAY
from roadmap.models import Decision, Theme
from roadmap.services import items, plan

pytestmark = pytest.mark.django_db


def _add(house, number: int):
    return items.add(
        title=f"Travail {number}", theme=Theme.objects.get(number=5), phase="pilot", horizon_months=6,
        starts_on=TODAY, ends_on=TODAY + timedelta(days=9), owner=house.cho,
        decision=Decision.objects.get(ref="05.Q2"), by=house.lea,
    )  # fmt: skip


def test_an_empty_road_map_says_what_will_appear_here(client_for, house):
    text = client_for(house.ana).get("/feuille-de-route/").content.decode()

    assert "Aucun chantier pour l’instant" in text
    assert "Le plan n’est pas encore chargé" in text


def test_the_four_phases_show_even_when_one_alone_has_work(client_for, house):
    plan.load(TODAY)
    _add(house, 1)
    text = client_for(house.ana).get("/feuille-de-route/").content.decode()

    assert all(name in text for name in ("Cadrer", "Piloter", "Déployer", "Généraliser"))


def test_an_item_shows_its_owner_and_the_decision_it_waits_for(client_for, house):
    plan.load(TODAY)
    _add(house, 1)
    text = client_for(house.ana).get("/feuille-de-route/").content.decode()

    assert "Travail 1" in text and "Cho Chan" in text and "attend la décision 05.Q2" in text


def test_the_board_asks_the_database_as_often_whatever_its_length(client_for, house, assert_flat_queries):
    plan.load(TODAY)
    _add(house, 0)
    client = client_for(house.ana)

    assert_flat_queries(
        get=lambda: client.get("/feuille-de-route/"), add_rows=lambda: [_add(house, n) for n in range(1, 9)]
    )


def test_filters_narrow_the_drawing_and_htmx_gets_it_alone(client_for, house):
    plan.load(TODAY)
    _add(house, 1)
    client = client_for(house.ana)

    part = client.get("/feuille-de-route/", {"phase": "frame"}, headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()
    assert "Aucun chantier ne correspond" in part.content.decode()
    assert "Travail 1" in client.get("/feuille-de-route/", {"theme": "5", "horizon": "6"}).content.decode()


def test_the_decision_that_work_waits_for_is_asked_of_the_leadership(client_for, house):
    plan.load(TODAY)
    _add(house, 1)
    page = client_for(house.ana).get("/feuille-de-route/")

    assert [(row.ref, row.blocked) for row in page.context["asked"]] == [("05.Q2", 1)]
    assert "1 chantier l’attend" in page.content.decode()


def test_costs_are_for_those_who_may_see_them(client_for, house):
    def names(user):
        return [figure.name for figure in client_for(user).get("/feuille-de-route/").context["figures"]]

    assert "Engagé par an" in names(house.lea)
    assert "Engagé par an" not in names(house.ana)


def test_no_figure_tells_of_fewer_than_five_people(client_for, house):
    figure = client_for(house.lea).get("/feuille-de-route/").context["figures"][0]

    assert (figure.name, figure.value) == ("Personnes actives", "–")


def test_the_last_update_is_read_from_the_trail(client_for, house):
    plan.load(TODAY)
    _add(house, 1)

    assert "par Léa Lambert" in client_for(house.ana).get("/feuille-de-route/").content.decode()


def test_a_theme_shows_its_constraints_questions_and_work(client_for, house):
    plan.load(TODAY)
    _add(house, 1)
    text = client_for(house.ana).get("/themes/gouvernance-des-donnees/").content.decode()

    assert all(words in text for words in ("05.C1", "05.Q1", "Travail 1", "8 questions à trancher"))
    assert client_for(house.ana).get("/themes/inconnu/").status_code == 404
