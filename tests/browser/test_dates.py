"""How dates are counted, in a real browser: the rules, and a date that explains itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.runtime import Runtime
from tests.browser.steps import look, press, sign_in
from tests.support import add_user, file


@pytest.mark.parametrize(
    "path", ["/fr/dates", "/en/dates", "/fr/organismes/parks/dates", "/en/agencies/parks/dates"]
)
def test_the_rules_of_counting_are_read_by_everybody(page: Page, served: str, path: str) -> None:
    page.goto(f"{served}{path}")
    look(page)


def test_both_sides_unfold_the_same_explanation(page: Page, served: str, runtime: Runtime) -> None:
    receipt = file(runtime)
    page.goto(f"{served}/fr/suivi?numero={receipt.number}")
    page.fill("#code", receipt.code)
    press(page)
    told = unfolded(page)
    look(page)
    add_user(runtime, "claire.roy@parcs.example")
    sign_in(page, served, "claire.roy@parcs.example")
    page.goto(f"{served}/fr/gestion/parks/plaintes/{receipt.number}")
    assert unfolded(page) == told
    look(page)


def unfolded(page: Page) -> list[str]:
    """Unfold the explanation of the date awaited; return its table and its last sentence."""
    details = page.locator("details", has_text="Comment cette date est comptée")
    details.locator("summary").first.click()
    assert details.locator("table").is_visible()
    return [details.locator("table").inner_text(), details.locator("strong").last.inner_text()]
