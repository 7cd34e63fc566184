import re

import pytest
from django.urls import reverse

from builders.usecases import ANSWERS, a_use_case, answer_all, declared
from usecases.models import Classification, UseCase

HTMX = {"HTTP_HX_REQUEST": "true"}


def _address(use_case, question=""):
    address = reverse("usecases:questionnaire", args=[use_case.slug])
    return f"{address}?question={question}" if question else address


@pytest.fixture
def use_case(house):
    return declared(house)


@pytest.fixture
def ana(client_for, house):
    return client_for(house.ana)


@pytest.mark.parametrize("outcome", [name for name in ANSWERS if name != "undetermined"])
def test_the_journey_from_the_first_question_to_the_sheet_without_javascript(ana, use_case, outcome):
    page = ana.get(_address(use_case), follow=True)
    for _screen in range(30):
        if page.context["asked"] is None:
            break
        question = page.context["current"]
        sent = {"question": question, "answer": ANSWERS[outcome][question], "nav": "next"}
        page = ana.post(_address(use_case, question), sent, follow=True)
        assert page.redirect_chain[-1][1] == 303
    page = ana.post(reverse("usecases:questionnaire_conclude", args=[use_case.slug]), follow=True)

    assert page.redirect_chain == [(reverse("usecases:usecase_sheet", args=[use_case.slug]), 303)]
    assert UseCase.objects.get().outcome == outcome


def test_nothing_is_preselected(ana, use_case):
    assert " checked" not in ana.get(_address(use_case)).content.decode()


def test_rare_options_and_help_are_folded(ana, use_case):
    page = ana.get(_address(use_case)).content.decode()
    folded = page[page.index("Autres cas") :]

    assert "Système expert" in folded
    assert "Aide pour répondre" in page


def test_an_answer_is_saved_and_shown_when_one_comes_back(ana, use_case):
    ana.post(_address(use_case), {"question": "q_system", "answer": "generative", "nav": "next"})

    page = ana.get(_address(use_case, "q_system")).content.decode()
    assert 'value="generative" checked' in page
    assert "Enregistré à" in page


def test_it_resumes_where_it_stopped(ana, use_case):
    ana.post(_address(use_case), {"question": "q_system", "answer": "generative", "nav": "later"})

    assert ana.get(_address(use_case)).context["current"] == "q_role"


def test_going_back_needs_no_answer(ana, use_case):
    ana.post(_address(use_case), {"question": "q_system", "answer": "generative", "nav": "next"})

    response = ana.post(_address(use_case), {"question": "q_role", "nav": "back"})

    assert response.url == _address(use_case, "q_system")


def test_going_on_needs_one(ana, use_case):
    response = ana.post(_address(use_case), {"question": "q_system", "nav": "next"})

    assert response.status_code == 422
    assert "Choisissez une réponse" in response.content.decode()


def test_an_exclusive_answer_with_another_is_explained(ana, use_case):
    answer_all(use_case, {"q_system": ["generative"], "q_role": ["use_supplied"]})

    sent = {"question": "q_prohibited", "answer": ["a", "none"], "nav": "next"}
    response = ana.post(_address(use_case, "q_prohibited"), sent)

    page = response.content.decode()
    assert response.status_code == 422
    assert "exclut les autres réponses" in page
    assert 'value="a" checked' in page
    assert 'value="none" checked' in page


def test_a_prohibited_answer_ends_the_questionnaire(ana, use_case):
    answer_all(use_case, {"q_system": ["generative"], "q_role": ["use_supplied"]})

    sent = {"question": "q_prohibited", "answer": ["a"], "nav": "next"}
    page = ana.post(_address(use_case, "q_prohibited"), sent, follow=True)

    assert page.context["asked"] is None
    assert "le questionnaire s’arrête ici" in page.content.decode()
    assert ana.get(_address(use_case, "q_area")).context["asked"] is None


def test_what_is_ticked_is_saved_at_once_and_shows_its_result(ana, use_case):
    answer_all(use_case, {"q_system": ["generative"], "q_role": ["use_supplied"]})
    ticked = {"question": "q_prohibited", "answer": ["f"], "nav": "keep"}

    part = ana.post(_address(use_case), ticked, **HTMX)

    body = part.content.decode()
    assert part.status_code == 200
    assert "Interdit" in body
    assert "<html" not in body
    assert 'id="saved-at"' in body and "Enregistré à" in body
    assert UseCase.objects.get().draft.answers["q_prohibited"] == ["f"]


def test_unticking_everything_takes_the_answer_back(ana, use_case):
    answer_all(use_case, {"q_system": ["generative"], "q_role": ["use_supplied"]})

    part = ana.post(_address(use_case), {"question": "q_role", "nav": "keep"}, **HTMX)

    assert part.status_code == 200
    assert "q_role" not in UseCase.objects.get().draft.answers
    assert UseCase.objects.get().draft.answers["q_system"] == "generative"


