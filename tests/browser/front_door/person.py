"""Somebody at a browser whose scripts are switched off: each click is real, and counted."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from itertools import count
from pathlib import Path

from playwright.sync_api import Locator, Page

from tests.support import PASSWORD

NUMBER = re.compile(r"20\d\d-\d{6}")
CODE = re.compile(r"\b(?:[A-Z2-9]{4}-){1,2}[A-Z2-9]{4}\b")
GO_ON = "main .c-actions .c-btn"
"""The first button below a form, which is the way on."""

_PICTURES = os.environ.get("PICTURES")
_RANK = count(1)
_WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Person:
    """Somebody, their language and their screen.

    `clicks` are what they press to get on: buttons, and links. `choices` are what they tick or
    unfold on the way. Each page that they come to is looked at: its language, its one heading, and
    that nothing of it is wider than the screen.
    """

    def __init__(self, page: Page, served: str, language: str, name: str) -> None:
        self.page, self.served, self.language = page, served, language
        self.clicks = self.choices = 0
        self._name = name
        self._always: list[Callable[[Person], None]] = []

    @property
    def text(self) -> str:
        """What the page says, with ordinary spaces."""
        return " ".join(self.page.inner_text("main").split())

    @property
    def path(self) -> str:
        """Where the person is."""
        return self.page.url.removeprefix(self.served)

    def open(self, path: str) -> Person:
        """Go to an address, as from a letter or a bookmark."""
        self.page.goto(self.served + path)
        self._look()
        return self

    def home(self) -> Person:
        """Go to the home page in the person's language."""
        return self.open(f"/{self.language}/")

    def press(self, where: str = GO_ON) -> Person:
        """Press the first button or link there, and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.locator(where).first.click()
        self.clicks += 1
        self._look()
        return self

    def jump(self, where: str) -> Person:
        """Press a link that leads to another place of the same page."""
        self.page.locator(where).first.click()
        self.clicks += 1
        return self

    def choose(self, *where: str) -> Person:
        """Tick a circle or a box, or unfold something: one click each."""
        for one in where:
            self.page.locator(one).first.click()
            self.choices += 1
        return self

    def pick(self, where: str, value: str) -> Person:
        """Pick something from a list, which is one choice."""
        self.page.select_option(where, value)
        self.choices += 1
        return self

    def write(self, **fields: str) -> Person:
        """Type into the fields of these ids, over what stands there."""
        for name, words in fields.items():
            field = self.page.locator(f"#{name.replace('_', '-')}")
            field.clear()
            field.press_sequentially(words)
        return self

    def reads(self, *said: str) -> Person:
        """Fail unless the page says all of this."""
        text = self.text
        assert [words for words in said if words not in text] == [], text
        return self

    def reads_nothing_of(self, *kept: str) -> Person:
        """Fail if the page says any of this."""
        html = self.page.content()
        assert [words for words in kept if words in html] == []
        return self

    def sees(self, where: str) -> Locator:
        """Return what stands there, which must be seen."""
        found = self.page.locator(where).first
        assert found.is_visible(), f"{where} is not seen on {self.path}"
        return found

    def from_now_on(self, holds: Callable[[Person], None]) -> Person:
        """Let something be looked at on this page and on each that follows."""
        self._always.append(holds)
        holds(self)
        return self

    def code(self) -> str:
        """Read the code that is shown once."""
        shown = self.page.inner_text(".c-done")
        code = CODE.search(shown)
        assert code, shown
        return code[0]

    def number_and_code(self) -> tuple[str, str]:
        """Read the number and the code, as somebody does who writes them down."""
        shown = self.page.inner_text(".c-done")
        number = NUMBER.search(shown)
        assert number, shown
        return number[0], self.code()

    def follows(self, number: str, code: str) -> Person:
        """Open a complaint by its number and code, from the home page."""
        self.home().write(numero=number).press("aside .c-card button")
        return self.write(code=code).press("main form .c-btn")

    def signs_in(self, email: str) -> Person:
        """Sign in to the office."""
        self.open({"fr": "/fr/connexion", "en": "/en/sign-in"}[self.language])
        return self.write(email=email, password=PASSWORD).press("main form .c-btn")

    def _look(self) -> None:
        assert (self.page.get_attribute("html", "lang") or "").startswith(self.language)
        assert self.page.locator("h1").count() == 1
        _keep_picture(self.page, self._name)
        assert self.page.evaluate(_WIDER) == 0, f"{self.path} is wider than the screen"
        for holds in self._always:
            holds(self)


def _keep_picture(page: Page, name: str) -> None:
    """Keep a picture of the page, where PICTURES names a folder for them."""
    if _PICTURES:
        rank = f"{next(_RANK):04}"
        page.screenshot(path=Path(_PICTURES) / f"{name}-{rank}.png", full_page=True)
