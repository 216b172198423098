"""Units, channels, the public page and the preview of a draft, in the browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.steps import look, press

pytestmark = pytest.mark.browser

FRENCH = {
    "home": "/fr/reglages/parks",
    "units": "unites",
    "channels": "canaux",
    "public_page": "page-publique",
    "preview": "apercu",
    "wrong": "Écrivez une adresse courriel complète",
}
ENGLISH = {
    "home": "/en/settings/parks",
    "units": "units",
    "channels": "channels",
    "public_page": "public-page",
    "preview": "preview",
    "wrong": "Enter a full email address",
}


@pytest.fixture(params=[FRENCH, ENGLISH], ids=["fr", "en"])
def words(request: pytest.FixtureRequest) -> dict[str, str]:
    """The addresses and texts of a language."""
    found: dict[str, str] = request.param
    return found


def test_a_unit_is_added_and_looked_at(administrator: Page, served: str, words: dict[str, str]):
    administrator.goto(f"{served}{words['home']}/{words['units']}")
    look(administrator)
    press(administrator, "main .c-btn")
    press(administrator)
    look(administrator)
    administrator.fill("#name_fr", "Équipes de terrain")
    administrator.fill("#name_en", "Field teams")
    press(administrator)
    assert "equipes_de_terrain" in administrator.inner_text("main")
    look(administrator)
    for unit in ("trails", "equipes_de_terrain"):
        administrator.goto(f"{served}{words['home']}/{words['units']}/{unit}")
        look(administrator)


def test_channels_are_corrected_and_seen_as_citizens_do(
    administrator: Page, served: str, words: dict[str, str]
):
    administrator.goto(f"{served}{words['home']}/{words['channels']}")
    look(administrator)
    administrator.fill("#email", "plaintes")
    press(administrator)
    assert words["wrong"] in administrator.inner_text("#email-e")
    look(administrator)
    administrator.fill("#email", "plaintes@parcs.example")
    press(administrator, "button[name=preview]")
    assert "plaintes@parcs.example" in administrator.inner_text("aside")
    press(administrator)
    assert administrator.url == served + words["home"]
    look(administrator)
    press(administrator, f"main a[href$='{words['preview']}']")
    assert "plaintes@parcs.example" in administrator.inner_text(".s-seen")
    look(administrator)
    administrator.select_option("#sujet", "trail")
    administrator.fill("#mots", "au feu")
    press(administrator, "main form .c-btn")
    look(administrator)


def test_the_public_page_is_changed(administrator: Page, served: str, words: dict[str, str]):
    administrator.goto(f"{served}{words['home']}/{words['public_page']}")
    look(administrator)
    administrator.fill("#aliases", "water")
    administrator.fill("#verified_on", "32")
    press(administrator)
    look(administrator)
    administrator.fill("#verified_on", "1")
    press(administrator)
    assert administrator.locator("#aliases-e").count() == 1
    look(administrator)
    administrator.fill("#aliases", "la maison verte")
    press(administrator)
    assert administrator.url == served + words["home"]
