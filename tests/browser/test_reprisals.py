"""Reporting reprisals on a telephone, and acting on them, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.browser.steps import look, press, sign_in
from tests.support import add_user, file


@pytest.mark.parametrize(
    ("follow", "report", "again"),
    [
        ("fr/suivi", "Signaler des représailles", "Votre signalement est reçu."),
        ("en/follow", "Report reprisals", "Your report has been received."),
    ],
)
def test_a_report_reaches_the_head_who_acts(
    page: Page, served: str, runtime: Runtime, follow: str, report: str, again: str
) -> None:
    receipt = file(runtime)
    add_user(runtime, "anne.cote@parcs.example", Role.HEAD, post=None)
    page.goto(f"{served}/{follow}?numero={receipt.number}")
    page.fill("#code", receipt.code)
    press(page)
    press(page, page.get_by_role("link", name=report))
    look(page)
    press(page)
    assert page.locator(".c-field--err").count() == 1
    look(page)
    page.fill("#faits", "On me refuse l’entrée depuis ma plainte.")
    press(page)
    assert page.get_by_text(again).is_visible()
    look(page)
    sign_in(page, served, "anne.cote@parcs.example")
    page.goto(f"{served}/fr/gestion/parks/file")
    look(page)
    press(page, page.get_by_role("link", name="Ouvrir"))
    look(page)
    press(page, page.get_by_role("link", name=receipt.number))
    look(page)
    press(page, page.get_by_role("link", name="Noter le premier geste").first)
    look(page)
    page.fill("#body", "J’ai parlé à la personne.")
    press(page)
    assert page.get_by_text("Noter le suivi après 30 jours").first.is_visible()
    look(page)
    page.goto(f"{served}/fr/gestion/parks/plaintes/{receipt.number}/represailles")
    look(page)
