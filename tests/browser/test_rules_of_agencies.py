"""Redirects, criteria and a time that waits for the file, from page to page, looked at by axe."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.complaints.dates.answer_dates import complete_file
from portal.complaints.handling import casework
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.browser.steps import forget_everybody, look, press, sign_in
from tests.complaints.cases import act
from tests.complaints.dates.other_rules import WITH_WAIT
from tests.releases.publishing import publish
from tests.support import add_user, file

pytestmark = pytest.mark.browser
PROMISED = {"fr": "8\N{NO-BREAK SPACE}décembre 2026", "en": "8 December 2026"}


@pytest.mark.parametrize(
    ("home", "story", "review"),
    [
        ("/fr/", "Mon permis refusé l’a été sans raison pour le sentier.", "La Régie, en révision"),
        ("/en/", "My permit refused without a reason for the trail.", "The Board, for a review"),
    ],
)
def test_whoever_contests_a_decision_is_told_where_and_until_when(
    page: Page, served: str, home: str, story: str, review: str
):
    page.goto(served + home)
    page.fill("#mots", story)
    press(page, page.locator("#mots").locator("xpath=ancestor::form").locator("button"))
    assert review in page.inner_text("main")
    look(page)
    press(page, ".c-results button")
    page.fill("textarea", story)
    press(page)
    page.fill("input[name=q-place]", "Mont Royal")
    for part, value in (("day", "1"), ("month", "11"), ("year", "2026")):
        page.fill(f"input[name=q-since-{part}]", value)
    press(page)
    page.check("#qui-self" if page.locator("#qui-self").count() else "input[name=qui]")
    page.fill("input[name=nom]", "Michel Gagnon")
    page.check("input[name=moyen][value=none]")
    press(page)
    assert "31" in page.locator(".c-msg li").first.inner_text()
    look(page)
    press(page)
    assert review in page.inner_text("main")
    look(page)


@pytest.mark.parametrize(
    ("list_", "close", "follow"),
    [("fr/gestion", "fermer", "fr/suivi"), ("en/office", "close", "en/follow")],
)
def test_a_founded_complaint_is_closed_with_its_criteria(
    page: Page, served: str, runtime: Runtime, list_: str, close: str, follow: str
):
    receipt = file(runtime, "water")
    act(runtime, receipt.number, casework.answer, body="Facture corrigée.")
    add_user(runtime, "claire@eaux.example", Role.OFFICER, "water")
    sign_in(page, served, "claire@eaux.example")
    complaints = "plaintes" if list_.startswith("fr") else "complaints"
    page.goto(f"{served}/{list_}/water/{complaints}/{receipt.number}/{close}")
    look(page)
    page.check("input[value=founded]")
    page.locator("[name^=remedies]").first.check()
    page.fill("textarea[name^=reasons]", "Le compteur était mal lu.")
    press(page, ".s-form .c-btn")
    assert page.locator("[id^=criteria][id$='-e']").count() == 1
    look(page)
    page.check("input[value=error]")
    press(page, ".s-form .c-btn")
    look(page)
    press(page, "form:has([name=send]) .c-btn")
    look(page)
    page.goto(f"{served}/{follow}")
    page.fill("#numero", receipt.number)
    page.fill("#code", receipt.code)
    press(page)
    assert "Le compteur était mal lu." in page.inner_text("main")
    look(page)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_time_that_waits_for_the_file_is_started(
    page: Page, served: str, runtime: Runtime, language: str
):
    publish(runtime, WITH_WAIT, moving=False)
    receipt = file(runtime)
    add_user(runtime, "claire@parks.example")
    sign_in(page, served, "claire@parks.example")
    office, complaints, complete = {
        "fr": ("gestion", "plaintes", "complet"),
        "en": ("office", "complaints", "complete"),
    }[language]
    case = f"{served}/{language}/{office}/parks/{complaints}/{receipt.number}"
    page.goto(case)
    look(page)
    page.goto(f"{case}/{complete}")
    look(page)
    press(page, ".s-form .c-btn")
    look(page)
    assert spaced(PROMISED[language]) in spaced(page.inner_text("main"))
    other = file(runtime)
    forget_everybody(page)
    page.goto(f"{served}/{language}/{'suivi' if language == 'fr' else 'follow'}")
    page.fill("#numero", other.number)
    page.fill("#code", other.code)
    press(page)
    look(page)
    act(runtime, other.number, complete_file)
    page.reload()
    look(page)


def spaced(text: str) -> str:
    """Return a text with ordinary spaces: a browser may give either."""
    return text.replace("\N{NO-BREAK SPACE}", " ")
