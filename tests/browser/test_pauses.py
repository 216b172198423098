"""A question that stops the time, in a real browser: asked, previewed, read and let go on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.runtime import Runtime
from tests.browser.steps import look, press, sign_in
from tests.support import add_user, file


@pytest.mark.parametrize(
    ("office", "ask", "resume", "follow", "stopped"),
    [
        ("fr/gestion/water/plaintes", "demander", "reprendre", "fr/suivi", "Délai suspendu"),
        ("en/office/water/complaints", "ask", "resume", "en/follow", "Time limit paused"),
    ],
)
def test_a_time_is_stopped_with_a_question_and_goes_on(
    page: Page,
    served: str,
    runtime: Runtime,
    office: str,
    ask: str,
    resume: str,
    follow: str,
    stopped: str,
) -> None:
    receipt = file(runtime, "water")
    add_user(runtime, "claire.roy@eaux.example", agency="water")
    sign_in(page, served, "claire.roy@eaux.example")
    case = f"{served}/{office}/{receipt.number}"
    page.goto(f"{case}/{ask}")
    page.fill("#body", "Quel est le relevé de votre compteur?")
    page.check("#pause-2")
    look(page)
    press(page)
    look(page)
    press(page)
    assert page.get_by_text(stopped, exact=True).first.is_visible()
    look(page)
    page.goto(f"{served}/{follow}?numero={receipt.number}")
    page.fill("#code", receipt.code)
    press(page)
    assert page.get_by_text(stopped, exact=True).first.is_visible()
    look(page)
    page.goto(f"{case}/{resume}")
    look(page)
    press(page)
    assert not page.get_by_text(stopped, exact=True).count()
    look(page)


@pytest.mark.parametrize("path", ["fr/organismes/water/dates", "en/agencies/water/dates"])
def test_what_a_time_stops_for_is_read_by_everybody(page: Page, served: str, path: str) -> None:
    page.goto(f"{served}/{path}")
    look(page)
