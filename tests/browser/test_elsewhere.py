"""The directory of bodies outside the portal, and the finder that names them, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.steps import PHONE, look_closely, press

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("home", "directory", "words"),
    [("/fr/", "/fr/hors-portail", "mon train"), ("/en/", "/en/elsewhere", "my train")],
)
def test_whoever_is_at_the_wrong_door_finds_the_right_one_on_a_phone(
    page: Page, served: str, home: str, directory: str, words: str
):
    page.set_viewport_size(PHONE)
    page.goto(served + home)
    page.fill("input[name=mots]", words)
    press(page, ".c-finder .c-btn")
    look_closely(page)
    press(page, f"main a[href='{directory}']")
    page.set_viewport_size(PHONE)
    page.locator("main a[href='#transit']").click()
    assert page.locator("#transit").is_visible()
    look_closely(page)
