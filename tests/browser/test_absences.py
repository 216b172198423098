"""An absence in a browser: noted, refused where it would close a circle, ended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.browser.steps import look, press, sign_in
from tests.support import add_user

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("path", "noted", "refused"),
    [
        ("/fr/gestion/parks/absences", "L’absence est notée.", "Choisissez quelqu’un d’autre"),
        ("/en/office/parks/absences", "The absence is recorded.", "Choose somebody else"),
    ],
)
def test_a_head_notes_absences(
    page: Page, served: str, runtime: Runtime, path: str, noted: str, refused: str
):
    add_user(runtime, "chef@parcs.example", Role.HEAD)
    add_user(runtime, "claire@parcs.example")
    add_user(runtime, "paul@parcs.example")
    sign_in(page, served, "chef@parcs.example")
    page.goto(served + path)
    look(page)
    press(page, "main form.s-form .c-btn")
    look(page)
    write(page, runtime, "Claire", "Paul")
    assert noted in page.inner_text("main")
    look(page)
    write(page, runtime, "Paul", "Claire")
    assert refused in page.inner_text("main")
    assert page.input_value("#until-month") == str((runtime.now() + timedelta(days=9)).month)
    look(page)
    page.goto(served + path)
    press(page, "main table button")
    assert "Paul" not in page.inner_text("main h2 + p")


def write(page: Page, runtime: Runtime, person: str, substitute: str) -> None:
    """Fill in the form for the next days, and send it."""
    page.select_option("#person", label=person)
    for name, days in (("from", 1), ("until", 9)):
        day = runtime.now() + timedelta(days=days)
        page.fill(f"#{name}", str(day.day))
        page.fill(f"#{name}-month", str(day.month))
        page.fill(f"#{name}-year", str(day.year))
    page.select_option("#substitute", label=substitute)
    press(page, "main form.s-form .c-btn")
