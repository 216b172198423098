"""What a citizen prints has all that the page has, on few pages; nothing is wider than a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from tests.browser.steps import look, look_closely
from tests.pages.citizen.journeys import ANSWERS, REPLY, STORY, WORDS, at

pytestmark = pytest.mark.browser

UNBROKEN = "abcdefghij" * 20
FOLDED = f"<details><summary>Plus</summary><p id=folded>Tout{'<br>' * 200}</p></details>"
SIZE = "at => parseFloat(getComputedStyle(document.querySelector(at)).fontSize)"
SEEN = "document.getElementById('folded').checkVisibility({contentVisibilityAuto: true})"


def send(page: Page, address: str, **form: str) -> str:
    """Send a form with the token of the page that is open, and return where it led."""
    token = page.input_value("[name=csrf_token] >> nth=0")
    answer = page.request.post(address, form={**form, "csrf_token": token})
    assert answer.ok
    return answer.url


def to_check(page: Page, served: str, told: str = "", name: str = "Michel Gagnon") -> str:
    """Go as far as the check page of a complaint that tells this, and return its draft."""
    page.goto(f"{served}/fr/organismes/parks")
    draft = send(page, f"{served}/fr/plainte", mots=WORDS).split("/")[5]
    for step, form in (
        ("organisme", {"organisme": "parks", "categorie": "trail"}),
        ("recit", {"recit": f"{STORY} {told}"}),
        ("questions", {**ANSWERS, **({"q-place": told} if told else {})}),
        ("reponse", {**REPLY, "nom": name}),
    ):
        send(page, f"{served}{at(draft, step)}", **form)
    page.goto(f"{served}{at(draft, 'verifier')}")
    return draft


def sent(page: Page, served: str, told: str = "", name: str = "Michel Gagnon") -> None:
    """Open the page of a complaint that was just sent."""
    draft = to_check(page, served, told, name)
    send(page, page.url)
    page.goto(f"{served}{at(draft, 'envoyee')}")


def pages_printed(page: Page) -> int:
    """Return how many sheets Chromium prints a page on."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter")))


def test_the_sent_page_prints_on_one_page_with_the_code_to_scan(page: Page, served: str):
    sent(page, served)
    look_closely(page)
    assert not page.locator(".c-scan__code").is_visible()
    assert pages_printed(page) == 1
    page.emulate_media(media="print")
    assert page.locator(".c-scan__code svg").is_visible()
    assert not page.locator("#a-copier").is_visible()


def test_what_is_folded_is_printed_and_no_small_text_is_larger_than_the_body(
    page: Page, served: str
):
    sent(page, served)
    page.evaluate("folded => document.querySelector('main').innerHTML += folded", FOLDED)
    page.evaluate("document.querySelector('main').innerHTML += '<p class=c-meta>Peu</p>'")
    assert not page.evaluate(SEEN)
    assert pages_printed(page) > 3
    page.emulate_media(media="print")
    # Chromium lays the page out anew for the other medium when it next draws it.
    page.wait_for_function(SEEN)
    assert page.locator("#folded").bounding_box()["height"] > 0
    assert page.evaluate(SIZE, ".c-meta") <= page.evaluate(SIZE, "body")


def test_a_word_that_never_ends_makes_no_page_wider_than_a_phone(page: Page, served: str):
    to_check(page, served, UNBROKEN, UNBROKEN)
    assert UNBROKEN in page.inner_text("main")
    look(page)
    sent(page, served, UNBROKEN, UNBROKEN)
    look(page)
    page.goto(f"{served}/fr/suivi/2026-000001")
    page.evaluate("document.querySelectorAll('details').forEach(folded => folded.open = true)")
    assert UNBROKEN in page.inner_text("main")
    look(page)
