"""Every page: no accessibility fault, no console message, no sideways scroll, in light, dark and narrow."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.browser

# (url name, who opens it — of the cast, "" for a stranger —, what its address names of the house).
# Extend it with every new page.
PAGES = [
    ("account_login", "", None),
    ("account_reset_password", "", None),
    ("mfa_index", "ana", None),
    ("approvals:home", "ana", None),
    ("approvals:inbox", "cho", None),
    ("approvals:request_list", "ana", None),
    ("approvals:request_choose", "ana", None),
    ("approvals:request_new", "ana", lambda house: {"slug": house.plan.slug}),
    ("compliance:data_check", "ana", None),
    ("compliance:data_matrix", "ana", None),
    ("compliance:policy_list", "ana", None),
    ("compliance:trail", "dan", None),
    ("compliance:dossier_list", "dan", None),
    ("compliance:dossier_verify", "ana", None),
    ("compliance:dossier_keys", "", None),
    ("usecases:dossier_new", "dan", None),
    ("people:profile", "ana", None),
    ("people:notification_list", "ana", None),
    ("people:user_list", "adi", None),
    ("people:user_invite", "adi", None),
    ("people:user_sheet", "adi", lambda house: {"pk": house.cho.pk}),
    ("people:team_list", "adi", None),
    ("people:client_list", "dan", None),
    ("people:client_sheet", "dan", lambda house: {"slug": house.client.slug}),
    ("people:project_sheet", "dan", lambda house: {"slug": house.project.slug}),
    ("people:training_list", "ana", None),
    ("catalog:tool_list", "ana", None),
    ("catalog:tool_sheet", "ana", lambda house: {"slug": house.tool.slug}),
    ("catalog:cost_overview", "ida", None),
    ("usecases:usecase_list", "ana", None),
    ("usecases:usecase_new", "ana", None),
    ("roadmap:board", "lea", None),
    ("roadmap:decision_list", "lea", None),
    ("roadmap:search", "ana", None),
]
LOOKS = [("dark", 1440), ("light", 390), ("light", 320)]  # test_every_page.py has the two others


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
@pytest.mark.parametrize(("url_name", "who", "names"), PAGES)
def test_page_is_accessible_quiet_and_fits(visit, house, url_name, who, names, scheme, width):
    seen = visit(url_name, *_reader(house, who, names), scheme=scheme, width=width)
    seen.screenshot(f"{url_name.replace(':', '-')}-{scheme}-{width}")
    assert seen.page.locator("h1").count() == 1
    assert seen.console() == []
    assert not seen.scrolls_sideways()
    assert seen.axe() == []


@pytest.mark.parametrize(("url_name", "who", "names"), PAGES)
def test_page_speaks_english_on_request(visit, house, url_name, who, names):
    seen = visit(url_name, *_reader(house, who, names), language="en")
    assert seen.page.locator("html").get_attribute("lang") == "en"
    assert seen.axe() == []


def _reader(house, who, names):
    return getattr(house, who) if who else None, names(house) if names else None


def test_drawer_opens_on_a_phone_and_stays_accessible(visit, house):
    seen = visit("approvals:home", house.ana, width=390)
    seen.page.get_by_role("button", name="Ouvrir le menu").click()
    assert seen.page.locator("#nav").is_visible()
    assert seen.axe() == []
    seen.page.keyboard.press("Escape")
    assert not seen.page.locator("#nav").is_visible()


def test_help_opens_by_its_key_and_by_its_button(visit, house):
    seen = visit("approvals:home", house.ana)
    seen.page.keyboard.press("?")
    assert seen.page.get_by_role("dialog", name="Raccourcis clavier").is_visible()
    assert seen.axe() == []
    seen.page.keyboard.press("Escape")
    seen.page.get_by_role("button", name="Raccourcis clavier").click()
    assert seen.page.get_by_role("dialog", name="Raccourcis clavier").is_visible()


def test_letters_after_g_travel_to_the_menu(visit, house):
    seen = visit("mfa_index", house.ana)
    seen.page.keyboard.press("g")
    seen.page.keyboard.press("h")
    seen.page.wait_for_url(f"**{reverse('approvals:home')}")


def test_theme_switch_is_remembered_by_the_server(visit, house):
    seen = visit("approvals:home", house.ana)
    seen.page.get_by_role("button", name="Changer de thème").click()
    assert seen.page.locator("html").get_attribute("data-bs-theme") == "dark"
    seen.page.reload()
    assert seen.page.locator("html").get_attribute("data-bs-theme") == "dark"
    assert seen.console() == []


@pytest.mark.parametrize("switch", ["Changer de thème, clair ou sombre", "EN, English version"])
def test_switches_work_without_script(visit, house, switch):
    seen = visit("approvals:home", house.ana, script=False)
    seen.page.get_by_role("button", name=switch).click()
    root = seen.page.locator("html")
    assert (root.get_attribute("data-bs-theme"), root.get_attribute("lang")) in [("dark", "fr"), (None, "en")]
