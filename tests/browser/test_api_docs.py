"""The API's page and the token screen, as somebody uses them."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_documentation_is_quiet_and_answers_a_question(visit, house):
    seen = visit("people:docs", house.ana)
    page = seen.page

    page.locator("#operations-engines-data_answer .opblock-summary-control").click()
    page.locator("#operations-engines-data_answer .try-out__btn").click()
    page.locator("#operations-engines-data_answer .execute").click()
    answer = page.locator("#operations-engines-data_answer .live-responses-table tbody .response-col_status")

    answer.first.wait_for()
    assert answer.first.inner_text().startswith("200")
    assert seen.console() == []
    assert not seen.scrolls_sideways()


def test_a_new_token_shows_once_and_is_copied(visit, house):
    seen = visit("people:token_list", house.ana)
    page = seen.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    page.get_by_label("Nom du jeton").fill("Tableau de bord")
    page.get_by_label("Lire les outils du catalogue").check()
    page.get_by_role("button", name="Créer le jeton").click()
    secret = page.locator("#secret").input_value()
    page.get_by_role("button", name="Copier le jeton").click()
    page.get_by_text("Copié").wait_for()

    assert secret.startswith("etk_")
    assert page.evaluate("navigator.clipboard.readText()") == secret
    assert [*seen.axe(), *seen.console()] == []
    page.goto(page.url)
    assert secret not in page.content()
