"""The register of use cases in a browser: filters, their counts, and the form in a row."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from builders.usecases import a_use_case, declared
from usecases.models import UseCase

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_filter_changes_the_rows_the_address_and_the_counts(visit, house):
    a_use_case(house, title="Revue de code", plans=[house.plan])
    a_use_case(house, "high_risk", title="Présélection de CV")
    seen = visit("usecases:usecase_list", house.ana)
    expect(seen.page.locator("#n-resultat-minimal")).to_have_text("1")

    seen.page.locator("input[name=resultat][value=high_risk]").check()

    expect(seen.page.locator("#results tbody tr")).to_have_count(1)
    expect(seen.page.locator("#results")).to_contain_text("Présélection de CV")
    seen.page.get_by_role("searchbox", name="Chercher un cas d’usage").fill("revue")
    expect(seen.page.locator("#results")).to_contain_text("Aucun cas d’usage ne correspond")
    seen.page.keyboard.press("Tab")
    expect(seen.page.locator("#n-resultat-high_risk")).to_have_text("0")
    assert "resultat=high_risk" in seen.page.url
    assert seen.console() == []


def test_an_obligation_is_followed_on_its_own_page(visit, house):
    use_case = a_use_case(house)
    seen = visit("usecases:usecase_sheet", house.ana, {"slug": use_case.slug})

    seen.page.get_by_role("table", name="Obligations").get_by_role("rowheader").first.get_by_role(
        "link"
    ).click()
    seen.page.get_by_label("État").select_option("done")
    seen.page.get_by_role("button", name="Enregistrer le suivi").click()

    expect(seen.page.get_by_text("Le suivi de l’obligation est enregistré.").first).to_be_visible()
    assert seen.page.url.partition("#")[0].endswith(reverse("usecases:usecase_sheet", args=[use_case.slug]))
    assert use_case.obligation_states.get().state == "done"


def test_the_questionnaire_is_answered_with_the_keyboard_alone(visit, house):
    use_case = declared(house)
    seen = visit("usecases:questionnaire", house.ana, {"slug": use_case.slug})
    seen.page.locator("input[name=answer]").first.focus()

    for key in ("Space", "ArrowDown", "ArrowUp"):
        with seen.page.expect_response(lambda response: response.request.method == "POST"):
            seen.page.keyboard.press(key)
    expect(seen.page.locator("#saved-at")).to_contain_text("Enregistré")
    seen.page.keyboard.press("Enter")

    expect(seen.page).to_have_url(re.compile(r"question=q_role"))
    seen.page.get_by_role("button", name="Question précédente").click()
    expect(seen.page.get_by_role("radio").first).to_be_checked()


def test_a_newcomer_declares_copilot_on_client_code_in_two_questions(visit, house):
    seen = visit("usecases:usecase_new", house.ana)
    page = seen.page
    page.get_by_role("link", name="Complétion de code", exact=True).click()
    page.get_by_label("Copilot, Business").check()
    page.get_by_label("Confidentiel client").check()
    page.get_by_label("Client (facultatif)").select_option(label=house.client.name)
    page.get_by_role("button", name="Déclarer et classer").click()

    asked = []
    while page.locator("input[name=answer]").count():
        asked.append(page.locator("#q-h").inner_text())
        assert page.locator("input[name=answer]:checked").count() == 0
        nothing = re.compile("Rien de tout cela|Aucun de ces domaines")
        with page.expect_response(lambda response: response.request.method == "POST"):
            page.get_by_role("checkbox", name=nothing).check()
        page.get_by_role("button", name="Question suivante").last.click()
        page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Conclure le classement").click()

    assert len(asked) == 2
    expect(page.get_by_role("heading", name="Complétion de code")).to_be_visible()
    use_case = UseCase.objects.get()
    assert (use_case.outcome, use_case.objective, use_case.client) == ("minimal", "client", house.client)
    assert seen.console() == []
