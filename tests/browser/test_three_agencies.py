"""Three agencies are complained to at once, on a telephone whose scripts are switched off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from portal.runtime import Runtime
from tests.browser.steps import PHONE, look, press
from tests.features.joint_answers.third_agency import put_air_in_force

pytestmark = pytest.mark.browser
GO_ON = ".c-actions .c-btn"
WORDS = {
    "fr": "sentier fermé, facture d’eau fausse, odeur de fumée",
    "en": "trail closed, wrong water bill, smell of smoke",
}
DAYS = {
    "fr": ("22 décembre 2026", "8 décembre 2026", "15 décembre 2026"),
    "en": ("22 December 2026", "8 December 2026", "15 December 2026"),
}


@pytest.fixture
def telephone(chromium: Browser) -> Iterator[Page]:
    """A page as wide as a telephone, without scripts."""
    context = chromium.new_context(viewport=PHONE, java_script_enabled=False)
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", WORDS)
def test_each_has_its_date_on_every_page_and_no_page_is_wider_than_the_telephone(
    telephone: Page, served: str, runtime: Runtime, agency_files: Path, language: str
):
    put_air_in_force(runtime, agency_files)
    for _ in filed(telephone, f"{served}/{language}/", WORDS[language]):
        width = telephone.locator("html").bounding_box()["width"]
        assert width <= PHONE["width"]
        assert telephone.locator("main").bounding_box()["width"] <= PHONE["width"]
    said = telephone.inner_text("main").replace("\N{NO-BREAK SPACE}", " ")
    assert [day in said for day in DAYS[language]] == [True, True, True]


@pytest.mark.parametrize("language", WORDS)
def test_the_pages_on_the_way_can_be_used_by_everybody(
    page: Page, served: str, runtime: Runtime, agency_files: Path, language: str
):
    put_air_in_force(runtime, agency_files)
    for _ in filed(page, f"{served}/{language}/", WORDS[language]):
        look(page)


def filed(page: Page, home: str, words: str) -> Iterator[None]:
    """Complain to three agencies, and stop at each page that has something about them."""
    page.goto(home)
    page.fill("#mots", words)
    press(page, page.locator("#mots").locator("xpath=ancestor::form").locator("button"))
    if page.locator("summary#autres").count():
        page.click("summary#autres")
    page.check("#aussi-water")
    page.check("#aussi-air")
    yield
    press(page, "button[name=organisme][value=parks]")
    page.fill("textarea", "Le sentier du lac est fermé.")
    press(page)
    if page.locator("input[name=q-place]").count():
        page.fill("input[name=q-place]", "Mont Royal")
        press(page)
    page.check("#qui-self" if page.locator("#qui-self").count() else "input[name=qui]")
    page.fill("input[name=nom]", "Michel Gagnon")
    page.check("input[name=moyen][value=none]")
    press(page)
    yield
    press(page, GO_ON)
    assert page.locator(".c-field--err").count() == 2
    yield
    page.fill("#autre-sujet-water", "Leur conduite fuit.")
    press(page, "button[name=tout][value=air]")
    # All that there is to read: nobody who follows it here alone gives an address.
    assert page.locator("input[name=autre-lecture-air]:checked").count() == 3
    press(page, GO_ON)
    yield
    press(page, GO_ON)
    yield
    press(page, "main a.c-btn")
    yield
