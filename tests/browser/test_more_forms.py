"""The forms of pauses, of the time to reopen and of criteria, in the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.steps import look, press

pytestmark = pytest.mark.browser

FRENCH = {
    "home": "/fr/reglages/parks",
    "pauses": "suspensions",
    "reopening": "reprise",
    "criteria": "criteres",
    "nothing": "Rien ne suspend le délai de réponse",
    "wrong": "Écrivez un nombre entier, par exemple 10",
    "length": "10 jours ouvrables",
    "asked": "La personne pourrait demander la reprise jusqu’au",
    "back": "Revenir au délai commun",
}
ENGLISH = {
    "home": "/en/settings/parks",
    "pauses": "pauses",
    "reopening": "reopening",
    "criteria": "criteria",
    "nothing": "Nothing stops the time to answer",
    "wrong": "Enter a whole number, for example 10",
    "length": "10 working days",
    "asked": "The person could ask for the reopening until",
    "back": "Go back to the common time",
}


@pytest.fixture(params=[FRENCH, ENGLISH], ids=["fr", "en"])
def words(request: pytest.FixtureRequest) -> dict[str, str]:
    """The addresses and texts of a language."""
    found: dict[str, str] = request.param
    return found


def test_a_reason_is_added_corrected_and_taken_away(
    admin: Page, served: str, words: dict[str, str]
):
    admin.goto(f"{served}{words['home']}/{words['pauses']}")
    assert words["nothing"] in admin.inner_text("main")
    look(admin)
    press(admin, "main .c-btn")
    look(admin)
    admin.fill("#name_fr", "Vos factures")
    press(admin)
    assert words["wrong"] in admin.inner_text("#amount-e")
    look(admin)
    admin.fill("#amount", "10")
    press(admin, "button[name=preview]")
    assert words["length"] in admin.inner_text("aside")
    look(admin)
    press(admin)
    assert words["length"] in admin.inner_text("main table")
    look(admin)
    press(admin, "main table a")
    press(admin, "button[name=remove]")
    assert words["nothing"] in admin.inner_text("main")


def test_the_time_to_reopen_is_changed_and_given_back(
    admin: Page, served: str, words: dict[str, str]
):
    admin.goto(f"{served}{words['home']}/{words['reopening']}")
    assert words["asked"] in admin.inner_text("aside")
    look(admin)
    admin.fill("#amount", "")
    press(admin)
    assert admin.locator("#amount-e").count() == 1
    look(admin)
    admin.fill("#amount", "60")
    press(admin)
    assert admin.url == served + words["home"]
    look(admin)
    admin.goto(f"{served}{words['home']}/{words['reopening']}")
    assert words["back"] in admin.inner_text("main")
    look(admin)
    press(admin, "button[name=remove]")
    assert admin.url == served + words["home"]


def test_a_criterion_is_added(admin: Page, served: str, words: dict[str, str]):
    admin.goto(f"{served}{words['home']}/{words['criteria']}")
    look(admin)
    press(admin, "main .c-btn")
    press(admin)
    assert admin.locator("#name_fr-e").count() == 1
    look(admin)
    admin.fill("#name_fr", "Le personnel a fait une erreur")
    press(admin, "button[name=preview]")
    assert "Le personnel a fait une erreur" in admin.inner_text("aside")
    look(admin)
    press(admin)
    assert "Le personnel a fait une erreur" in admin.inner_text("main table")
    look(admin)
