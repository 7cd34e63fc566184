import pytest
from django.urls import reverse

from builders.usecases import a_use_case, declared
from etech_ai.audit.models import Event

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}


def address(use_case):
    return reverse("usecases:usecase_whatif", args=[use_case.slug])


def test_the_sheet_asks_for_what_would_change_its_result(house, client_for):
    use_case = a_use_case(house)

    page = client_for(house.ana).get(reverse("usecases:usecase_sheet", args=[use_case.slug]))

    assert f'hx-get="{address(use_case)}"' in page.content.decode()


def test_two_tiers_are_told_with_the_answers_that_lead_there(house, client_for):
    use_case = a_use_case(house, "high_risk")

    page = client_for(house.ana).get(address(use_case), **HTMX)

    body = page.content.decode()
    assert body.count('<ul class="e-ticks">') == 2
    assert "<html" not in body
    assert "si la réponse était" in body
    assert "Art. 5" in body


def test_a_use_without_a_classification_says_what_to_do_first(house, client_for):
    use_case = declared(house)

    assert "Concluez d’abord" in client_for(house.ana).get(address(use_case)).content.decode()


def test_looking_writes_nothing(house, client_for):
    use_case = a_use_case(house)
    before = Event.objects.count()

    client_for(house.ana).get(address(use_case))

    assert Event.objects.count() == before
