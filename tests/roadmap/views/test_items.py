"""The sheet of a piece of work, and what the direction changes there, without any script."""

from datetime import timedelta

import pytest
from django.urls import reverse

from builders.clock import TODAY
from roadmap.models import Decision, Dependency, RoadmapItem, Theme
from roadmap.services import items, plan

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def loaded(house):
    plan.load(TODAY)


def _add(house, title: str, **more) -> RoadmapItem:
    return items.add(
        title=title, theme=Theme.objects.get(number=5), phase="pilot", horizon_months=6, starts_on=TODAY,
        ends_on=TODAY + timedelta(days=9), by=house.lea, **more,
    )  # fmt: skip


def _sent(**more):
    return {
        "title": "Charte", "theme": Theme.objects.get(number=5).pk, "phase": "frame", "horizon_months": "3",
        "starts_on": "2026-12-01", "ends_on": "2027-01-31", "effort_days": "5", **more,
    }  # fmt: skip


def test_direction_adds_edits_moves_and_ends_a_piece_of_work(client_for, house):
    client = client_for(house.lea)
    added = client.post("/feuille-de-route/nouveau/", _sent(), follow=True)
    item = RoadmapItem.objects.get()
    sheet = reverse("roadmap:item_sheet", args=[item.pk])
    assert added.redirect_chain == [(sheet, 303)]

    for verb, sent in (
        ("modifier", _sent(title="Charte IA")), ("decaler", {"months": "1"}), ("etat", {"state": "running"}),
    ):  # fmt: skip
        assert client.post(f"{sheet}{verb}/", sent).status_code == 303
    item.refresh_from_db()
    assert (item.title, item.state, f"{item.starts_on} {item.ends_on}") == (
        "Charte IA", "running", "2027-01-01 2027-02-28",
    )  # fmt: skip
    text = client.get(sheet).content.decode()
    assert all(deed in text for deed in ("a ajouté un chantier", "a décalé un chantier", "a changé l’état"))


def test_dropping_without_a_reason_shows_the_sheet_again(client_for, house):
    item = _add(house, "A")
    response = client_for(house.lea).post(f"/feuille-de-route/{item.pk}/etat/", {"state": "dropped"})

    assert response.status_code == 422
    assert "Dites pourquoi ce chantier est abandonné" in response.content.decode()


def test_dates_the_wrong_way_round_come_back_with_what_was_typed(client_for, house):
    response = client_for(house.lea).post("/feuille-de-route/nouveau/", _sent(ends_on="2026-11-01"))

    assert response.status_code == 422
    assert "La fin précède le début" in response.content.decode()
    assert 'value="Charte"' in response.content.decode()


def test_a_dependency_is_added_and_lifted_and_a_circle_is_named(client_for, house):
    first, second, client = _add(house, "Un"), _add(house, "Deux"), client_for(house.lea)
    assert client.post(f"/feuille-de-route/{second.pk}/dependances/", {"on": first.pk}).status_code == 303
    refused = client.post(f"/feuille-de-route/{first.pk}/dependances/", {"on": second.pk})
    assert refused.status_code == 422
    assert "Un → Deux → Un" in refused.content.decode()

    link = Dependency.objects.get()
    lift = reverse("roadmap:item_free", args=[second.pk, link.pk])
    assert client.post(reverse("roadmap:item_free", args=[first.pk, link.pk])).status_code == 404
    assert client.post(lift).status_code == 303
    assert client.post(lift).status_code == 422


def test_an_item_that_waits_for_an_open_decision_is_shown_blocked(client_for, house):
    item = _add(house, "A", decision=Decision.objects.get(ref="05.Q2"))
    text = client_for(house.ana).get(f"/feuille-de-route/{item.pk}/").content.decode()

    assert "Bloqué" in text and "Attend la décision 05.Q2" in text


def test_staff_read_and_change_nothing(client_for, house):
    item, client = _add(house, "A"), client_for(house.ana)
    text = client.get(f"/feuille-de-route/{item.pk}/").content.decode()

    assert "La direction tient la feuille de route" in text
    assert "/etat/" not in text
    assert client.post(f"/feuille-de-route/{item.pk}/etat/", {"state": "done"}).status_code == 403
    assert client.get("/feuille-de-route/999999/").status_code == 404
