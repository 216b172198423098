"""An officer without a mouse: keys alone, each counted, and the focus looked at on its way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

from tests.support import PASSWORD

MOST_STOPS = 60
"""As many stops of the Tab key as a page may need; more would be a trap."""

_WHERE = """() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  return {
    tag: one.tagName.toLowerCase(), id: one.id, name: one.getAttribute('name') || '',
    words: (one.innerText || one.getAttribute('aria-label') || '').trim(),
    isSeen: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
  };
}"""


@dataclass
class Keyboard:
    """The keys of somebody at a page; `strokes` are those pressed, the letters of texts apart."""

    page: Page
    strokes: int = 0
    unseen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Let pages jump where they would glide: the focus is looked at where it comes to rest."""
        self.page.emulate_media(reduced_motion="reduce")

    def press(self, *keys: str) -> None:
        """Press keys one after the other, on the page that is open."""
        for key in keys:
            self.page.keyboard.press(key)
            self.strokes += 1

    def go(self, *keys: str) -> None:
        """Press keys, the last of which leads to another page."""
        self.press(*keys[:-1])
        with self.page.expect_navigation():
            self.press(keys[-1])

    def write(self, text: str) -> None:
        """Type a text where the focus is."""
        self.page.keyboard.type(text)

    def tab_to(self, *, words: str = "", name: str = "") -> None:
        """Go on by Tab to what is called so, looking at the focus at every stop."""
        for _ in range(MOST_STOPS):
            self.press("Tab")
            here = self._here()
            if (words and words in here["words"]) or (name and here["name"] == name):
                return
        raise AssertionError(f"Tab never came to {words or name}")

    def focused(self) -> str:
        """Return the name of the field that has the focus."""
        return str(self._here()["name"])

    def sign_in(self, served: str, email: str) -> None:
        """Sign in by keys alone."""
        self.page.goto(f"{served}/fr/connexion")
        self.tab_to(name="email")
        self.write(email)
        self.press("Tab")
        self.write(PASSWORD)
        self.go("Enter")

    def _here(self) -> dict[str, Any]:
        here: dict[str, Any] = self.page.evaluate(_WHERE)
        # Past the last stop the browser itself has the focus.
        if here["tag"] != "body" and not (here["isSeen"] and here["ring"] >= 2):
            self.unseen.append(f"{here['tag']} {here['name']} {here['words']}")
        return here
