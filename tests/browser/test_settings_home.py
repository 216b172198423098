"""The first page of the settings, on a screen and on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.browser.steps import look, press, sign_in
from tests.support import add_user

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("home", ["/fr/reglages/parks", "/en/settings/parks"])
def test_each_form_is_one_link_away(page: Page, served: str, runtime: Runtime, home: str):
    add_user(runtime, "admin@parks.example", Role.ADMINISTRATOR, post=None)
    sign_in(page, served, "admin@parks.example")
    page.goto(served + home)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        look(page)
    forms = page.locator("main section a")
    assert forms.count() == 22
    for rank in range(14):
        press(page, forms.nth(rank))
        assert page.locator("main h1").count() == 1
        page.goto(served + home)
