"""A transfer is proposed and answered in the browser, on a telephone and in both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.complaints.handling import casework
from portal.runtime import Runtime
from tests.browser.steps import look, open_complaint, press, sign_in
from tests.complaints.cases import act, complaint
from tests.features.transfers.transferred import WHY, propose, transfers
from tests.support import add_user, file

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
    press(page, f"main a[href$='/{transfer}']")
    look(page)
    press(page)
    assert page.locator(".c-err").count() == 1
    look(page)
    page.check("input[value=contact]")
    press(page)
    assert transfers(runtime, receipt.number)[0].held == []


@pytest.mark.parametrize(
    ("case", "transfer"),
    [("fr/gestion/parks/plaintes", "transferer"), ("en/office/parks/complaints", "transfer")],
)
def test_an_officer_proposes_it_with_a_note(
    page: Page, served: str, runtime: Runtime, case: str, transfer: str
):
    number = file(runtime).number
    act(runtime, number, casework.add_note, body="Voir la patrouille.")
    add_user(runtime, "claire.roy@parcs.example")
    sign_in(page, served, "claire.roy@parcs.example")
    page.goto(f"{served}/{case}/{number}/{transfer}")
    look(page)
    press(page)
    assert page.locator(".c-err").count() == 2
    look(page)
    page.check("input[value=water]")
    page.fill("#reason", WHY)
    page.check("input[name=notes]")
    press(page)
    look(page)
    press(page)
    look(page)
    assert len(transfers(runtime, number)[0].notes) == 1