def test_unticking_an_unknown_question_is_said(ana, use_case):
    part = ana.post(_address(use_case), {"question": "q_rien", "nav": "keep"}, **HTMX)

    assert part.status_code == 422
    assert "n’existe plus" in part.content.decode()


def test_the_saved_fragment_holds_the_result_of_the_page(ana, use_case):
    ticked = {"question": "q_system", "answer": ["generative"], "nav": "keep"}

    part = ana.post(_address(use_case), ticked, **HTMX).content.decode()

    result = part.split("</section>")[0].strip()
    assert result in ana.get(_address(use_case, "q_system")).content.decode()


def test_answers_that_exclude_each_other_are_said_and_not_saved(ana, use_case):
    ticked = {"question": "q_role", "answer": ["personal", "supply"], "nav": "keep"}

    part = ana.post(_address(use_case), ticked, **HTMX)

    assert part.status_code == 422
    assert "exclut les autres réponses" in part.content.decode()
    assert not hasattr(UseCase.objects.get(), "draft")


def test_what_is_prefilled_is_marked_until_it_is_confirmed(ana, house):
    use_case = declared(house, template="tpl_code_review")

    assert ana.get(_address(use_case)).context["current"] == "q_prohibited"
    assert "pré-rempli, à confirmer" in ana.get(_address(use_case, "q_people")).content.decode()
    ana.post(_address(use_case), {"question": "q_people", "answer": "none", "nav": "next"})
    assert "pré-rempli, à confirmer" not in ana.get(_address(use_case, "q_people")).content.decode()


def test_the_review_lists_each_answer_with_its_article(ana, use_case):
    answer_all(use_case, ANSWERS["high_risk"])

    page = ana.get(_address(use_case, "relire")).content.decode()

    assert "Annexe III, 4(a)" in page
    assert "Conclure le classement" in page


def test_an_open_question_blocks_the_conclusion_and_says_who_helps(ana, house):
    use_case = a_use_case(house, "undetermined")

    page = ana.get(_address(use_case, "relire")).content.decode()
    response = ana.post(reverse("usecases:questionnaire_conclude", args=[use_case.slug]), follow=True)

    assert 'aria-disabled="true"' in page
    assert house.cho.full_name in page
    assert "Il manque de quoi conclure" in response.content.decode()
    assert not Classification.objects.exists()


def test_help_tells_the_champion(ana, house):
    use_case = a_use_case(house, "undetermined")

    page = ana.post(reverse("usecases:questionnaire_help", args=[use_case.slug]), follow=True)

    assert f"{house.cho.full_name} est prévenu" in page.content.decode()


def test_an_invisible_use_case_has_no_questionnaire(client_for, house):
    use_case = declared(house, project=house.project)

    assert client_for(house.zoe).get(_address(use_case)).status_code == 404
    conclude = reverse("usecases:questionnaire_conclude", args=[use_case.slug])
    assert client_for(house.zoe).post(conclude).status_code == 404


def test_a_get_writes_nothing(ana, house):
    use_case = a_use_case(house)

    ana.get(_address(use_case))

    assert not hasattr(UseCase.objects.get(pk=use_case.pk), "draft")


def test_enter_goes_on_because_the_first_button_of_the_form_does(ana, use_case):
    page = ana.get(_address(use_case)).content.decode()
    buttons = re.findall(r'<button[^>]*name="nav" value="(\w+)"', page)

    assert buttons[0] == "next"


def test_an_option_that_has_an_article_of_its_own_shows_it(ana, use_case):
    answer_all(use_case, {"q_system": ["generative"], "q_role": ["use_supplied"]})

    assert "Art. 5(1)(ba)" in ana.get(_address(use_case, "q_prohibited")).content.decode()


def test_the_result_says_what_its_flags_mean_before_it_is_concluded(ana, use_case):
    answer_all(use_case, ANSWERS["high_risk"])

    page = ana.get(_address(use_case, "relire")).content.decode()
    assert "Ce que cela veut dire pour Etech" in page
    assert "les salariés concernés sont informés avant l’usage" in page


def test_the_answers_being_given_tell_what_would_change_their_result(ana, use_case):
    answer_all(use_case, ANSWERS["minimal"])
    address = reverse("usecases:usecase_whatif", args=[use_case.slug])

    assert "Concluez d’abord" in ana.get(address).content.decode()
    assert "Transparence" in ana.get(f"{address}?reponses=brouillon").content.decode()


def test_nobody_else_reads_what_a_draft_would_change(client_for, house, use_case):
    answer_all(use_case, ANSWERS["minimal"])
    address = reverse("usecases:usecase_whatif", args=[use_case.slug])

    page = client_for(house.cho).get(f"{address}?reponses=brouillon").content.decode()

    assert "Concluez d’abord" in page
