"""Several complaints at once in a browser, and a search that is kept."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.runtime import Runtime
from tests.browser.steps import look, press, sign_in
from tests.support import add_user, file

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("path", "done"),
    [
        ("/fr/gestion/parks/file?vue=equipe&q=sentier", "2 plaintes changées."),
        ("/en/office/parks/list?vue=equipe&q=sentier", "2 complaints changed."),
    ],
)
def test_an_officer_assigns_two_complaints_and_keeps_the_search(
    page: Page, served: str, runtime: Runtime, path: str, done: str
):
    for _ in range(2):
        file(runtime)
    add_user(runtime, "claire@parcs.example")
    sign_in(page, served, "claire@parcs.example")
    page.goto(served + path)
    look(page)
    for box in page.locator("input[name=plainte]").all():
        box.check()
    press(page, ".s-bulk .c-btn")
    look(page)
    press(page, "main .c-actions .c-btn")
    assert done in page.inner_text("main")
    page.goto(served + path)
    page.locator(".s-fold > summary").click() if not page.is_visible("#nom-recherche") else None
    page.fill("#nom-recherche", "Sentiers")
    press(page, "form[action*='garder'] .c-btn, form[action*='keep'] .c-btn")
    look(page)
