"""« Puis-je envoyer ? » in a browser: answered in place, changed by ticks, and alive without script."""

import pytest

from builders import compliance as build

pytestmark = pytest.mark.browser
TITLE = ".e-answer-title"


@pytest.fixture
def ready(house):
    """The house's plan and client: only the asker's own ticks are missing."""
    build.prove(house, house.plan, *build.CLASS_T1, "bounded_retention")
    build.accept_ai(house)
    build.consent_to(house, house.plan)
    return house


def ask(page, house):
    page.get_by_label("Confidentiel client").check()
    page.get_by_label("à l’outil").select_option(house.plan.slug)
    page.get_by_label("pour le client").select_option(house.client.slug)
    page.get_by_role("button", name="Vérifier").click()


def test_ticking_the_conditions_turns_the_answer_to_yes(visit, ready):
    seen = visit("compliance:data_check", ready.ana)
    ask(seen.page, ready)
    seen.page.locator(TITLE, has_text="Oui, sous 2 conditions").wait_for()
    assert "client=banque-alpha" in seen.page.url

    seen.page.get_by_label("Secrets exclus").check()
    seen.page.locator(TITLE, has_text="Oui, sous une condition").wait_for()
    seen.page.get_by_label("Licence et propriété").check()
    seen.page.locator(".e-answer.tone-success").wait_for()

    assert seen.page.locator(TITLE).inner_text() == "Oui"
    assert seen.console() == []
    assert seen.axe() == []


def test_the_question_of_the_home_page_is_answered_in_place(visit, ready):
    seen = visit("approvals:home", ready.ana)
    seen.page.get_by_label("Je veux envoyer").select_option("secret")
    seen.page.get_by_role("button", name="Vérifier").click()
    seen.page.locator(TITLE, has_text="Non").wait_for()

    assert seen.page.url.endswith("/")
    assert seen.axe() == []


def test_it_answers_without_script(visit, ready):
    seen = visit("compliance:data_check", ready.ana, script=False)
    ask(seen.page, ready)
    assert seen.page.locator(TITLE).inner_text() == "Oui, sous 2 conditions"

    for label in ("Secrets exclus", "Licence et propriété"):
        seen.page.get_by_label(label).check()
    seen.page.get_by_role("button", name="Mettre à jour la réponse").click()

    assert seen.page.locator(TITLE).inner_text() == "Oui"
