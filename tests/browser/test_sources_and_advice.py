"""Where a time comes from, what is still to say of a new agency, and units in the work list."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.browser.steps import look, press, sign_in
from tests.support import add_user, file

pytestmark = pytest.mark.browser

FRENCH = {
    "categories": "/fr/reglages/parks/categories",
    "deadlines": "/fr/reglages/parks/delais",
    "begin": "/fr/reglages/nouveau",
    "list": "/fr/gestion/parks/file?vue=equipe&unite=trails",
    "wrong": "Écrivez l’adresse complète",
    "advice": "Aucun autre recours",
    "unit": "Unité\u00a0: Sentiers",
}
ENGLISH = {
    "categories": "/en/settings/parks/categories",
    "deadlines": "/en/settings/parks/deadlines",
    "begin": "/en/settings/new",
    "list": "/en/office/parks/list?vue=equipe&unite=trails",
    "wrong": "Enter the whole address",
    "advice": "No other option",
    "unit": "Unit: Trails",
}
LAKES = {
    "code": "lacs",
    "name_fr": "Office des lacs",
    "name_en": "Lakes office",
    "mandate_fr": "Les lacs",
    "mandate_en": "Lakes",
    "service_fr": "Bureau des plaintes",
    "service_en": "Complaints office",
    "top_fr": "Présidente",
    "top_en": "President",
    "category-1-fr": "Glace",
    "category-1-en": "Ice",
}


@pytest.fixture(params=[FRENCH, ENGLISH], ids=["fr", "en"])
def words(request: pytest.FixtureRequest) -> dict[str, str]:
    """The addresses and texts of a language."""
    found: dict[str, str] = request.param
    return found


def test_a_source_is_asked_for_where_a_time_is_typed(
    page: Page, served: str, runtime: Runtime, words: dict[str, str]
):
    add_user(runtime, "admin@parks.example", Role.ADMINISTRATOR, post=None)
    sign_in(page, served, "admin@parks.example")
    page.goto(f"{served}{words['categories']}/trail")
    page.fill("#amount", "10")
    page.fill("#source", "notre règlement")
    press(page)
    assert words["wrong"] in page.inner_text("main")
    look(page)
    page.fill("#source", "https://parcs.example/reglement")
    press(page)
    page.goto(f"{served}{words['deadlines']}")
    look(page)


def test_a_new_agency_is_advised_what_to_say(
    page: Page, served: str, runtime: Runtime, words: dict[str, str]
):
    add_user(runtime, "admin@portal.example", Role.ADMINISTRATOR, agency=None, post=None)
    sign_in(page, served, "admin@portal.example")
    page.goto(f"{served}{words['begin']}")
    for field, typed in LAKES.items():
        page.fill(f"#{field}", typed)
    page.select_option("#category-1-theme", "delay")
    press(page)
    assert words["advice"] in page.inner_text("main")
    look(page)
    page.goto(f"{page.url}/publication")
    assert words["advice"] in page.inner_text("main")
    look(page)


def test_the_work_list_is_narrowed_to_a_unit(
    page: Page, served: str, runtime: Runtime, words: dict[str, str]
):
    file(runtime, category="trail")
    add_user(runtime, "claire@parcs.example")
    sign_in(page, served, "claire@parcs.example")
    page.goto(f"{served}{words['list']}")
    assert words["unit"] in page.inner_text("main")
    look(page)
