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


def test_a_unit_is_added_and_looked_at(admin: Page, served: str, words: dict[str, str]):
    admin.goto(f"{served}{words['home']}/{words['units']}")
    look(admin)
    press(admin, "main .c-btn")
    press(admin)
    look(admin)
    admin.fill("#name_fr", "Équipes de terrain")
    admin.fill("#name_en", "Field teams")
    press(admin)
    assert "equipes_de_terrain" in admin.inner_text("main")
    look(admin)
    for unit in ("trails", "equipes_de_terrain"):
        admin.goto(f"{served}{words['home']}/{words['units']}/{unit}")
        look(admin)


def test_channels_are_corrected_and_seen_as_citizens_do(
    admin: Page, served: str, words: dict[str, str]
):
    admin.goto(f"{served}{words['home']}/{words['channels']}")
    look(admin)
    admin.fill("#email", "plaintes")
    press(admin)
    assert words["wrong"] in admin.inner_text("#email-e")
    look(admin)
    admin.fill("#email", "plaintes@parcs.example")
    press(admin, "button[name=preview]")
    assert "plaintes@parcs.example" in admin.inner_text("aside")
    press(admin)
    assert admin.url == served + words["home"]
    look(admin)
    press(admin, f"main a[href$='{words['preview']}']")
    assert "plaintes@parcs.example" in admin.inner_text(".s-seen")
    look(admin)
    admin.select_option("#sujet", "trail")
    admin.fill("#mots", "au feu")
    press(admin, "main form .c-btn")
    look(admin)


def test_the_public_page_is_changed(admin: Page, served: str, words: dict[str, str]):
    admin.goto(f"{served}{words['home']}/{words['public_page']}")
    look(admin)
    admin.fill("#aliases", "water")
    admin.fill("#verified_on", "32")
    press(admin)
    look(admin)
    admin.fill("#verified_on", "1")
    press(admin)
    assert admin.locator("#aliases-e").count() == 1
    look(admin)
    admin.fill("#aliases", "la maison verte")
    press(admin)
    assert admin.url == served + words["home"]
