"""A recommendation in a real browser: sent, replied to, verified, listed."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.browser.steps import forget_everybody, look, press, sign_in
from tests.pages.office.people import case_path
from tests.support import add_user, file

REGISTER = {"fr": "fr/gestion/parks/recommandations", "en": "en/office/parks/recommendations"}


@pytest.fixture
def number(runtime: Runtime) -> str:
    add_user(runtime, "claire.roy@parcs.example")
    add_user(runtime, "anne.cote@parcs.example", Role.HEAD, post=None)
    add_user(runtime, "dominique.roy@parcs.example", Role.MANAGER, post="director")
    file(runtime)
    return file(runtime).number


def become(page: Page, served: str, email: str) -> None:
    forget_everybody(page)
    sign_in(page, served, email)


def recommend(page: Page, served: str, number: str) -> None:
    page.goto(served + case_path(number, "recommander"))
    look(page)
    press(page)
    assert page.locator(".c-field--err").count() == 3
    look(page)
    page.fill("#title", "Afficher l’horaire")
    page.fill("#text", "Que l’horaire soit affiché.")
    page.select_option("#addressee", "post:director")
    page.check("#others")
    press(page)
    look(page)
    press(page, page.get_by_role("button", name="Modifier le texte"))
    assert page.is_checked("#others")
    press(page), press(page)


def test_from_sending_to_verifying(page: Page, served: str, runtime: Runtime, number: str) -> None:
    sign_in(page, served, "claire.roy@parcs.example")
    recommend(page, served, number)
    look(page)
    become(page, served, "dominique.roy@parcs.example")
    press(page, page.get_by_role("link", name="Recommandations"))
    look(page)
    press(page, page.get_by_role("link", name="Afficher l’horaire"))
    look(page)
    press(page, page.get_by_role("link", name="Répondre à la recommandation"))
    page.check("#choice")
    look(page)
    press(page)
    assert page.locator(".c-field--err").count() == 2
    look(page)
    page.select_option("#owner", label="Dominique.Roy")
    for part, typed in (("", "15"), ("-month", "1"), ("-year", "2027")):
        page.fill(f"#execute_by{part}", typed)
    press(page)
    look(page)
    press(page, page.get_by_role("link", name="Dire que c’est fait"))
    look(page)
    page.fill("#body", "Le panneau est posé.")
    for part, typed in (("", "24"), ("-month", "11"), ("-year", "2026")):
        page.fill(f"#done_on{part}", typed)
    press(page)
    become(page, served, "anne.cote@parcs.example")
    page.goto(f"{served}/fr/gestion/parks/recommandations/1/verifier")
    look(page)
    page.check("#choice")
    page.fill("#body", "Je l’ai vu.")
    press(page)
    look(page)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_register_is_sound_empty_and_full(
    page: Page, served: str, number: str, language: str
) -> None:
    sign_in(page, served, "claire.roy@parcs.example")
    page.goto(f"{served}/{REGISTER[language]}")
    look(page)
    recommend(page, served, number)
    page.goto(f"{served}/{REGISTER[language]}?portee=systemique")
    look(page)
    page.goto(f"{served}/{REGISTER[language]}/1")
    look(page)
