"""axe finds nothing on the way from a new agency to its publication, in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.domain.actor import Role
from portal.runtime import Runtime
from tests.browser.steps import look, press, sign_in
from tests.support import add_user
from tests.web.settings.starting.test_beginning_page import ANSWERS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("office", "home"),
    [("/fr/gestion", "/fr/reglages/lacs"), ("/en/office", "/en/settings/lacs")],
)
def test_an_agency_is_started_and_published(
    page: Page, served: str, runtime: Runtime, office: str, home: str
):
    add_user(runtime, "admin@portal.example", Role.ADMINISTRATOR, None, None)
    sign_in(page, served, "admin@portal.example")
    page.goto(served + office)
    look(page)
    press(page, "main .c-btn--2")
    look(page)
    press(page)
    assert page.locator(".c-err").count() >= 10
    look(page)
    for name, typed in ANSWERS.items():
        field = page.locator(f"#{name}")
        field.select_option(typed) if name.endswith("theme") else field.fill(typed)
    press(page)
    assert page.url == served + home
    look(page)
    page.goto(served + office)
    look(page)
    page.goto(served + home)
    press(page, "main .c-actions .c-btn")
    look(page)
    press(page)
    assert page.url == served + home
    look(page)
