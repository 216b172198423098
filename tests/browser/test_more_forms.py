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
    administrator: Page, served: str, words: dict[str, str]
):
    administrator.goto(f"{served}{words['home']}/{words['pauses']}")
    assert words["nothing"] in administrator.inner_text("main")
    look(administrator)
    press(administrator, "main .c-btn")
    look(administrator)
    administrator.fill("#name_fr", "Vos factures")
    press(administrator)
    assert words["wrong"] in administrator.inner_text("#amount-e")
    look(administrator)
    administrator.fill("#amount", "10")
    press(administrator, "button[name=preview]")
    assert words["length"] in administrator.inner_text("aside")
    look(administrator)
    press(administrator)
    assert words["length"] in administrator.inner_text("main table")
    look(administrator)
    press(administrator, "main table a")
    press(administrator, "button[name=remove]")
    assert words["nothing"] in administrator.inner_text("main")


def test_the_time_to_reopen_is_changed_and_given_back(
    administrator: Page, served: str, words: dict[str, str]
):
    administrator.goto(f"{served}{words['home']}/{words['reopening']}")
    assert words["asked"] in administrator.inner_text("aside")
    look(administrator)
    administrator.fill("#amount", "")
    press(administrator)
    assert administrator.locator("#amount-e").count() == 1
    look(administrator)
    administrator.fill("#amount", "60")
    press(administrator)
    look(administrator)
    administrator.check("#still")
    press(administrator)
    assert administrator.url == served + words["home"]
    look(administrator)
    administrator.goto(f"{served}{words['home']}/{words['reopening']}")
    assert words["back"] in administrator.inner_text("main")
    look(administrator)
    press(administrator, "button[name=remove]")
    assert administrator.url == served + words["home"]


def test_a_criterion_is_added(administrator: Page, served: str, words: dict[str, str]):
    administrator.goto(f"{served}{words['home']}/{words['criteria']}")
    look(administrator)
    press(administrator, "main .c-btn")
    press(administrator)
    assert administrator.locator("#name_fr-e").count() == 1
    look(administrator)
    administrator.fill("#name_fr", "Le personnel a fait une erreur")
    press(administrator, "button[name=preview]")
    assert "Le personnel a fait une erreur" in administrator.inner_text("aside")
    look(administrator)
    press(administrator)
    assert "Le personnel a fait une erreur" in administrator.inner_text("main table")
    look(administrator)
