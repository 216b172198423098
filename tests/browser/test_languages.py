"""Words without English, and mistakes in either language, on pages that are open to everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.browser.steps import look, press, sign_in
from tests.support import add_user

pytestmark = pytest.mark.browser


def test_a_category_without_english_is_written_listed_and_read(
    page: Page, served: str, runtime: Runtime
):
    add_user(runtime, "admin@parks.example", Role.ADMINISTRATOR, post=None)
    sign_in(page, served, "admin@parks.example")
    page.goto(f"{served}/fr/reglages/parks/categories/+")
    page.fill("#name_fr", "Camping fermé")
    page.select_option("#theme", "delay")
    press(page, "main form button[name=preview]")
    assert "Pas encore en anglais" in page.inner_text("main")
    look(page)
    press(page)
    for home in ("/fr/reglages/parks", "/en/settings/parks"):
        page.goto(served + home)
        page.locator("main details summary").first.click()
        look(page)
    page.goto(f"{served}/fr/reglages/parks/publication")
    look(page)
    press(page)
    runtime.take_up_changes()
    page.goto(f"{served}/en/agencies/parks")
    assert "Part of this page is only in French for now." in page.inner_text("main")
    assert page.locator("main [lang=fr-CA]").first.inner_text() == "Camping fermé"
    look(page)


@pytest.mark.parametrize(
    ("form", "list_of_all"),
    [("/fr/reglages/parks/unites/+", "unites"), ("/en/settings/parks/units/+", "units")],
)
def test_a_new_form_keeps_french_alone_and_the_list_leads_back_to_it(
    page: Page, served: str, runtime: Runtime, form: str, list_of_all: str
):
    add_user(runtime, "admin@parks.example", Role.ADMINISTRATOR, post=None)
    sign_in(page, served, "admin@parks.example")
    page.goto(served + form)
    page.fill("#name_fr", "Équipes de terrain")
    press(page)
    page.goto(served + form.rpartition(f"/{list_of_all}")[0])
    page.locator("main details summary").first.click()
    press(page, "main details a")
    assert page.input_value("#name_fr") == "Équipes de terrain"
    look(page)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/fr/reglages/parks/texte", "il n’y a pas de thème"),
        ("/en/settings/parks/text", "there is no theme"),
    ],
)
def test_mistakes_are_read_in_the_language_of_the_page(
    page: Page, served: str, runtime: Runtime, path: str, told: str
):
    add_user(runtime, "admin@parks.example", Role.ADMINISTRATOR, post=None)
    sign_in(page, served, "admin@parks.example")
    page.goto(served + path)
    text = page.input_value("#text")
    page.fill("#text", text.replace("theme: other", "theme: otter"))
    press(page)
    assert told in page.inner_text("main [role=alert]")
    look(page)
