"""Letters and models in a browser: written, seen as they leave, inserted; open to everybody."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.browser.steps import look, press, sign_in
from tests.releases.publishing import publish
from tests.support import add_user, file
from tests.support.agencies import PARKS_YAML
from tests.support.letters import LETTERS

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("letters", "publication", "wrong", "subject"),
    [
        (
            "/fr/reglages/parks/modeles",
            "/fr/reglages/parks/publication",
            "« {jour} » ne se remplit pas ici",
            "reçue : réponse d’ici le",
        ),
        (
            "/en/settings/parks/letters",
            "/en/settings/parks/publication",
            "“{jour}” is not filled in here",
            "received: answer by",
        ),
    ],
)
def test_an_administrator_writes_into_a_letter_and_sees_it_as_it_leaves(
    page: Page,
    served: str,
    runtime: Runtime,
    letters: str,
    publication: str,
    wrong: str,
    subject: str,
):
    publish(runtime, PARKS_YAML + LETTERS)
    add_user(runtime, "admin@parks.example", Role.ADMINISTRATOR, post=None)
    sign_in(page, served, "admin@parks.example")
    page.goto(served + letters)
    look(page)
    press(page, "main table a[href*=acknowledgement]")
    look(page)
    page.click("main details summary")
    press(page)
    look(page)
    for field, typed in (("name_fr", "Boue"), ("name_en", "Mud"), ("text_en", "Mud dries.")):
        page.fill(f"#{field}", typed)
    page.fill("#text_fr", "Séchée le {jour}.")
    press(page)
    assert wrong in said(page)
    assert page.input_value("#text_en") == "Mud dries."
    look(page)
    page.fill("#text_fr", "Séchée le {answer_day}.")
    press(page, "button[name=preview]")
    aside = page.inner_text("aside")
    assert subject in aside.replace("\N{NO-BREAK SPACE}", " ")
    assert "Mud dries." in aside
    look(page)
    press(page)
    assert page.url == served + letters
    page.goto(served + publication)
    assert "Séchée" in said(page)
    look(page)


@pytest.mark.parametrize("path", ["/fr/gestion/parks/plaintes/", "/en/office/parks/complaints/"])
def test_an_officer_inserts_a_model_and_keeps_what_is_typed(
    page: Page, served: str, runtime: Runtime, path: str
):
    publish(runtime, PARKS_YAML + LETTERS)
    number = file(runtime, category="trail").number
    add_user(runtime, "claire@parks.example")
    sign_in(page, served, "claire@parks.example")
    page.goto(f"{served}{path}{number}")
    look(page)
    page.fill("#body", "Bonjour,")
    page.select_option("#model", "usual")
    press(page, "button[name=insert]")
    assert page.input_value("#body").startswith(f"Bonjour,\n\nPlainte {number}")
    look(page)
    page.goto(f"{served}{path}{number}/{'repondre' if path.startswith('/fr') else 'answer'}")
    look(page)


def said(page: Page) -> str:
    """What the page says, with ordinary spaces."""
    return page.inner_text("main").replace("\N{NO-BREAK SPACE}", " ")
