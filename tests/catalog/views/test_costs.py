from datetime import date

import pytest
from django.urls import reverse

from builders.catalog import another_tool, seat_plan
from builders.clock import TODAY
from catalog.services import costs, seats

URL = "/licences/"
NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)


@pytest.fixture
def billed(house):
    for month, amount in ((OCTOBER, 3800), (NOVEMBER, 5700)):
        costs.record(
            house.vendor, month=month, kind="billed", amount_minor=amount, currency="EUR", source="facture"
        )
    costs.record(
        house.vendor, month=NOVEMBER, kind="consumed", amount_minor=123456, currency="EUR", source="api"
    )
    return house


@pytest.mark.parametrize(
    ("name", "status"),
    [("ana", 403), ("cho", 403), ("ida", 200), ("dan", 403), ("lea", 200), ("adi", 403), ("fin", 200)],
)
def test_costs_are_for_finance_direction_and_licences(house, client_for, name, status):
    assert client_for(getattr(house, name)).get(URL).status_code == status


def test_the_three_figures_stand_apart(billed, client_for):
    response = client_for(billed.fin).get(URL)

    figures = dict(response.context["figures"])
    assert figures["Facturé"] == ["57\xa0€"]
    assert figures["Consommé"] == ["1\xa0234,56\xa0€"]
    assert figures["Engagé"] == []
    assert "1\xa0291" not in response.content.decode()  # their sum, which means nothing


def test_another_month_can_be_opened(billed, client_for):
    page = client_for(billed.fin).get(URL, {"mois": "2026-10"}).content.decode()

    assert "octobre\xa02026" in page
    assert "38\xa0€" in page


def test_an_unknown_month_opens_the_newest(billed, client_for):
    assert client_for(billed.fin).get(URL, {"mois": "nope"}).context["month"] == NOVEMBER


def test_without_a_reading_nothing_is_invented(house, client_for):
    page = client_for(house.fin).get(URL).content.decode()

    assert "Aucun coût relevé" in page
    assert "Copilot Business" in page


def test_seats_are_shown_against_their_ceiling(house, client_for):
    seats.assign(house.subscription, to=house.ana, by=house.ida, today=TODAY)

    page = client_for(house.fin).get(URL).content.decode()

    assert "Copilot Business\xa0: 1 sièges attribués sur 2" in page
    assert "Ana Alvarez" not in page


def test_only_licences_are_offered_the_ceiling(house, client_for):
    link = reverse("catalog:subscription_ceiling", args=[house.subscription.pk])

    assert link in client_for(house.ida).get(URL).content.decode()
    assert link not in client_for(house.fin).get(URL).content.decode()
    assert client_for(house.fin).get(link).status_code == 403


def test_a_ceiling_is_changed_by_the_form(house, client_for):
    link = reverse("catalog:subscription_ceiling", args=[house.subscription.pk])

    response = client_for(house.ida).post(link, {"ceiling": "7"})

    assert (response.status_code, response["Location"]) == (303, URL)
    house.subscription.refresh_from_db()
    assert house.subscription.seat_ceiling == 7


def test_a_ceiling_below_the_seats_held_comes_back(house, client_for):
    seats.assign(house.subscription, to=house.ana, by=house.ida, today=TODAY)

    response = client_for(house.ida).post(
        reverse("catalog:subscription_ceiling", args=[house.subscription.pk]), {"ceiling": "0"}
    )

    assert response.status_code == 422
    assert "reprenez-en d’abord" in response.content.decode()


def test_a_subscription_is_added_by_the_form(house, client_for):
    plan = another_tool(house, "Claude")

    response = client_for(house.ida).post(
        reverse("catalog:subscription_new", args=[plan.slug]),
        {
            "label": "Claude 2026",
            "seat_ceiling": "",
            "amount": "25",
            "currency": "USD",
            "period": "month",
            "starts_on": "2026-01-01",
        },
    )

    assert response.status_code == 303
    line = plan.subscriptions.get()
    assert (line.label, line.seat_ceiling, line.price_minor, line.currency) == (
        "Claude 2026",
        None,
        2500,
        "USD",
    )


def test_queries_do_not_grow_with_subscriptions(billed, client_for, assert_flat_queries):
    client = client_for(billed.fin)
    numbers = iter(range(1000))

    def add_rows():
        for _ in range(4):
            seat_plan(billed, billed.plan, label=f"Ligne {next(numbers)}")

    assert_flat_queries(get=lambda: client.get(URL), add_rows=add_rows)
