import pytest
from django.urls import reverse

from builders.clock import NOW
from builders.watch import a_turn, a_watch_item
from compliance.models import WatchDuty, WatchItem
from compliance.services import watch

LIST = reverse("compliance:watch_list")
FILLED = {
    "title": "Lignes directrices sur l’article 50",
    "kind": "legal",
    "source": "Commission européenne",
    "status": "guidance",
    "touches": "Art. 50",
    "due_on": "2026-12-15",
}


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


def test_the_dpo_records_a_change_and_names_its_reader(client_for, house):
    dan = client_for(house.dan)

    assert dan.post(reverse("compliance:watch_new"), {**FILLED, "reader": house.cho.pk}).status_code == 303
    page = dan.get(LIST).content.decode()
    assert FILLED["title"] in page and house.cho.full_name in page and "Orientation" in page


def test_what_is_missing_is_said(client_for, house):
    response = client_for(house.dan).post(reverse("compliance:watch_new"), {"title": "X"})

    assert response.status_code == 422
    assert "e-errsum" in response.content.decode()
    assert not WatchItem.objects.exists()


def test_the_reader_concludes_on_the_sheet(client_for, house):
    item = a_watch_item(house)
    ana = client_for(house.ana)

    assert ana.post(watch.address(item), {"conclusion": ""}).status_code == 422
    page = ana.post(watch.address(item), {"conclusion": "Revoir deux usages."}, follow=True).content.decode()
    assert "Revoir deux usages." in page


def test_the_dpo_gives_a_reading_to_somebody_else(client_for, house):
    item = a_watch_item(house)
    address = reverse("compliance:watch_reassign", args=[item.pk])

    assert (
        client_for(house.dan).post(address, {"reader": house.cho.pk, "due_on": "2026-12-20"}).status_code
        == 303
    )
    item.refresh_from_db()
    assert item.reader == house.cho
    refused = client_for(house.zoe).post(address, {"reader": house.zoe.pk, "due_on": "2026-12-20"})
    assert refused.status_code == 422
    assert "fixés par le DPO" in refused.content.decode()


def test_who_reads_today_and_next_week_stands_beside_the_list(client_for, house):
    page = client_for(house.ana).get(LIST).content.decode()
    assert page.count("personne") >= 2

    a_turn(house)
    page = client_for(house.ana).get(LIST).content.decode()
    assert "La semaine prochaine" in page and house.cho.full_name in page


def test_a_turn_is_handed_over_on_its_own_page(client_for, house):
    turn = a_turn(house)
    address = reverse("compliance:watch_hand_over", args=[turn.pk])

    assert house.cho.full_name in client_for(house.dan).get(address).content.decode()
    assert client_for(house.dan).post(address, {"person": house.ana.pk}).status_code == 303
    assert WatchDuty.objects.get().person == house.ana


def test_the_form_of_a_turn_proposes_the_next_free_week(client_for, house):
    turn = a_turn(house)

    form = client_for(house.dan).get(LIST).context["turn"]

    assert form["starts_on"].value() > turn.ends_on


def test_filters_narrow_the_list_and_its_export_alike(client_for, house):
    a_watch_item(house, title="=Droit")
    a_watch_item(house, title="Technique", kind="technical", status="unverified", reader=house.cho)
    dan = client_for(house.dan)

    def exported(**query):
        address = reverse("compliance:watch_export", args=["csv"])
        return dan.get(address, query).getvalue().decode()

    assert "Technique" in dan.get(LIST, {"nature": "technical"}).content.decode()
    assert "Droit" not in exported(nature="technical") and "Technique" in exported(nature="technical")
    assert "'=Droit" in exported(statut="provisional")
    assert "Technique" not in exported(vue="moi")


def test_the_list_reads_as_many_statements_with_more_items(client_for, house, assert_flat_queries):
    a_watch_item(house)
    ana = client_for(house.ana)

    assert_flat_queries(
        get=lambda: ana.get(LIST),
        add_rows=lambda: [a_watch_item(house, title=f"Texte {number}") for number in range(5)],
    )


def test_an_unknown_item_or_turn_is_not_found(client_for, house):
    dan = client_for(house.dan)

    assert dan.get(reverse("compliance:watch_sheet", args=[999])).status_code == 404
    assert dan.post(reverse("compliance:watch_reassign", args=[999])).status_code == 404
    assert dan.get(reverse("compliance:watch_hand_over", args=[999])).status_code == 404
