"""A complaint that came by phone is written down in a browser, in under two minutes of work."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.runtime import Runtime
from tests.browser.steps import look, press, sign_in
from tests.support import add_user

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("path", "missing", "done"),
    [
        (
            "/fr/gestion/parks/nouvelle",
            "Choisissez comment la plainte est arrivée",
            "La plainte est inscrite",
        ),
        ("/en/office/parks/new", "Choose how the complaint came in", "The complaint is registered"),
    ],
)
def test_an_employee_writes_a_call_down(
    page: Page, served: str, runtime: Runtime, path: str, missing: str, done: str
):
    add_user(runtime, "claire@parcs.example")
    sign_in(page, served, "claire@parcs.example")
    page.goto(served + path)
    look(page)
    press(page, "main .c-actions .c-btn")
    assert missing in page.inner_text("main")
    look(page)
    page.check("input[name=canal][value=phone]")
    page.fill("#recit", "Le sentier est fermé depuis un mois.")
    page.click("details:has(#sujet) > summary")
    page.select_option("#sujet", "trail")
    press(page, "button[name=questions]")
    assert page.input_value("#recit") == "Le sentier est fermé depuis un mois."
    look(page)
    page.check("input[name=moyen][value=none]")
    press(page, "main .c-actions .c-btn")
    assert done in page.inner_text("h1")
    look(page)
