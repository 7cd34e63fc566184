"""What happens after a request is decided, in a real browser: « toujours valable », the end of grants."""

import pytest

from approvals.models import Reopening, Request
from approvals.services import rechecking
from approvals.workflow import Kind, State
from builders.clock import NOW
from builders.requests import a_reopening, a_request
from catalog.services import plans
from people.services import users

pytestmark = pytest.mark.browser
LOOKS = [("light", 1440), ("dark", 1440), ("light", 390), ("light", 320)]


@pytest.fixture(autouse=True)
def _on_the_day(time_machine):
    time_machine.move_to(NOW)


@pytest.fixture
def reopened(house):
    """Two accesses of Cho's scope whose plan has moved, changed its price and its note since."""
    users.edit(house.zoe, team=house.team_dev, by=house.adi)
    a_request(house, State.APPROVED, Kind.TOOL_ACCESS, by=house.zoe)
    house.found = a_reopening(house)
    plans.edit(house.plan, price_minor=2900, retention_note="Effacé chaque nuit", by=house.ida)
    rechecking.sweep(now=NOW)
    return house


SCREENS = [
    ("reopening_list", "cho", False),
    ("reopening_list", "ida", False),
    ("reopening_sheet", "cho", True),
    ("reopening_sheet", "ana", True),
    ("home", "cho", False),
]


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
@pytest.mark.parametrize(("name", "who", "is_sheet"), SCREENS)
def test_screen_is_accessible_quiet_and_fits(visit, reopened, name, who, is_sheet, scheme, width):
    kwargs = {"pk": reopened.found.pk} if is_sheet else None
    seen = visit(f"approvals:{name}", getattr(reopened, who), kwargs, scheme=scheme, width=width)
    seen.screenshot(f"approvals-{name}-{who}-{scheme}-{width}")

    assert seen.page.locator("h1").count() == 1
    assert seen.console() == []
    assert not seen.scrolls_sideways()
    assert seen.axe() == []


@pytest.mark.parametrize("script", [True, False])
def test_one_click_says_that_everything_is_still_valid(visit, reopened, script):
    page = visit("approvals:home", reopened.cho, script=script).page
    page.get_by_role("link", name="Dire s’ils restent valables").click()
    page.get_by_role("link", name="Accès à GitHub Copilot, Business").click()
    page.get_by_text("Union européenne et EEE").wait_for()
    page.get_by_role("button", name="Toujours valable").click()

    page.get_by_text("Aucun accord à revoir").wait_for()

    assert page.get_by_text("2 accords confirmés.").is_visible()
    assert not Reopening.objects.open().exists()


def test_an_approval_that_no_longer_stands_ends_with_its_reason(visit, reopened):
    page = visit("approvals:reopening_sheet", reopened.cho, {"pk": reopened.found.pk}).page
    page.get_by_label("DEM-2026-001, Zoé Zeller").uncheck()
    page.get_by_label("Raison").fill("Hors de l’Union, sans garantie.")
    page.get_by_role("button", name="Mettre fin aux accords cochés").click()

    page.get_by_text("Un accord terminé.").wait_for()

    ended = Request.objects.exclude(ended_on=None).get()
    assert ended.end_reason == "Hors de l’Union, sans garantie."
    assert Reopening.objects.open().count() == 1
