"""Screening a text in a browser: accessible and legible when full of findings, busy while it works, one click
from the data check."""

import pytest

pytestmark = pytest.mark.browser
LONG = """Bonjour,
M. Delattre (Banque Alpha) reçoit les accès : mot de passe Sarbacane#2026,
jeton ghp_16C7e42F292c6912E7710c838347Ae178B4a.
Nadia Benali est en arrêt maladie ; son IBAN est FR76 3000 6000 0112 3456 7890 189
et son numéro le 06 12 34 56 78.
Adresse : 14 rue des Teinturiers, 69100 Villeurbanne. Connexion depuis 91.160.24.187.
SIRET de l’éditeur : 732 829 320 00074. Courriel : anne.durand@etech.fr.

def total(prices):
    return sum(price for price in prices if price > 0)

""" * 6  # fmt: skip


def screen(seen, text):
    seen.page.get_by_label("Le texte à relire").fill(text)
    seen.page.get_by_role("button", name="Relire le texte").click()
    seen.page.get_by_role("heading", level=1, name="reconnu").wait_for()


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)]
)
def test_a_text_full_of_findings_is_accessible_and_fits(visit, house, scheme, width):
    seen = visit("compliance:screen_text", house.ana, scheme=scheme, width=width)
    screen(seen, LONG)
    seen.screenshot(f"screening-{scheme}-{width}")

    assert seen.axe() == []
    assert seen.console() == []
    assert not seen.scrolls_sideways()


def test_a_passage_says_its_kind_in_words_and_is_reached_by_keyboard(visit, house):
    seen = visit("compliance:screen_text", house.ana)
    screen(seen, LONG)
    mark = seen.page.locator("mark", has_text="Sarbacane#2026").first
    assert "Mot de passe" in mark.inner_text()

    seen.page.get_by_role("row").get_by_role("link", name="Mot de passe").first.focus()
    seen.page.keyboard.press("Enter")

    assert seen.page.evaluate("document.activeElement.textContent").endswith("Sarbacane#2026")
    assert seen.page.url.endswith(f"#{mark.get_attribute('id')}")


def test_one_click_asks_whether_the_proposed_levels_may_leave(visit, house):
    seen = visit("compliance:screen_text", house.ana)
    screen(seen, "Nadia Benali travaille pour la Banque Alpha.")
    seen.page.get_by_role("button", name="Vérifier").click()
    seen.page.locator(".e-answer-title").wait_for()

    assert "level=client_confidential&level=personal" in seen.page.url
    assert f"client={house.client.slug}" in seen.page.url
    assert "Benali" not in seen.page.url


def test_a_long_text_makes_the_button_say_that_it_works(visit, house):
    seen = visit("compliance:screen_text", house.ana)
    button = seen.page.get_by_role("button", name="Relire le texte")
    submitted = "new SubmitEvent('submit', {bubbles: true, cancelable: true})"
    seen.page.evaluate(f"document.querySelector('form[data-busy]').dispatchEvent({submitted})")
    seen.page.locator("button[aria-busy=true] .e-spin").wait_for()

    assert seen.page.get_by_role("status").get_by_text("Relecture en cours").is_visible()
    assert button.get_attribute("aria-busy") == "true"


def test_it_works_without_script(visit, house):
    seen = visit("compliance:screen_text", house.ana, script=False)
    screen(seen, LONG)

    assert seen.page.locator("mark").count() > 10


def test_nothing_of_the_text_stays_in_the_browser(visit, house):
    seen = visit("compliance:screen_text", house.ana)
    screen(seen, "zibeline-4417 : mot de passe Sarbacane#2026")
    kept = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"

    assert "Sarbacane" not in seen.page.evaluate(kept)
    assert "zibeline" not in seen.page.evaluate(kept)
