"""The request screens with something on them: accessible, quiet and narrow enough, and usable by keyboard."""

import pytest

from approvals.workflow import Kind, State
from builders.catalog import another_tool
from builders.clock import NOW
from builders.requests import a_request, approve, sent
from builders.usecases import a_use_case
from people.services import users

pytestmark = pytest.mark.browser
LOOKS = [("light", 1440), ("dark", 1440), ("light", 390), ("light", 320)]


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def busy(house):
    """Requests of several kinds and states."""
    house.waiting = sent(house, project=house.project, data_levels=("internal",))
    house.asked = a_request(house, State.CLARIFICATION, plan=another_tool(house, "Claude"))
    house.refused = a_request(house, State.REFUSED, plan=another_tool(house, "Cursor"))
    house.use_case = a_use_case(house, "transparency")
    sent(house, Kind.USE_CASE, use_case=house.use_case)
    house.granted = approve(house, sent(house, by=house.cho))
    sent(house, Kind.NEW_TOOL, proposed_name="Zed", proposed_vendor="Zed Industries")
    return house


SCREENS = [
    ("home", "ana", None),
    ("home", "cho", None),
    ("request_list", "ana", None),
    ("request_choose", "ana", None),
    ("request_new", "zoe", lambda house: {"slug": house.plan.slug}),
    ("request_exception", "ana", lambda house: {"slug": house.plan.slug}),
    ("request_tool", "ana", None),
    ("request_usecase", "ana", lambda house: {"slug": house.use_case.slug}),
    ("request_sheet", "ana", lambda house: {"reference": house.asked.reference}),
    ("request_sheet", "ana", lambda house: {"reference": house.refused.reference}),
    ("inbox", "cho", None),
    ("inbox_item", "cho", lambda house: {"reference": house.waiting.reference}),
    ("inbox_item", "ida", lambda house: {"reference": house.granted.reference}),
]


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
@pytest.mark.parametrize(("name", "who", "names"), SCREENS)
def test_screen_is_accessible_quiet_and_fits(visit, busy, name, who, names, scheme, width):
    kwargs = names(busy) if names else None
    seen = visit(f"approvals:{name}", getattr(busy, who), kwargs, scheme=scheme, width=width)
    seen.screenshot(f"approvals-{name}-{who}-{scheme}-{width}")

    assert seen.page.locator("h1").count() == 1
    assert seen.console() == []
    assert not seen.scrolls_sideways()
    assert seen.axe() == []


def test_live_checks_follow_the_ticks(visit, house):
    seen = visit("approvals:request_new", house.ana, {"slug": house.plan.slug})
    seen.page.get_by_label("Données personnelles").check()
    seen.page.get_by_text("Données à couvrir par une preuve").wait_for()

    assert seen.console() == []
    assert seen.axe() == []


def test_walking_the_list_opening_refusing_and_coming_back_by_keyboard(visit, house):
    first, second = sent(house), sent(house, Kind.NEW_TOOL, proposed_name="Zed")
    page = visit("approvals:inbox", house.cho).page
    focused = page.locator(":focus")
    page.locator(f"#line-{first.reference}").focus()

    page.keyboard.press("j")
    assert focused.get_attribute("id") == f"line-{second.reference}"
    page.keyboard.press("Enter")
    page.locator("#det-h", has_text="Zed").wait_for()
    page.wait_for_function("document.activeElement.id === 'det-h'")
    assert page.locator("[data-item][aria-current]").count() == 1
    assert page.url.endswith(f"/a-decider/{second.reference}/")
    page.keyboard.press("Escape")
    assert focused.get_attribute("id") == f"line-{second.reference}"
    page.keyboard.press("r")
    assert focused.get_attribute("id") == "d-msg"
    page.keyboard.type("Pas cette année.")
    page.locator("button[value=refuse][data-needs]").click()
    page.get_by_text("refusée.").wait_for()

    second.refresh_from_db()
    assert second.state == State.REFUSED
    assert focused.get_attribute("id") == f"line-{first.reference}"


def test_deciding_together_and_taking_it_back(visit, house):
    first, second = sent(house), sent(house, Kind.NEW_TOOL, proposed_name="Zed")
    seen = visit("approvals:inbox", house.cho)
    page = seen.page
    assert not page.locator(".e-bulk").is_visible()
    page.locator(f"#line-{first.reference}").focus()
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_text("2 sélectionnées").wait_for()
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Approuver les 2 demandes").wait_for()
    assert seen.axe() == []
    page.get_by_role("button", name="Approuver les 2 demandes").click()
    page.get_by_text("2 décisions prises.").wait_for()
    seen.screenshot("approvals-undo")
    assert seen.axe() == []

    page.get_by_role("button", name="Annuler ces décisions").click()
    page.get_by_text("votre décision est annulée").first.wait_for()
    for request in (first, second):
        request.refresh_from_db()
    assert (first.state, second.state) == (State.WAITING, State.WAITING)
    assert seen.console() == []


def test_deciding_together_and_taking_it_back_without_script(visit, house):
    first = sent(house)
    page = visit("approvals:inbox", house.cho, script=False).page
    page.get_by_label(f"Sélectionner {first.reference}").check()
    page.locator(".e-bulk").get_by_role("button", name="Approuver").click()
    page.get_by_role("button", name="Approuver la demande").click()
    page.get_by_role("button", name="Annuler la décision").click()

    assert page.get_by_text("votre décision est annulée").is_visible()
    first.refresh_from_db()
    assert first.state == State.WAITING


def test_one_key_shortcuts_can_be_turned_off(visit, house):
    users.set_preferences(house.cho, language="fr", one_key_shortcuts=False)
    request = sent(house)
    page = visit("approvals:inbox", house.cho).page
    page.locator(f"#line-{request.reference}").focus()
    page.keyboard.press("x")

    assert page.locator(".e-check:checked").count() == 0


def test_deciding_by_keyboard(visit, house):
    request = sent(house)
    seen = visit("approvals:inbox", house.cho)
    seen.page.locator(f"#line-{request.reference}").focus()
    seen.page.keyboard.press("a")
    seen.page.keyboard.press("Enter")
    seen.page.get_by_text("approuvée.").first.wait_for()

    request.refresh_from_db()
    assert request.state == State.APPROVED
    assert seen.console() == []
