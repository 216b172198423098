"""Asking inside the agency and answering, in a real browser, on a desk and on a telephone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.browser.steps import forget_everybody, look, press, sign_in
from tests.features.information_requests.asking_inside import ask as asked_already
from tests.features.information_requests.asking_inside import be_silent, requests
from tests.support import FixedClock, add_user, file

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("office", "ask", "asked", "withdraw"),
    [
        ("fr/gestion/parks/plaintes", "renseignements", "fr/gestion/parks/demandes", "Retirer"),
        ("en/office/parks/complaints", "information", "en/office/parks/requests", "Withdraw"),
    ],
)
def test_somebody_is_asked_answers_and_is_asked_again(
    page: Page,
    served: str,
    runtime: Runtime,
    clock: FixedClock,
    office: str,
    ask: str,
    asked: str,
    withdraw: str,
) -> None:
    number = file(runtime).number
    case = f"{served}/{office}/{number}"
    add_user(runtime, "claire@parcs.example")
    add_user(runtime, "luc@parcs.example", Role.MANAGER, post="director")
    add_user(runtime, "anne@parcs.example", Role.TOP_AUTHORITY, post="president")
    sign_in(page, served, "claire@parcs.example")
    for question in ("Qui a fermé le sentier?", "Depuis quand?"):
        page.goto(f"{case}/{ask}")
        look(page)
        press(page)
        assert page.locator(".c-field--err").count() == 2
        look(page)
        page.select_option("#asked", "post:director")
        page.fill("#question", question)
        press(page)
        look(page)
        press(page)
        look(page)
    press(page, page.get_by_role("link", name=re.compile(f"^{withdraw}")).last)
    look(page)
    page.fill("#reason", "Trouvé.")
    press(page)
    look(page)
    forget_everybody(page)
    sign_in(page, served, "luc@parcs.example")
    page.goto(f"{served}/{asked}")
    look(page)
    press(page, ".s-table a")
    look(page)
    press(page)
    assert page.locator(".c-field--err").count() == 1
    look(page)
    page.fill("#body", "La ville.")
    press(page)
    look(page)
    assert [one.answer for one in requests(runtime, number)] == ["La ville.", None]
    page.goto(f"{served}/{asked}/{requests(runtime, number)[0].id}")
    look(page)


def test_a_late_request_is_seen_in_the_list_and_on_the_complaint(
    page: Page, served: str, runtime: Runtime, clock: FixedClock
) -> None:
    add_user(runtime, "luc@parcs.example", Role.MANAGER, post="director")
    add_user(runtime, "anne@parcs.example", Role.TOP_AUTHORITY, post="president")
    number = file(runtime).number
    asked_already(runtime, number)
    be_silent(runtime, number, clock)
    sign_in(page, served, "anne@parcs.example")
    for path in ("file?vue=equipe", f"plaintes/{number}", "demandes"):
        page.goto(f"{served}/fr/gestion/parks/{path}")
        is_list = path == "demandes"  # where whoever has it now finds their own date
        assert page.locator(".c-tag--ok" if is_list else ".c-tag--late").first.is_visible()
        look(page)
