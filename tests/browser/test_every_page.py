"""Every address that somebody may open, one after the other: accessible, quiet, within its width.

The list is the access matrix, so a new page is visited without anybody thinking of it.
"""

from typing import Any

import pytest
from playwright.sync_api import Page

from builders.access_matrix import MATRIX, ROLES, address, furnished_house

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]

NOT_PAGES = {
    "healthz": "JSON",
    "readyz": "JSON",
    "compliance:matrix_export": "a file",
    "compliance:rule_change_export": "a file",
    "usecases:usecase_export": "a file",
    "usecases:agenda_export": "a file",
    "usecases:agenda_calendar": "a file",
    "usecases:replay_export": "a file",
    "compliance:watch_export": "a file",
    "usecases:risk_export": "a file",
    "usecases:proof_download": "a file",
    "catalog:evidence_download": "a file",
    "roadmap:decision_export": "a file",
    "compliance:verifier_script": "a file",
    "people:docs": "the mark-up of Swagger UI; test_api_docs.py looks at the page",
    "approvals:nav_counts": "a fragment of the menu",
    "usecases:usecase_counts": "a fragment of the register",
}
PAGES = {
    name: list(ROLES)[row[1:].index(200)]
    for name, row in MATRIX.items()
    if row[0] == "get" and 200 in row[1:] and name not in NOT_PAGES
}


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 390)])
def test_every_page_is_accessible_quiet_and_fits(visit, live_server, house, scheme, width):
    house, readers, faults = furnished_house(house), {}, {}
    for name, role in PAGES.items():
        if role not in readers:
            readers[role] = visit("people:profile", getattr(house, ROLES[role]), scheme=scheme, width=width)
        seen = readers[role]
        if found := _faults(seen, live_server.url + address(name, house)):
            faults[name] = found

    assert faults == {}


def _faults(seen: Any, url: str) -> list[str]:
    page: Page = seen.page
    seen.messages.clear()
    page.goto(url)
    page.wait_for_load_state("networkidle")
    headings = page.locator("h1").count()
    found = [*seen.axe(), *seen.console()]
    if seen.scrolls_sideways():
        found.append("scrolls sideways")
    if headings != 1:
        found.append(f"{headings} main headings")
    return found
