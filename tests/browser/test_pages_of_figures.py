"""Every page of figures in both languages: read by anybody, on a screen, on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from portal.demo.complaints import make_complaints
from portal.domain.role import Role
from portal.reporting import counting
from portal.reporting.pages.public_figures import OF_ALL, OF_ONE
from portal.reporting.questions import QUESTIONS
from portal.runtime import Runtime
from tests.browser.steps import PHONE, look_closely, sign_in
from tests.reporting.annual.register import keep_report
from tests.reporting.figures import publish_anew
from tests.support import add_user

pytestmark = pytest.mark.browser

PORTRAIT = {"fr": "/fr/portrait", "en": "/en/overview"}
PUBLIC = {"fr": "/fr/statistiques", "en": "/en/statistics"}


def pages(first: dict[str, str], shown: frozenset[str] | None = None) -> Iterator[str]:
    """Yield the address of each page, in both languages, that has one of the figures `shown`."""
    for question in QUESTIONS:
        is_there = shown is None or not question.fr or shown.intersection(question.figures)
        if is_there and not question.served:
            yield f"{first['fr']}/{question.fr}".rstrip("/")
            yield f"{first['en']}/{question.en}".rstrip("/")


@pytest.fixture
def some(runtime: Runtime) -> Runtime:
    make_complaints(runtime, 250, seed=4)
    with runtime.transaction() as session:
        counting.rebuild(session)
    publish_anew(runtime)
    return runtime


def test_the_pages_of_those_who_oversee(page: Page, served: str, some: Runtime):
    add_user(some, "ana@portrait.example", Role.ANALYST, None, None)
    sign_in(page, served, "ana@portrait.example")
    for path in pages(PORTRAIT):
        page.goto(served + path)
        look_closely(page)


def test_the_pages_of_a_head_of_service(page: Page, served: str, some: Runtime):
    add_user(some, "head@portrait.example", Role.HEAD, "parks", None)
    sign_in(page, served, "head@portrait.example")
    for path in pages(PORTRAIT):
        page.goto(served + path)
        look_closely(page)


def test_a_figure_alone(page: Page, served: str, some: Runtime):
    page.goto(f"{served}/fr/statistiques/une-figure/levels")
    look_closely(page)
    page.goto(f"{served}/en/statistics/parks/one-figure/levels")
    look_closely(page)
    add_user(some, "ana@portrait.example", Role.ANALYST, None, None)
    sign_in(page, served, "ana@portrait.example")
    page.goto(f"{served}/fr/portrait/une-figure/kept")
    look_closely(page)


def test_a_narrow_screen_says_which_columns_it_hides_and_shows_them(
    page: Page, served: str, some: Runtime
):
    page.set_viewport_size(PHONE)
    page.goto(f"{served}/fr/statistiques/paliers-et-recours")
    figure = page.locator("#conclusions")
    hidden = figure.locator("thead th.is-more")
    assert hidden.count() > 3
    assert not hidden.first.is_visible()
    told = figure.locator(".c-more summary")
    assert "Non fondées" in told.inner_text()
    told.click()
    assert hidden.first.is_visible()


def test_paper_has_every_row_and_every_column(page: Page, served: str, some: Runtime):
    page.goto(f"{served}/fr/statistiques/paliers-et-recours")
    page.emulate_media(media="print")
    rows = page.locator("#conclusions tbody tr")
    assert all(rows.nth(n).is_visible() for n in range(rows.count()))
    assert not page.locator(".c-cite").first.is_visible()
    page.emulate_media(media="screen")


def test_the_pages_of_an_annual_report(page: Page, served: str, some: Runtime):
    for agency in ("", "parks"):
        keep_report(some, agency)
    report = "/fr/statistiques/rapport/2026", "/en/statistics/report/2026"
    for french, english in (("", ""), ("/les-chiffres", "/the-figures"), ("/parks", "/parks")):
        for path in (report[0] + french, report[1] + english):
            page.goto(served + path)
            look_closely(page)
    page.goto(f"{served}{report[0]}/par-organisme")
    look_closely(page)
    add_user(some, "head@portrait.example", Role.HEAD, "parks", None)
    sign_in(page, served, "head@portrait.example")
    page.goto(f"{served}/fr/gestion/parks/rapport-annuel")
    look_closely(page)


def test_the_pages_of_the_public(page: Page, served: str, some: Runtime):
    of_one = {language: f"{path}/parks" for language, path in PUBLIC.items()}
    for path in (*pages(PUBLIC, OF_ALL), *pages(of_one, OF_ONE)):
        page.goto(served + path)
        look_closely(page)
