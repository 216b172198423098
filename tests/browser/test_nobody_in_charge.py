"""The alarm of complaints that nobody is answerable for is open to everybody."""

from __future__ import annotations

from playwright.sync_api import Page

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.browser.steps import look, sign_in
from tests.support import add_user, file


def test_the_alarm_on_the_settings_page(page: Page, served: str, runtime: Runtime):
    file(runtime)
    add_user(runtime, "ana@parcs.example", Role.ADMINISTRATOR, "parks", None)
    sign_in(page, served, "ana@parcs.example")
    for home, words in (
        ("/fr/reglages/parks", "plainte ouverte n’est suivie par personne"),
        ("/en/settings/parks", "open complaint has nobody in charge"),
    ):
        page.goto(served + home)
        assert words in page.inner_text("main")
        look(page)
