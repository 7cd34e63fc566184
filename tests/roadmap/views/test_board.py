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


def test_the_four_phases_show_even_when_empty(client_for, house):
    text = client_for(house.ana).get("/feuille-de-route/").content.decode()

    assert all(name in text for name in ("Cadrer", "Piloter", "Déployer", "Généraliser"))


def test_an_item_shows_its_owner_and_the_decision_it_waits_for(client_for, house):
    plan.load(TODAY)
    _add(house, 1)
    text = client_for(house.ana).get("/feuille-de-route/").content.decode()

    assert "Travail 1" in text and "Cho Chan" in text and "attend 05.Q2" in text


def test_the_board_asks_the_database_as_often_whatever_its_length(client_for, house, assert_flat_queries):
    plan.load(TODAY)
    _add(house, 0)
    client = client_for(house.ana)

    assert_flat_queries(
        get=lambda: client.get("/feuille-de-route/"), add_rows=lambda: [_add(house, n) for n in range(1, 9)]
    )
