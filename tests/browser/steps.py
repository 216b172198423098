"""What a person does in the browser, and the look at each page that they come to."""

from __future__ import annotations

import re
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from tests.support import PASSWORD

BUTTON = "main form .c-btn"

WIDE, NARROW, HEIGHT = 1280, 320, 900
PHONE = {"width": 390, "height": 844}

# What differs between two pages that axe finds the same in: words, and where links lead.
_WORDS = re.compile(r">[^<]*\S[^<]*<")
_VALUES = re.compile(
    r"(?<= )(href|value|action|formaction|content|datetime|title|aria-label|placeholder)"
    r'="[^"]+"'
)
_LANGUAGES = re.compile(r' (href)?lang="(fr|en)(-CA)?"')
_NUMBERS = re.compile(r"\d+")
_SEEN_BY_AXE: set[tuple[str, int]] = set()


def look(page: Page) -> None:
    """Fail on what axe finds, a page wider than a screen or a phone, a sentence ended twice."""
    _axe_finds_nothing(page)
    _fits(page, WIDE)
    _at_width(page, NARROW, _fits)
    assert ".." not in page.inner_text("body")


def look_closely(page: Page) -> None:
    """Look, and let axe look again at what a phone shows: other things stand there, or hide."""
    look(page)
    _at_width(page, NARROW, lambda narrow, _: _axe_finds_nothing(narrow))


def _axe_finds_nothing(page: Page) -> None:
    """Run axe, which takes most of a second, unless it saw such a page in the other language."""
    if _such(page) not in _SEEN_BY_AXE:
        assert found_by_axe(page) == []


def found_by_axe(page: Page) -> list[tuple[str, str]]:
    """Run axe on a page and return each defect: which rule, and where."""
    _SEEN_BY_AXE.add(_such(page))
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [(one["id"], str(node["target"])) for one in found for node in one["nodes"]]


def _such(page: Page) -> tuple[str, int]:
    width = page.viewport_size["width"] if page.viewport_size else 0
    return _built_like(page.content()), width


def _built_like(html: str) -> str:
    """Return what is left of a page without its words: whether there are any stays visible."""
    bare = _LANGUAGES.sub("", _VALUES.sub(r'\1="…"', _WORDS.sub(">…<", html)))
    return _NUMBERS.sub("0", bare)


def _fits(page: Page, width: int) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def _at_width(page: Page, width: int, see: Callable[[Page, int], None]) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    see(page, width)
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})


def press(page: Page, where: str | Locator = BUTTON) -> None:
    """Press the first button or link that `where` finds, and wait for the page it leads to.

    A click alone may come back while the page before it is still shown.
    """
    pressed = page.locator(where) if isinstance(where, str) else where
    with page.expect_navigation():
        pressed.first.click()


def forget_everybody(page: Page) -> None:
    """Forget who signed in, and let no answer that is still on its way bring them back."""
    page.goto("about:blank")
    page.context.clear_cookies()


def sign_in(page: Page, served: str, email: str) -> None:
    """Sign in with the password that every account of the tests has."""
    page.goto(f"{served}/fr/connexion")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    press(page)


def open_complaint(page: Page, address: str, number: str, code: str) -> None:
    """Open a complaint by its number and code, on a phone."""
    page.set_viewport_size(PHONE)
    page.goto(address)
    page.fill("#numero", number)
    page.fill("#code", code)
    press(page)
