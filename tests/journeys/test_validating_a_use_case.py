"""Above minimal: asked for, an opinion of the DPO with conditions, read by all; and what undoes it."""

import pytest
from django.urls import reverse

from approvals.services import requests
from approvals.workflow import Kind, Move
from builders.api import Caller
from builders.clock import NOW, TODAY
from builders.dossiers import a_queued_dossier
from builders.requests import current, sent
from builders.usecases import ANSWERS, a_use_case, answer_all
from compliance.services.dossiers import cover_of
from etech_ai.verdicts import Refused
from people.models import Notification
from usecases import dossier
from usecases.services import classification, usecases

CONDITION = "Aucun tri sans relecture humaine."


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def use_case(house):
    return a_use_case(house, "high_risk", title="Présélection de CV")


def _decide(request, person, *, move=Move.APPROVE, **said):
    requests.decide(current(request), by=person, move=move, now=NOW, **said)


def _validated(house, use_case):
    request = sent(house, Kind.USE_CASE, use_case=use_case)
    _decide(request, house.dan, conditions=CONDITION)
    _decide(request, house.lea)
    use_case.refresh_from_db()
    return use_case


def _sheet(client, use_case):
    return client.get(reverse("usecases:usecase_sheet", args=[use_case.slug])).content.decode()


def _panel(client, use_case):
    address = reverse("approvals:usecase_validation", args=[use_case.slug])
    return client.get(address, HTTP_HX_REQUEST="true").content.decode()


def _what_each_surface_says(house, client, use_case):
    """List, filter, export, API and dossier."""
    listed = client.get(reverse("usecases:usecase_list")).content.decode()
    filtered = client.get(reverse("usecases:usecase_list"), {"etat": "validated"}).context["rows"]
    exported = client.get(reverse("usecases:usecase_export", args=["csv"])).getvalue().decode()
    told = Caller(house.ana).get(f"use-cases/{use_case.reference}/").json()
    content = dossier.compose(use_case, cover_of(a_queued_dossier(house, use_case), NOW))
    return listed, filtered, exported, told, content


def test_the_sheet_says_who_decides_until_when_then_under_which_conditions(house, client_for, use_case):
    ana = client_for(house.ana)
    assert "En attente de l’avis du DPO" in _sheet(ana, use_case)
    assert "Aucune validation n’a été demandée" in _panel(ana, use_case)

    request = sent(house, Kind.USE_CASE, use_case=use_case)
    waiting = _panel(ana, use_case)
    assert request.reference in waiting and str(house.dan) in waiting and "avant le" in waiting
    assert "Demander la validation" not in waiting

    _decide(request, house.dan, conditions=CONDITION)
    _decide(request, house.lea)
    page = _sheet(client_for(house.zoe), use_case)
    assert "avec ces conditions" in page and CONDITION in page
    assert "En attente de l’avis du DPO" not in page


def test_a_validation_is_told_the_same_everywhere(house, client_for, use_case):
    _validated(house, use_case)

    listed, filtered, exported, told, content = _what_each_surface_says(
        house, client_for(house.ana), use_case
    )
    assert "Validé" in listed and len(filtered) == 1
    assert CONDITION in exported
    assert (told["status"], told["decision_note"]) == ("validated", CONDITION)
    assert content.facts["use_case"]["status"] == "validated"


def test_a_validation_no_longer_counts_once_the_purpose_changed(house, client_for, use_case):
    _validated(house, use_case)
    usecases.edit(use_case, by=house.ana, today=TODAY, purpose="Classer les salariés.")
    use_case.refresh_from_db()

    client = client_for(house.ana)
    listed, filtered, exported, told, content = _what_each_surface_says(house, client, use_case)
    assert "Validation caduque" in listed and filtered == []
    assert "Validation caduque" in exported and "La finalité ou les données ont changé" in exported
    assert (told["status"], told["to_review"]) == ("lapsed", ["purpose"])
    assert Caller(house.ana).rows("use-cases/", status="validated") == []
    assert len(Caller(house.ana).rows("use-cases/", status="lapsed")) == 1
    assert content.facts["use_case"]["status"] == "lapsed"
    assert "La validation ne vaut plus" in content.chapters[0].warning
    assert "La validation ne vaut plus" in _sheet(client, use_case)


def test_a_refusal_stands_on_the_sheet_with_its_reason_until_the_use_is_classified_again(
    house, client_for, use_case
):
    request = sent(house, Kind.USE_CASE, use_case=use_case)
    _decide(request, house.dan, move=Move.REFUSE, message="Le CSE n’est pas informé.")

    page = _sheet(client_for(house.zoe), use_case)
    assert "Validation refusée le" in page and "Le CSE n’est pas informé." in page
    assert sent(house, Kind.USE_CASE, use_case=use_case).is_open


def test_an_approval_given_for_a_lighter_result_does_not_carry_over_to_a_heavier_one(house, use_case):
    light = a_use_case(house, title="Complétion")
    request = sent(house, Kind.USE_CASE, use_case=light)
    answer_all(light, ANSWERS["high_risk"])
    classification.conclude(light, by=house.ana, now=NOW)

    with pytest.raises(Refused, match="avis du DPO"):
        _decide(request, house.cho)
    light.refresh_from_db()
    assert light.status == "classified"


def test_a_prohibited_use_is_blocked_has_nothing_to_ask_and_alerts(house, client_for):
    use_case = a_use_case(house, "prohibited", title="Émotions")

    page = _sheet(client_for(house.ana), use_case)
    assert "Bloqué" in page and "Demander la validation" not in page
    told = set(Notification.objects.filter(event="use_case.prohibited").values_list("user__email", flat=True))
    assert {house.cho.email, house.dan.email} <= told
    with pytest.raises(Refused):
        sent(house, Kind.USE_CASE, use_case=use_case)
    assert Caller(house.ana).get(f"use-cases/{use_case.reference}/").json()["status"] == "blocked"
