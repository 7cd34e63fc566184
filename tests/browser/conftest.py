"""The browser harness: Debian's Chromium on the live server, under the real Content-Security-Policy.

`visit(url_name, user, …)` opens a page and gives a `Visit`; its checks are `axe()`, `console()` and
`scrolls_sideways()`. A machine without Chromium skips these tests and says so.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path(os.environ.get("ETECH_CHROMIUM", "/usr/bin/chromium"))
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN_AXE = """tags => axe.run(document, {runOnly: tags, preload: false}).then(found => found.violations.map(
    fault => `${fault.id}: ${fault.nodes.map(node => node.html.slice(0, 160)).join(" | ")}`))"""

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the test's thread


@dataclass
class Visit:
    """One page open in the browser, with everything that its console said."""

    page: Page
    messages: list[str] = field(default_factory=list)

    def axe(self) -> list[str]:
        """The accessibility faults that axe-core finds, one line a rule."""
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        return self.page.evaluate(RUN_AXE, RULES)

    def console(self) -> list[str]:
        """What the console said so far: under our policy it must stay empty."""
        return list(self.messages)

    def scrolls_sideways(self) -> bool:
        root = "document.documentElement"
        return self.page.evaluate(f"{root}.scrollWidth > {root}.clientWidth")

    def screenshot(self, name: str) -> None:
        """Keep a picture in test-results/ when ETECH_SCREENSHOTS is set."""
        if os.environ.get("ETECH_SCREENSHOTS"):
            self.page.screenshot(path=ROOT / "test-results" / f"{name}.png", full_page=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}: apt-get install chromium, or set ETECH_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield browser
        browser.close()


def sign_in(context: BrowserContext, user: Any, origin: str) -> None:
    """Give the browser the session of `user`, as if they had signed in."""
    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": origin}])


@pytest.fixture
def visit(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Visit]]:
    """`visit("catalog:tool_sheet", house.ana, {"slug": …}, scheme="dark", width=390, language="en")`."""
    contexts: list[BrowserContext] = []

    def go(
        url_name: str,
        user: Any = None,
        kwargs: dict[str, Any] | None = None,
        scheme: str = "light",
        width: int = 1440,
        language: str = "fr",
        script: bool = True,
    ) -> Visit:
        context = chromium.new_context(
            viewport={"width": width, "height": 1000},
            color_scheme=scheme,
            java_script_enabled=script,
            locale="fr-FR" if language == "fr" else "en-GB",
        )
        context.set_default_timeout(45_000)
        contexts.append(context)
        if user is not None:
            sign_in(context, user, live_server.url)
        visit = Visit(context.new_page())
        visit.page.on("console", lambda message: visit.messages.append(message.text))
        visit.page.on("pageerror", lambda error: visit.messages.append(str(error)))
        visit.page.goto(live_server.url + reverse(url_name, kwargs=kwargs))
        visit.page.wait_for_load_state("networkidle")
        return visit

    yield go
    for context in contexts:
        context.close()
