"""An officer handles ten complaints with the keyboard alone; one of them without any script too."""

from __future__ import annotations

import time
from functools import partial

import pytest
from playwright.sync_api import Browser, Page

from portal.complaints.handling import casework
from portal.runtime import Runtime
from tests.browser.keyboard import Keyboard
from tests.browser.steps import HEIGHT, WIDE, look
from tests.complaints.cases import complaint, kinds
from tests.support import add_user, file, officer

pytestmark = pytest.mark.browser

MOST_STROKES, MOST_SECONDS = 170, 40


@pytest.fixture
def ten(runtime: Runtime) -> list[str]:
    """Ten complaints in the order of the list, the last two of them answered."""
    add_user(runtime, "claire@parcs.example")
    numbers = [file(runtime, story=f"Le sentier {rank} est fermé.").number for rank in range(10)]
    for number in numbers[8:]:
        runtime.change(officer(), number, partial(casework.answer, body="Le sentier est rouvert."))
    return numbers


def answer(keys: Keyboard) -> None:
    """Answer the complaint that is open, and see the letter before it leaves."""
    keys.press("r")
    assert keys.focused() == "body"
    keys.write("Le sentier est rouvert depuis ce matin.")
    keys.tab_to(words="Voir la réponse avant l’envoi")
    keys.go("Enter")
    keys.tab_to(words="Envoyer")
    keys.go("Enter")


def ask(keys: Keyboard) -> None:
    """Ask the complainant something instead of answering."""
    keys.press("r")
    keys.tab_to(words="Écrire plutôt une question")
    keys.go("Enter")
    assert keys.focused() == "body"
    keys.write("De quel stationnement partiez-vous?")
    keys.tab_to(words="Voir la question avant l’envoi")
    keys.go("Enter")
    keys.tab_to(words="Envoyer")
    keys.go("Enter")


def note(keys: Keyboard) -> None:
    """Leave a note for the colleagues."""
    keys.go("n")
    assert keys.focused() == "body"
    keys.write("Appeler le garde du secteur.")
    keys.tab_to(words="Ajouter la note interne")
    keys.go("Enter")


def close(keys: Keyboard) -> None:
    """Close an answered complaint with what was found, and see the letter before it leaves."""
    keys.tab_to(words="Fermer la plainte")
    keys.go("Enter")
    keys.tab_to(words="", name=_named(keys.page, "input", "finding"))
    keys.press("Space")
    keys.tab_to(name=_named(keys.page, "input", "remedies"))
    keys.press("Space")
    keys.tab_to(name=_named(keys.page, "textarea", "reasons"))
    keys.write("Le sentier a été fermé sans avis.")
    keys.tab_to(words="Voir la lettre avant l’envoi")
    keys.go("Enter")
    keys.tab_to(words="Fermer la plainte")
    keys.go("Enter")


def _named(page: Page, tag: str, beginning: str) -> str:
    """Return the name of the first field that begins so: the number of the issue ends it."""
    return str(page.locator(f"{tag}[name^={beginning}]").first.get_attribute("name"))


def test_ten_complaints_are_handled_without_a_mouse(
    page: Page, served: str, runtime: Runtime, ten: list[str]
):
    keys, began = Keyboard(page), time.monotonic()
    keys.sign_in(served, "claire@parcs.example")
    keys.tab_to(words="Toute l’équipe")
    keys.go("Enter")
    team = page.url

    for act in (answer, answer, ask, ask):
        keys.go("j", "Enter")
        act(keys)
        # Back on the list as it was left: j goes on from there.
        keys.go("g", "f")
        assert page.url == team

    # Three of the next ones are given to somebody together.
    keys.press("j", "x", "j", "x", "j", "x", "a")
    assert keys.focused() == "faire"
    keys.write("Attribuer")
    keys.press("Tab")
    keys.go("Enter")
    keys.tab_to(name="assignee")
    keys.tab_to(words="Attribuer les plaintes choisies")
    keys.go("Enter")
    assert "3 plaintes changées." in page.inner_text("main")

    # One is looked for by its number, which opens it, and noted.
    keys.press("/")
    keys.write(ten[7])
    keys.go("Enter")
    note(keys)
    assert "Note ajoutée." in page.inner_text("main")

    for number in ten[8:]:
        keys.press("/")
        keys.write(number)
        keys.go("Enter")
        close(keys)

    assert [_done(runtime, number) for number in ten] == [
        *["answered"] * 2,
        *["asked"] * 2,
        *["assigned"] * 3,
        "noted",
        *["closed"] * 2,
    ]
    assert keys.unseen == []
    assert keys.strokes <= MOST_STROKES
    assert time.monotonic() - began < MOST_SECONDS


def _done(runtime: Runtime, number: str) -> str:
    done = {"answered", "asked", "assigned", "noted", "closed"}
    return next(kind for kind in reversed(kinds(runtime, number)) if kind in done)


def test_neighbours_help_and_the_end_of_a_field_are_a_key_away(
    page: Page, served: str, ten: list[str]
):
    keys = Keyboard(page)
    keys.sign_in(served, "claire@parcs.example")
    keys.tab_to(words="Toute l’équipe")
    keys.go("Enter")
    keys.go("j", "j", "Enter")
    second = page.url
    keys.go("k")
    assert page.url != second
    keys.go("j")
    assert page.url == second
    keys.press("?")
    assert page.locator("dialog#raccourcis").is_visible()
    keys.press("j", "Escape")
    page.locator("dialog#raccourcis").wait_for(state="hidden")
    assert page.url == second
    assert page.get_attribute("[data-search]", "aria-keyshortcuts") == "/"
    keys.press("/")
    keys.write("jxrn?")
    assert page.input_value("[data-search]") == "jxrn?"
    assert page.url == second


def test_turned_off_no_letter_does_anything(page: Page, served: str, ten: list[str]):
    keys = Keyboard(page)
    keys.sign_in(served, "claire@parcs.example")
    keys.tab_to(words="Préférences")
    keys.go("Enter")
    keys.tab_to(name="raccourcis")
    look(page)
    keys.press("Space")
    keys.tab_to(words="Enregistrer mes préférences")
    keys.go("Enter")
    assert "Les raccourcis clavier sont désactivés." in page.inner_text("main")
    page.goto(f"{served}/fr/gestion/parks/plaintes/{ten[0]}")
    assert page.locator("kbd:visible").count() == 0
    assert page.get_attribute("[data-reply]", "aria-keyshortcuts") is None
    before = page.evaluate("document.activeElement.tagName")
    keys.press("r", "?", "/", "j")
    assert page.evaluate("document.activeElement.tagName") == before
    assert not page.locator("dialog#raccourcis").is_visible()


def test_without_any_script_tab_and_enter_answer_a_complaint(
    chromium: Browser, served: str, runtime: Runtime, ten: list[str]
):
    context = chromium.new_context(
        viewport={"width": WIDE, "height": HEIGHT}, java_script_enabled=False
    )
    page = context.new_page()
    keys = Keyboard(page)
    keys.sign_in(served, "claire@parcs.example")
    keys.tab_to(words="Toute l’équipe")
    keys.go("Enter")
    keys.tab_to(words="Le sentier 0 est fermé.")
    keys.go("Enter")
    keys.tab_to(name="body")
    keys.write("Le sentier est rouvert depuis ce matin.")
    keys.tab_to(words="Voir la réponse avant l’envoi")
    keys.go("Enter")
    keys.tab_to(words="Envoyer")
    keys.go("Enter")
    assert complaint(runtime, ten[0]).status == "answered"
    assert keys.unseen == []
    context.close()
