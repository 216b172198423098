"""What a person does in the browser, and the look at each page that they come to."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from tests.support import PASSWORD

BUTTON = "main form .c-btn"


def look(page: Page) -> None:
    """Fail on anything that axe finds, a page wider than the screen, a sentence ended twice."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in found] == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"]
    assert ".." not in page.inner_text("body")


def press(page: Page, where: str | Locator = BUTTON) -> None:
    """Press the first button or link that `where` finds, and wait for the page it leads to.

    A click alone may come back while the page before it is still shown.
    """
    pressed = page.locator(where) if isinstance(where, str) else where
    with page.expect_navigation():
        pressed.first.click()


def sign_in(page: Page, served: str, email: str) -> None:
    """Sign in with the password that every account of the tests has."""
    page.goto(f"{served}/fr/connexion")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    press(page)
