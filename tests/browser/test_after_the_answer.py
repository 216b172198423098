"""The date to close an answered complaint, and the time of a review, are open to everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.complaints.handling import casework
from portal.complaints.handling.filing import Receipt
from portal.domain.actor import complainant
from portal.domain.role import Role
from portal.features.reviews.actions import ask_for_review
from portal.runtime import Runtime
from tests.browser.steps import look, press, sign_in
from tests.complaints.cases import act, complaint, member
from tests.support import add_user, file, officer

pytestmark = pytest.mark.browser

CLAIRE = "claire@parcs.example"


def answered(runtime: Runtime) -> Receipt:
    """A complaint that Claire answered."""
    receipt = file(runtime)
    claire = officer(user_id=add_user(runtime, CLAIRE))
    act(runtime, receipt.number, casework.answer, claire, body="Le sentier est ouvert.")
    return receipt


def follow(page: Page, served: str, receipt: Receipt) -> None:
    page.goto(f"{served}/fr/suivi")
    page.fill("[name=numero]", receipt.number)
    page.fill("[name=code]", receipt.code)
    press(page)


def test_the_complainant_sees_what_comes_next_and_when(page: Page, served: str, runtime: Runtime):
    receipt = answered(runtime)
    follow(page, served, receipt)
    assert "L’organisme ferme la plainte." in page.inner_text("aside")
    look(page)
    page.goto(f"{served}/en/follow/{receipt.number}")
    assert "What comes next" in page.inner_text("aside")
    look(page)


def test_the_officer_sees_until_when_to_close(page: Page, served: str, runtime: Runtime):
    number = answered(runtime).number
    sign_in(page, served, CLAIRE)
    for home, words in (
        (f"/fr/gestion/parks/plaintes/{number}", "au plus tard le 22 décembre 2026"),
        (f"/en/office/parks/complaints/{number}", "by 22 December 2026"),
    ):
        page.goto(served + home)
        assert words in page.inner_text(".s-next").replace("\N{NO-BREAK SPACE}", " ")
        look(page)
    page.goto(f"{served}/fr/gestion/parks/file?vue=equipe")
    assert "20 jours" in page.inner_text("main").replace("\N{NO-BREAK SPACE}", " ")
    look(page)


def test_whoever_handled_it_is_told_who_puts_a_review_off(
    page: Page, served: str, runtime: Runtime
):
    number = answered(runtime).number
    member(runtime, Role.MANAGER, post="director")
    citizen = complainant(complaint(runtime, number).id)
    act(runtime, number, ask_for_review, citizen, reason="Il est encore fermé.")
    sign_in(page, served, CLAIRE)
    for where, words in (
        (f"/fr/gestion/parks/plaintes/{number}/prolonger", "une autre personne décide"),
        (f"/en/office/parks/complaints/{number}/extend", "somebody else decides"),
    ):
        page.goto(served + where)
        assert words in page.inner_text("main").replace("\N{NO-BREAK SPACE}", " ")
        look(page)
    page.fill("#reason", "Une visite a lieu.")
    press(page)
    assert page.input_value("#reason") == "Une visite a lieu."
    look(page)


def test_the_rules_of_what_comes_after_the_answer(page: Page, served: str):
    for where in ("/fr/organismes/parks/dates", "/en/agencies/parks/dates", "/fr/dates"):
        page.goto(served + where)
        look(page)


def test_the_form_of_deadlines_with_the_closing(page: Page, served: str, runtime: Runtime):
    add_user(runtime, "ana@parcs.example", Role.ADMINISTRATOR, "parks", None)
    sign_in(page, served, "ana@parcs.example")
    for where in ("/fr/reglages/parks/delais", "/en/settings/parks/deadlines"):
        page.goto(served + where)
        assert page.input_value("#closing_amount") == "20"
        look(page)
