"""A transfer is proposed and answered in the browser, on a telephone and in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.runtime import Runtime
from tests.browser.steps import look, press
from tests.browser.test_asking_again import open_complaint
from tests.services.cases import complaint
from tests.services.handing_on import WHY, propose, transfers
from tests.support import file

pytestmark = pytest.mark.browser

BOTH_LANGUAGES = pytest.mark.parametrize(
    ("follow", "transfer"), [("/fr/suivi", "transfert"), ("/en/follow", "transfer")]
)


@BOTH_LANGUAGES
def test_the_person_chooses_what_travels_and_releases_the_rest_later(
    page: Page, served: str, runtime: Runtime, follow: str, transfer: str
):
    receipt = file(runtime)
    propose(runtime, receipt.number)
    open_complaint(page, f"{served}{follow}", receipt.number, receipt.code)
    assert WHY in page.inner_text("main")
    look(page)
    press(page, f"main a[href$='/{transfer}']")
    assert page.locator("input[type=checkbox]:checked").count() == 0
    look(page)
    page.check("input[value=name]")
    press(page)
    assert complaint(runtime, receipt.number).agency == "water"
    look(page)
    press(page, f"aside a[href$='/{transfer}']")
    look(page)
    press(page)
    assert page.locator(".c-err").count() == 1
    look(page)
    page.check("input[value=contact]")
    press(page)
    assert transfers(runtime, receipt.number)[0].held == []
