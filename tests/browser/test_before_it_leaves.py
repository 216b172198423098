"""What is seen before a letter leaves, while it is held, and once it came back: open to all."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.complaints.handling import casework
from portal.domain.handling.held_messages import Outgoing
from portal.runtime import Runtime
from tests.browser.steps import look, press, sign_in
from tests.complaints.cases import act, issues
from tests.complaints.held_messages.people import confirmed, somebody
from tests.releases.publishing import publish
from tests.support import add_user, file
from tests.support.agencies import PARKS_YAML

pytestmark = pytest.mark.browser

CLAIRE = "claire@parcs.example"
SEND = "form:has([name=send]) .c-btn"
CASE = {"fr": "fr/gestion/parks/plaintes", "en": "en/office/parks/complaints"}
EXTEND = {"fr": "prolonger", "en": "extend"}
CLOSE = {"fr": "fermer", "en": "close"}
READ = {"fr": "relire", "en": "second-reading"}
BOTH = pytest.mark.parametrize("language", ["fr", "en"])


@BOTH
def test_an_extension_and_a_closing_from_their_letter_to_the_form_they_come_back_to(
    page: Page, served: str, runtime: Runtime, language: str
):
    runtime.config.hold_seconds = 60
    add_user(runtime, CLAIRE)
    sign_in(page, served, CLAIRE)
    by_post = {"reply_by": "post", "address": "12, rue du Parc"}
    extended, closed = (file(runtime, **more).number for more in ({}, by_post))
    act(runtime, closed, casework.answer, body="Le sentier est rouvert.")
    for number, action in ((extended, EXTEND), (closed, CLOSE)):
        page.goto(f"{served}/{CASE[language]}/{number}/{action[language]}")
        look(page)
        for one in page.locator("#reason, [name^=reasons]").all():
            one.fill("Le rapport tarde.")
        for one in page.locator("[name^=finding][value=founded]").all():
            one.check()
        for one in page.locator("[name^=remedies]").all()[-1:]:
            one.check()
        press(page, ".s-form .c-btn")
        assert "Le rapport tarde." in page.inner_text("main")
        look(page)
        press(page, SEND)
        look(page)
        press(page, "form:has([name=held]) .c-btn")
        assert page.input_value("#reason, [name^=reasons]") == "Le rapport tarde."
        page.goto(f"{served}/{CASE[language]}/{number}")
        look(page)


@BOTH
def test_a_settlement_as_its_second_reader_reads_it(
    page: Page, served: str, runtime: Runtime, language: str
):
    publish(runtime, PARKS_YAML + "second_reader: {answers: always}\n")
    add_user(runtime, CLAIRE)
    number = file(runtime).number
    found = {"issue_id": issues(runtime, number)[0].id, "finding": "settled", "measure": ""}
    said = {"contact": "phone", "findings": [found | {"reasons": "D’accord.", "criteria": []}]}
    confirmed(runtime, number, somebody(runtime, "luc"), kind=Outgoing.SETTLEMENT, **said)
    sign_in(page, served, CLAIRE)
    page.goto(f"{served}/{CASE[language]}/{number}/{READ[language]}")
    assert "D’accord." in page.inner_text("main")
    look(page)
    press(page, ".s-form .c-btn")
    look(page)
