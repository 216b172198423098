"""A closed complaint is taken up again in the browser, on a telephone and in both languages."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from portal.runtime import Runtime
from tests.browser.steps import look, open_complaint, press
from tests.complaints.cases import kinds
from tests.complaints.closed import WHY, conclude
from tests.support import FixedClock, file

pytestmark = pytest.mark.browser

BOTH_LANGUAGES = pytest.mark.parametrize(
    ("follow", "again"), [("/fr/suivi", "reprendre"), ("/en/follow", "again")]
)


@BOTH_LANGUAGES
def test_a_closed_complaint_is_taken_up_again(
    page: Page, served: str, runtime: Runtime, follow: str, again: str
):
    receipt = file(runtime)
    conclude(runtime, receipt.number)
    open_complaint(page, f"{served}{follow}", receipt.number, receipt.code)
    look(page)
    press(page, f"aside a[href$='/{again}']")
    look(page)
    press(page)
    assert page.locator(".c-err").count() == 2
    look(page)
    page.check("#voie")
    page.fill("#raison", WHY)
    press(page)
    assert WHY in page.inner_text("main")
    look(page)
    assert kinds(runtime, receipt.number)[-1] == "reopened"


@BOTH_LANGUAGES
def test_after_the_last_day_the_page_says_what_is_left(
    page: Page, served: str, runtime: Runtime, clock: FixedClock, follow: str, again: str
):
    receipt = file(runtime)
    conclude(runtime, receipt.number)
    clock.moment += timedelta(days=60)
    open_complaint(page, f"{served}{follow}", receipt.number, receipt.code)
    press(page, f"aside a[href$='/{again}']")
    assert page.locator("main form").count() == 1
    look(page)
