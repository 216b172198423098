"""axe finds nothing where agencies join, bring files, put dates off and part, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.browser.steps import look, press, sign_in
from tests.pages.settings.starting.lakes import ANSWERS
from tests.releases.lakes import begin, publish
from tests.releases.publishing import take_up
from tests.support import add_user, file

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("office", "home"),
    [("/fr/gestion", "/fr/reglages/lacs"), ("/en/office", "/en/settings/lacs")],
)
def test_an_agency_is_started_and_published(
    page: Page, served: str, runtime: Runtime, office: str, home: str
):
    add_user(runtime, "admin@portal.example", Role.ADMINISTRATOR, None, None)
    sign_in(page, served, "admin@portal.example")
    page.goto(served + office)
    look(page)
    press(page, "main .c-btn--2")
    look(page)
    press(page)
    assert page.locator(".c-err").count() >= 10
    look(page)
    for name, typed in ANSWERS.items():
        field = page.locator(f"#{name}")
        field.select_option(typed) if name.endswith("theme") else field.fill(typed)
    press(page)
    assert page.url == served + home
    look(page)
    page.goto(served + office)
    look(page)
    page.goto(served + home)
    press(page, "main .c-actions a:last-child")
    look(page)
    page.goto(served + home)
    press(page, "main .c-actions .c-btn")
    look(page)
    press(page)
    assert page.url == served + home
    look(page)


@pytest.mark.parametrize("home", ["/fr/reglages/parks", "/en/settings/parks"])
def test_dates_are_put_off_after_a_file_brought_another_calendar(
    page: Page, served: str, runtime: Runtime, agency_files: Path, home: str
):
    file(runtime)
    take_up(runtime, agency_files)
    add_user(runtime, "admin@parks.example", Role.ADMINISTRATOR, post=None)
    sign_in(page, served, "admin@parks.example")
    page.goto(served + home)
    look(page)
    press(page, ".c-msg--warn a")
    look(page)
    page.fill("#reason_fr", "")
    press(page)
    assert page.locator("#reason_fr-e").count() == 1
    look(page)
    page.fill("#reason_fr", "Le bureau déménage.")
    press(page)
    assert page.url == served + home
    look(page)
    page.goto(f"{served}{home}/dates")
    look(page)


@pytest.mark.parametrize("path", ["/fr/reglages/parks/texte", "/en/settings/parks/text"])
def test_a_file_is_brought(page: Page, served: str, runtime: Runtime, tmp_path: Path, path: str):
    add_user(runtime, "admin@parks.example", Role.ADMINISTRATOR, post=None)
    sign_in(page, served, "admin@parks.example")
    page.goto(served + path)
    press(page, "main form .c-btn--2")
    assert page.locator("#file-e").count() == 1
    look(page)
    brought = tmp_path / "parks.yaml"
    brought.write_text("schema: 1\nagency: {code: parks}\n", encoding="utf-8")
    page.set_input_files("#file", brought)
    press(page, "main form .c-btn--2")
    assert "agency.name" in page.inner_text("main")
    look(page)


@pytest.mark.parametrize(
    "path", ["/fr/reglages/parks/changements/remplacer", "/en/settings/parks/changes/replace"]
)
def test_an_agency_is_parted_by_unit(page: Page, served: str, runtime: Runtime, path: str):
    begin(runtime)
    publish(runtime)
    add_user(runtime, "admin@portal.example", Role.ADMINISTRATOR, None, None)
    sign_in(page, served, "admin@portal.example")
    page.goto(served + path)
    page.select_option("#into", "water")
    for part, typed in (("on", "1"), ("on-month", "4"), ("on-year", "2027")):
        page.fill(f"#{part}", typed)
    press(page)
    page.select_option("#unit-trails", "lacs")
    press(page, "main form .c-btn--2")
    assert page.input_value("#to-trail") == "lacs:ice"
    look(page)
