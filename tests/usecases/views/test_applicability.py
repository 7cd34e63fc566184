import pytest
from django.urls import reverse

from builders.clock import NOW
from builders.usecases import a_use_case
from usecases.applicability_words import Regime
from usecases.models import ApplicabilitySheet

FILLED = {f"{regime.value}_applies": "yes" for regime in Regime} | {
    f"{regime.value}_reason": "Parce que." for regime in Regime
}


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def use_case(house):
    return a_use_case(house, "high_risk", project=house.project)


@pytest.fixture
def address(use_case):
    return reverse("usecases:usecase_applicability", args=[use_case.slug])


def test_the_dpo_signs_beside_what_the_register_tells(client_for, house, address):
    dan = client_for(house.dan)
    page = dan.get(address).content.decode()
    assert "Haut risque" in page and "Secteur" in page and "Profilage de personnes" in page
    assert " checked" not in page

    signed = dan.post(address, FILLED, follow=True).content.decode()
    assert "Fiche signée, version 1" in signed and house.dan.full_name in signed


def test_a_line_without_its_reason_is_not_signed(client_for, house, address):
    response = client_for(house.dan).post(address, {**FILLED, "gdpr_reason": ""})

    assert response.status_code == 422
    assert not ApplicabilitySheet.objects.exists()


def test_others_read_and_are_told_who_signs(client_for, house, address):
    assert "Signer la fiche" not in client_for(house.ana).get(address).content.decode()

    response = client_for(house.ana).post(address, FILLED)
    assert response.status_code == 422
    assert "signée par le DPO" in response.content.decode()


def test_a_client_has_a_sheet_reached_from_its_own(client_for, house):
    dan = client_for(house.dan)
    address = reverse("usecases:client_applicability", args=[house.client.slug])

    assert address in dan.get(reverse("people:client_sheet", args=[house.client.slug])).content.decode()
    assert dan.post(address, FILLED).status_code == 303
    assert ApplicabilitySheet.objects.get().client == house.client
    assert client_for(house.zoe).get(address).status_code == 404
