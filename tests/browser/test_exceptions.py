"""Somebody named, something urgent, contact limited: their pages in a real browser."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import Page

from portal.domain.actor import complainant
from portal.domain.role import Role
from portal.domain.time.promise import Allowance, Unit
from portal.features.conflicts_of_interest import actions as declaring
from portal.features.contact_limits import actions as limits
from portal.features.contact_limits.actions import Limit
from portal.features.contact_limits.rules import Means
from portal.runtime import Runtime
from tests.browser.steps import forget_everybody, look, press, sign_in
from tests.complaints.cases import act, complaint, ruled_by
from tests.features.conflicts_of_interest.named_staff import somebody
from tests.support import file

CASE = {"fr": "fr/gestion/parks/plaintes", "en": "en/office/parks/complaints"}
WORDS = {
    "fr": ("Cette plainte vous est fermée", "Lever une mise à l’écart", "limites"),
    "en": ("This complaint is closed to you", "Let somebody back in", "limits"),
}
PAGES = {
    "fr": (
        "tenir-a-l-ecart",
        "prevenue",
        "me-retirer",
        "urgence",
        "ecarter-urgence",
        "limiter-les-contacts",
    ),
    "en": ("keep-out", "told", "step-back", "urgent", "not-urgent", "limit-contact"),
}
LATER = {"fr": ("reviser-la-limite", "lever-la-limite"), "en": ("review-limit", "lift-limit")}
FOLLOW = {"fr": ("fr/suivi", "limite"), "en": ("en/follow", "limit")}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_of_what_is_rare(page: Page, served: str, runtime: Runtime, language: str) -> None:
    ruled_by(runtime, urgency={"words": ["au bord du gouffre"]})
    luc, _ = somebody(runtime, "Luc Côté"), somebody(runtime, "Anne Roy")
    zoe = somebody(runtime, "Zoé Chef", Role.HEAD, None)
    somebody(runtime, "Ada Top", Role.TOP_AUTHORITY, "president")
    receipt = file(runtime, story="Luc Côté m’a laissé au bord du gouffre.")
    act(runtime, receipt.number, declaring.tell, zoe, user_id=luc.user_id)
    closed, back, register = WORDS[language]
    case = f"{served}/{CASE[language]}/{receipt.number}"
    sign_in(page, served, "luc.cote@exemple.org")
    page.goto(case)
    assert page.get_by_text(closed).first.is_visible()
    look(page)
    forget_everybody(page)
    sign_in(page, served, "zoe.chef@exemple.org")
    page.goto(case)
    look(page)
    for name in PAGES[language]:
        page.goto(f"{case}/{name}")
        look(page)
    press(page)
    assert page.locator(".c-field--err").count() == 3
    look(page)
    page.goto(case)
    press(page, page.get_by_role("link", name=back))
    press(page)
    look(page)
    means = (Means.ONE_PERSON, Means.WRITTEN, Means.WEEKLY)
    said = Limit(means, "Quarante appels.", Allowance(3, Unit.MONTHS), zoe.user_id)
    act(runtime, receipt.number, limits.limit_contact, zoe, limit=said)
    owner = complainant(complaint(runtime, receipt.number).id)
    follow, ask = FOLLOW[language]
    page.goto(f"{served}/{follow}?numero={receipt.number}")
    page.fill("#code", receipt.code)
    press(page)
    look(page)
    page.goto(f"{page.url}/{ask}")
    look(page)
    runtime.change(owner, receipt.number, partial(limits.ask_review, why="Je suis sourde."))
    forget_everybody(page)
    sign_in(page, served, "ada.top@exemple.org")
    page.goto(f"{case}/{LATER[language][0]}")
    look(page)
    page.goto(f"{case.partition('/parks')[0]}/parks/{register}")
    look(page)
