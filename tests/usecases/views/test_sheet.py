import pytest
from django.urls import reverse

from builders.clock import TODAY
from builders.usecases import ANSWERS, a_use_case, answer_all, declared
from usecases.models import ObligationState
from usecases.services import obligations, usecases

LITERACY = "ob_art4_literacy"


def _sheet(use_case):
    return reverse("usecases:usecase_sheet", args=[use_case.slug])


def _page(client, use_case):
    response = client.get(_sheet(use_case))
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def ana(client_for, house):
    return client_for(house.ana)


@pytest.mark.parametrize("outcome", list(ANSWERS))
def test_every_outcome_has_its_sheet(ana, house, outcome):
    page = _page(ana, a_use_case(house, outcome, plans=[house.plan], project=house.project))

    assert page.count("<h1") == 1
    assert "UC-001" in page


def test_a_high_risk_sheet_names_articles_dates_evidence_and_our_role(ana, house):
    page = _page(ana, a_use_case(house, "high_risk"))

    assert "Annexe III" in page
    assert "à partir du 2 décembre 2027" in page
    assert "depuis le 2 février 2025" in page
    assert "Charte IA diffusée et acceptée" in page
    assert "Nous sommes déployeur" in page


def test_a_prohibited_sheet_says_that_the_use_must_stop(ana, house):
    page = _page(ana, a_use_case(house, "prohibited"))

    assert "Cet usage est interdit." in page
    assert "Demander la validation" not in page


def test_an_open_questionnaire_shows_what_is_pending_and_who_helps(ana, house):
    page = _page(ana, a_use_case(house, "undetermined"))

    assert "À compléter" in page
    assert "réponse\u00a0: je ne sais pas" in page
    assert house.cho.full_name in page


def test_a_stale_classification_says_why(ana, house):
    use_case = a_use_case(house)
    usecases.edit(use_case, by=house.ana, today=TODAY, plans=[house.plan])

    page = _page(ana, use_case)

    assert "À revoir" in page
    assert "Les outils ont changé depuis ce classement" in page


def test_each_tool_links_to_the_data_question_already_filled(ana, house):
    page = _page(ana, a_use_case(house, plans=[house.plan], project=house.project, data_levels=["personal"]))

    assert f"level=personal&amp;plan={house.plan.slug}&amp;client={house.client.slug}" in page


@pytest.mark.parametrize(("person", "shown"), [("ana", True), ("dan", True), ("cho", False), ("zoe", False)])
def test_only_who_answers_for_it_gets_the_actions(client_for, house, person, shown):
    page = _page(client_for(getattr(house, person)), a_use_case(house))

    assert ("Reclasser" in page) is shown
    assert ("Déposer" in page) is shown


def test_a_use_for_an_unknown_client_is_not_found(client_for, house):
    use_case = a_use_case(house, project=house.project)

    assert client_for(house.zoe).get(_sheet(use_case)).status_code == 404
    assert client_for(house.ida).get(_sheet(use_case)).status_code == 404


def test_marking_an_obligation_returns_to_its_row(ana, house):
    use_case = a_use_case(house)
    sent = {"state": "done", "note": "Atelier", "due_on": ""}

    response = ana.post(reverse("usecases:obligation_mark", args=[use_case.slug, LITERACY]), sent)

    assert response.status_code == 303
    assert response.url.endswith(f"#ob-{LITERACY}")
    assert ObligationState.objects.get().state == "done"
    assert "1 réglée sur" in _page(ana, use_case)


def test_previous_classifications_stay_readable_with_their_answers(ana, house):
    use_case = a_use_case(house, "high_risk")
    answer_all(use_case, ANSWERS["minimal"])
    ana.post(reverse("usecases:questionnaire_conclude", args=[use_case.slug]))

    first = ana.get(reverse("usecases:classification_sheet", args=[use_case.slug, 1])).content.decode()

    assert "Remplacé depuis" in first
    assert "Haut risque" in first
    assert "Recrutement" in first
    assert ana.get(reverse("usecases:classification_sheet", args=[use_case.slug, 3])).status_code == 404


def test_the_sheet_reads_in_english(ana, house):
    page = ana.get(_sheet(a_use_case(house, "high_risk")), HTTP_ACCEPT_LANGUAGE="en")

    assert page.status_code == 200


def test_queries_do_not_grow_with_tools_versions_and_marks(ana, house, assert_flat_queries):
    use_case = a_use_case(house, "high_risk", plans=[house.plan])
    obligations.mark(use_case, obligation=LITERACY, state="done", by=house.ana, today=TODAY)

    def add_rows():
        for name in ("ob_art26_1", "ob_art26_2"):
            if name in use_case.classifications.get(number=1).obligations:
                obligations.mark(use_case, obligation=name, state="done", by=house.ana, today=TODAY)
        answer_all(use_case, ANSWERS["high_risk"])
        ana.post(reverse("usecases:questionnaire_conclude", args=[use_case.slug]))

    assert_flat_queries(get=lambda: ana.get(_sheet(use_case)), add_rows=add_rows)


def test_a_declared_use_has_no_result_yet(ana, house):
    page = _page(ana, declared(house))

    assert "Répondre au questionnaire" in page
    assert "Obligations" not in page


def test_the_history_says_who_did_what(ana, house):
    use_case = a_use_case(house)
    obligations.mark(use_case, obligation=LITERACY, state="done", by=house.dan, today=TODAY)

    page = _page(ana, use_case)

    assert "Ana Alvarez a déclaré un cas d’usage" in page
    assert "Ana Alvarez a classé le cas d’usage" in page
    assert "Dan Delmas a mis à jour une obligation" in page
