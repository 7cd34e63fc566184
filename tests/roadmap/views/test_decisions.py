"""The register of decisions on screen."""

import pytest
from django.urls import reverse

from builders.clock import TODAY
from roadmap.models import Decision
from roadmap.services import decisions, plan

pytestmark = pytest.mark.django_db
LIST = "/decisions/"


@pytest.fixture(autouse=True)
def loaded(house):
    plan.load(TODAY)


def test_staff_read_every_question(client_for, house):
    text = client_for(house.ana).get(LIST).content.decode()

    assert "101 questions" in text
    assert "accepter la diversité" in text


def test_filters_narrow_the_list_and_count(client_for, house):
    page = client_for(house.ana).get(LIST, {"theme": "5", "etat": "open"})

    assert page.context["total"] == 8
    assert {row.theme.number for row in page.context["page"]} == {5}


@pytest.mark.parametrize(("query", "found"), [("multi-cloud", 1), ("02.Q2", 1), ("xyzzy", 0)])
def test_search_finds_words_and_references(client_for, house, query, found):
    assert client_for(house.ana).get(LIST, {"q": query}).context["total"] == found


def test_nothing_found_offers_the_way_back(client_for, house):
    assert "Tout effacer" in client_for(house.ana).get(LIST, {"q": "xyzzy"}).content.decode()


def test_htmx_gets_the_results_alone(client_for, house):
    part = client_for(house.ana).get(LIST, {"theme": "5"}, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in part
    assert "8 questions" in part


def test_the_list_asks_the_database_as_often_whatever_its_length(client_for, house, assert_flat_queries):
    client, theme = client_for(house.ana), Decision.objects.get(ref="01.Q1").theme

    def more():
        for number in range(10):
            decisions.open_question(ref=f"99.Q{number}", theme=theme, question="?", by=plan.LOADER)

    assert_flat_queries(get=lambda: client.get(LIST, {"theme": "1"}), add_rows=more)


def test_direction_decides_on_the_sheet(client_for, house):
    client = client_for(house.lea)
    response = client.post(
        "/decisions/12.Q1/trancher/", {"text": "Oui.", "review_on": "2027-06-01"}, follow=True
    )

    assert response.redirect_chain[-1] == (reverse("roadmap:decision_sheet", args=["12.Q1"]), 303)
    assert "Tranchée par Léa Lambert" in response.content.decode()


def test_an_empty_decision_is_shown_again_with_what_is_wrong(client_for, house):
    response = client_for(house.lea).post("/decisions/12.Q1/trancher/", {"text": ""})

    assert response.status_code == 422
    assert Decision.objects.get(ref="12.Q1").state == "open"


def test_whoever_came_second_reads_that_it_is_decided(client_for, house):
    decisions.decide(Decision.objects.get(ref="12.Q1"), text="Oui.", by=house.lea, today=TODAY)
    response = client_for(house.lea).post("/decisions/12.Q1/trancher/", {"text": "Non."})

    assert response.status_code == 422
    assert Decision.objects.get(ref="12.Q1").decision == "Oui."


def test_direction_takes_a_question_up_again(client_for, house):
    response = client_for(house.lea).post(
        "/decisions/02.Q2/reprendre/", {"reason": "Trop d’outils."}, follow=True
    )

    assert "À trancher" in response.content.decode()


def test_staff_see_who_decides_instead_of_a_form(client_for, house):
    text = client_for(house.ana).get("/decisions/12.Q1/").content.decode()

    assert "La direction tranche" in text
    assert "/trancher/" not in text


def test_an_unknown_reference_is_a_404(client_for, house):
    assert client_for(house.ana).get("/decisions/99.Q9/").status_code == 404


def test_the_register_downloads_as_a_spreadsheet(client_for, house):
    response = client_for(house.ana).get("/decisions/export.csv", {"theme": "2"})
    lines = response.content.decode("utf-8-sig").splitlines()

    assert response["Content-Type"].startswith("text/csv")
    assert (len(lines), lines[0].split(";")[0]) == (7, "Référence")


def test_direction_prepares_a_question_with_an_owner_and_a_day(client_for, house):
    client = client_for(house.lea)
    sent = {"owner": house.cho.pk, "due_on": "2026-12-04", "options": "Oui\nNon\n", "evidence": ""}
    response = client.post("/decisions/12.Q1/preparer/", sent, follow=True)

    assert response.redirect_chain[-1][1] == 303
    question = Decision.objects.get(ref="12.Q1")
    assert (question.owner, question.options) == (house.cho, ["Oui", "Non"])
    found = client.get(LIST, {"responsable": house.cho.pk, "tri": "echeance"})
    assert [row.ref for row in found.context["page"]] == ["12.Q1"]
    assert client_for(house.ana).get("/decisions/12.Q1/preparer/").status_code == 403


def test_what_is_past_its_day_is_a_view_of_the_register(client_for, house):
    client = client_for(house.lea)
    client.post("/decisions/12.Q1/preparer/", {"due_on": "2020-01-01"})

    assert [row.ref for row in client.get(LIST, {"vue": "retard"}).context["page"]] == ["12.Q1"]


def test_a_decision_is_replaced_on_its_sheet(client_for, house):
    client = client_for(house.lea)
    assert client.post("/decisions/02.Q2/remplacer/", {"question": ""}).status_code == 422
    response = client.post(
        "/decisions/02.Q2/remplacer/", {"question": "Et demain ?", "reason": "Un an."}, follow=True
    )

    assert response.redirect_chain[-1] == (reverse("roadmap:decision_sheet", args=["02.Q2a"]), 303)
    assert "Cette décision est remplacée par" in client.get("/decisions/02.Q2/").content.decode()
