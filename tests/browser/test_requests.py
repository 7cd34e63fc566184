"""The request screens with something on them: accessible, quiet and narrow enough, and usable by keyboard."""

import pytest

from approvals.workflow import Kind, State
from builders.catalog import another_tool
from builders.clock import NOW
from builders.requests import a_request, approve, sent
from builders.usecases import a_use_case

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


def test_deciding_by_keyboard(visit, house):
    request = sent(house)
    seen = visit("approvals:inbox", house.cho)
    seen.page.locator(f"#line-{request.reference}").focus()
    seen.page.keyboard.press("a")
    seen.page.keyboard.press("Enter")
    seen.page.get_by_text("est approuvée").first.wait_for()

    request.refresh_from_db()
    assert request.state == State.APPROVED
    assert seen.console() == []
