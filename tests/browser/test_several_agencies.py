"""Several agencies answer one complaint in the browser: asked, chosen, read, ruled, linked."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.domain.role import Role
from portal.features.joint_answers.rules import NamedAgency, OtherAgencies
from portal.runtime import Runtime
from tests.browser.steps import forget_everybody, look, open_complaint, press, sign_in
from tests.complaints.cases import complaint
from tests.features.joint_answers.asked_parts import ASKED, answer, ask, parts
from tests.features.transfers.routing_rules import decided
from tests.support import add_user, file

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("follow", ["/fr/suivi", "/en/follow"])
def test_the_person_chooses_what_is_read_and_sees_a_line_for_each_agency(
    page: Page, served: str, runtime: Runtime, follow: str
):
    receipt = file(runtime)
    part = ask(runtime, receipt.number)
    open_complaint(page, f"{served}{follow}", receipt.number, receipt.code)
    assert ASKED in page.content()
    look(page)
    press(page, ".c-msg a.c-btn")
    assert page.locator("input[type=checkbox]:checked").count() == 0
    look(page)
    page.check("input[value=story]")
    press(page)
    assert complaint(runtime, part).story
    look(page)
    page.goto(f"{page.url}/message")
    press(page)
    assert page.locator(".c-err").count() == 2
    look(page)
    answer(runtime, receipt.number, "Le sentier est ouvert.")
    answer(runtime, part, "La conduite est réparée.")
    page.goto(f"{served}{follow}/{receipt.number}")
    assert "La conduite est réparée." in page.inner_text("main")
    look(page)
    press(page, "main .c-files a[href*=revi]")
    press(page)
    assert page.locator(".c-field--err").count() == 1
    look(page)
    page.fill("textarea", "Elle fuit encore.")
    press(page)
    assert "Elle fuit encore." in page.inner_text("main")
    look(page)


@pytest.mark.parametrize(
    ("case", "action", "link", "declining"),
    [
        ("fr/gestion/{}/plaintes", "demander-une-partie", "lier", "pas-concerne"),
        ("en/office/{}/complaints", "ask-for-a-part", "link", "not-concerned"),
    ],
)
def test_officers_ask_for_a_part_and_open_it_and_link_complaints(
    page: Page, served: str, runtime: Runtime, case: str, action: str, link: str, declining: str
):
    other = [OtherAgencies((NamedAgency("water", ASKED, ("story",)),))]
    number, second = file(runtime).number, file(runtime).number
    named = file(runtime, parts=other).number
    add_user(runtime, "claire@parcs.example")
    add_user(runtime, "paul@eaux.example", agency="water")
    sign_in(page, served, "claire@parcs.example")
    page.goto(f"{served}/{case.format('parks')}/{number}")
    look(page)
    page.goto(f"{page.url}/{action}")
    press(page)
    assert page.locator(".c-err").count() == 2
    look(page)
    page.check("input[value=water]")
    page.fill("#question", ASKED)
    press(page)
    look(page)
    press(page)
    look(page)
    page.goto(f"{page.url}/{link}")
    look(page)
    page.fill("#linked", second)
    press(page)
    look(page)
    (part,) = parts(runtime, named)
    forget_everybody(page)
    sign_in(page, served, "paul@eaux.example")
    theirs = f"{served}/{case.format('water')}/{part.number}"
    page.goto(theirs)
    look(page)
    page.goto(f"{theirs}/{declining}")
    press(page)
    assert page.locator(".c-field--err").count() == 1
    look(page)
    page.fill("#reason", "La conduite n’est pas à nous.")
    press(page)
    look(page)
    forget_everybody(page)
    sign_in(page, served, "claire@parcs.example")
    page.goto(f"{served}/{case.format('parks')}/{named}")
    look(page)
    press(page, page.locator(".c-msg .c-btn").first)
    look(page)
    page.fill("#reason", "Nous répondons nous-mêmes.")
    press(page)
    look(page)


@pytest.mark.parametrize("rules", ["fr/gestion/desk/regles", "en/office/desk/rules"])
def test_the_desk_reads_its_rules_and_revokes_one(
    page: Page, served: str, runtime: Runtime, rules: str
):
    add_user(runtime, "aline@guichet.example", Role.INTAKE, "desk", "desk")
    sign_in(page, served, "aline@guichet.example")
    page.goto(f"{served}/{rules}")
    look(page)
    decided(runtime)
    page.goto(f"{served}/{rules}")
    look(page)
    press(page, "main .s-pages a")
    look(page)
    press(page)
    assert page.locator(".c-err").count() == 1
    look(page)
    page.fill("#reason", "Les réseaux ont changé.")
    press(page)
    look(page)
