"""The register of use cases in a browser: filters, their counts, and the form in a row."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from builders.usecases import a_use_case, declared

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

    seen.page.keyboard.press("ArrowDown")
    seen.page.keyboard.press("ArrowUp")
    expect(seen.page.locator("#saved-at")).to_contain_text("Enregistré")
    seen.page.keyboard.press("Enter")

    expect(seen.page).to_have_url(re.compile(r"question=q_role"))
    assert use_case.draft.answers == {"q_system": "generative"}
