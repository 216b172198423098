"""A newcomer writes a call down: how long it takes at the speed of people, and how many keys.

They read everything that stands between one field they fill and the next, at the pace of quiet
reading, type at 40 words a minute what the caller tells in 60, and use the keyboard alone. What is
measured is the page, not the server.
"""

from __future__ import annotations

import shutil
import time
from dataclasses import dataclass

from playwright.sync_api import Page, sync_playwright

from tests.benchmarks import servers

TYPED_A_MINUTE, READ_A_MINUTE = 40, 240
SECONDS_A_CHOICE, SECONDS_A_KEY = 0.6, 0.3
MOST_STOPS = 60

STORY = (
    "Madame dit que son permis de conduire n’est pas arrivé. Elle a payé le renouvellement au "
    "comptoir de Laval le 2 novembre. Elle a appelé trois fois. La première fois, on lui a dit "
    "d’attendre dix jours. La troisième, la personne a raccroché. Elle a besoin de son permis pour "
    "son travail et demande qu’on le lui envoie cette semaine."
)

# The words that stand, for the eyes, between where one has read so far and the end of a field.
_WORDS_BEFORE = """target => {
  const main = document.querySelector('main h1').parentElement;
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const after = window.readUntil;  // 4: what follows it in the page
  let words = 0;
  for (let node; (node = walker.nextNode());) {
    const where = target.compareDocumentPosition(node);
    if (where & 4 && !target.contains(node)) break;
    const isNew = !after || (after.compareDocumentPosition(node) & 4);
    const shown = node.parentElement;
    if (isNew && shown.checkVisibility() && !shown.closest('option,.u-hide'))
      words += node.textContent.split(/\\s+/).filter(Boolean).length;
  }
  window.readUntil = target;
  return words;
}"""


@dataclass
class Newcomer:
    """Somebody who has never seen the page, at the keyboard."""

    page: Page
    keys: int = 0
    read: int = 0

    def go_to(self, selector: str) -> None:
        """Read on as far as a field, and move there by Tab."""
        words = self.page.locator(selector).first.evaluate(_WORDS_BEFORE)
        self.read += words
        time.sleep(words * 60 / READ_A_MINUTE)
        for _ in range(MOST_STOPS):
            self.press("Tab")
            if self.page.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"Tab never came to {selector}")

    def choose(self, *keys: str) -> None:
        """Decide, and press what chooses it."""
        time.sleep(SECONDS_A_CHOICE)
        self.press(*keys)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            time.sleep(SECONDS_A_KEY)
            self.page.keyboard.press(key)
            self.keys += 1

    def type(self, text: str) -> None:
        """Type at the speed of somebody who types every day, but is no typist."""
        a_letter = 60 * len(STORY.split()) / TYPED_A_MINUTE / len(STORY)
        # By the clock, so that a slow machine types no slower than the person.
        began = time.monotonic()
        for typed, letter in enumerate(text, start=1):
            self.page.keyboard.type(letter)
            time.sleep(max(0.0, began + typed * a_letter - time.monotonic()))


def registering() -> str:
    """Write a call down once, and say what it took."""
    with servers.portal([["demo"]]) as server, sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        _sign_in(page, f"http://127.0.0.1:{server.port}")
        page.goto(f"http://127.0.0.1:{server.port}/fr/gestion/saaq/nouvelle")
        shown = page.locator("main form :is(input,select,textarea):visible").count()
        newcomer, began = Newcomer(page), time.monotonic()
        _write_down(newcomer)
        seconds = time.monotonic() - began
        assert page.locator("h1").inner_text() == "La plainte est inscrite", page.url
        browser.close()
    return (
        f"{seconds:.0f} s; {len(STORY.split())} words of story, {newcomer.read} words read, "
        f"{newcomer.keys} keys besides what is typed, {shown} fields on one page, 5 of them touched"
    )


def _sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/fr/connexion")
    page.fill("#email", "agent.saaq@demo.plaintes.example")
    page.fill("#password", "demonstration")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gestion/**")


def _write_down(newcomer: Newcomer) -> None:
    newcomer.go_to("#canal")
    newcomer.choose("Space")
    newcomer.go_to("#recit")
    newcomer.type(STORY)
    newcomer.go_to("#nom")
    newcomer.type("Jeanne Tremblay")
    newcomer.go_to("#moyen")
    # The third of them, from the first.
    newcomer.choose("ArrowDown", "ArrowDown")
    newcomer.go_to("#telephone")
    newcomer.type("418 555-0199")
    newcomer.go_to("main form .c-actions button")
    with newcomer.page.expect_navigation():
        newcomer.choose("Enter")
