"""The forms of jargon, urgency, groups, limits on contact and alarms, in the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.browser.steps import look, press, sign_in
from tests.support import add_user

pytestmark = pytest.mark.browser

# Each page by its address in both languages, a field to make a mistake in, and what is typed there.
FORMS = [
    (("limite-de-contact", "contact-limit"), "#amount", "0", "6"),
    (("plaintes-semblables", "grouping"), "#complaints", "2", "4"),
    (("urgence", "urgency"), "#words", "le", "falaise"),
    (("mots-du-metier", "jargon"), "#words-1", "x" * 81, "sente"),
]
HOMES = ("/fr/reglages/parks", "/en/settings/parks")


@pytest.mark.parametrize("language", [0, 1], ids=["fr", "en"])
@pytest.mark.parametrize(("pages", "field", "wrong", "right"), FORMS, ids=[f[0][1] for f in FORMS])
def test_a_form_is_corrected_seen_and_kept(
    administrator: Page,
    served: str,
    language: int,
    pages: tuple[str, str],
    field: str,
    wrong: str,
    right: str,
):
    home = f"{served}{HOMES[language]}"
    administrator.goto(f"{home}/{pages[language]}")
    look(administrator)
    administrator.fill(field, wrong)
    press(administrator)
    assert administrator.input_value(field) == wrong
    assert administrator.inner_text(f"{field}-e")
    look(administrator)
    administrator.fill(field, right)
    press(administrator, "button[name=preview]")
    assert administrator.input_value(field) == right
    look(administrator)
    press(administrator)
    assert administrator.url == home


@pytest.mark.parametrize("path", ["/fr/reglages/alertes", "/en/settings/alarms"])
def test_the_rules_of_alarms_are_set(page: Page, served: str, runtime: Runtime, path: str):
    add_user(runtime, "all@portal.example", Role.ADMINISTRATOR, None, None)
    sign_in(page, served, "all@portal.example")
    page.goto(f"{served}{path}")
    look(page)
    page.check("#founded")
    page.fill("#founded-percent", "101")
    page.fill("#founded-among", "20")
    press(page)
    assert page.inner_text("#founded-percent-e")
    look(page)
    page.fill("#founded-percent", "70")
    press(page)
    assert page.is_checked("#founded")
    look(page)
