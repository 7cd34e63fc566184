from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from compliance.models import Receipt

KEEP = "/puis-je-envoyer/recus/"


@pytest.fixture
def receipt(house, client_for):
    client_for(house.ana).post(
        KEEP, {"level": "internal", "plan": house.plan.slug, "project": house.project.slug}
    )
    return Receipt.objects.get()


def address(receipt):
    return reverse("compliance:receipt_sheet", args=[receipt.token])


def test_the_answer_offers_a_receipt_that_repeats_the_question(house, client_for):
    page = client_for(house.ana).get("/puis-je-envoyer/", {"level": "internal", "plan": house.plan.slug})

    body = page.content.decode()
    assert "Garder un reçu" in body
    assert f'<input type="hidden" name="plan" value="{house.plan.slug}">' in body


def test_a_colleague_of_the_project_reads_it(house, client_for, receipt):
    page = client_for(house.cho).get(address(receipt))

    assert page.status_code == 200
    assert house.ana.full_name in page.content.decode()
    assert "La même question reçoit la même réponse" in page.content.decode()


def test_who_may_not_know_the_client_gets_the_404_of_an_unknown_receipt(house, client_for, receipt):
    web = client_for(house.zoe)

    assert web.get(address(receipt)).status_code == 404
    assert web.get(reverse("compliance:receipt_sheet", args=["inconnu"])).status_code == 404


def test_after_its_day_a_receipt_is_gone_and_offers_the_question_again(house, client_for, receipt):
    Receipt.objects.update(expires_at=timezone.now() - timedelta(minutes=1))

    page = client_for(house.ana).get(address(receipt))

    assert page.status_code == 410
    assert "Ce reçu a expiré" in page.content.decode()
    assert "level=internal" in page.content.decode()


def test_an_answer_that_changed_is_said(house, client_for, receipt):
    Receipt.objects.update(result="forbidden")

    assert "La réponse a changé depuis" in client_for(house.ana).get(address(receipt)).content.decode()


@pytest.mark.parametrize("posted", [{}, {"level": "rien", "plan": "nul"}, {"level": "internal"}])
def test_a_question_that_cannot_be_read_keeps_nothing(house, client_for, posted):
    page = client_for(house.ana).post(KEEP, posted)

    assert page.status_code == 422
    assert not Receipt.objects.exists()
