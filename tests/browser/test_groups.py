"""Similar complaints in a real browser: gathered, answered together, and shown to the public."""

from __future__ import annotations

from playwright.sync_api import Page

from portal.domain.role import Role
from portal.features.groups.actions_sending import answer_groups
from portal.runtime import Runtime
from tests.browser.steps import forget_everybody, look, press, sign_in
from tests.features.groups.grouped import numbers
from tests.pages.office.people import case_path
from tests.support import add_user

GROUP = "/fr/gestion/parks/groupes/1"
PUBLIC = "/fr/organismes/parks/aussi/1"


def gather(page: Page, served: str, number: str) -> None:
    page.goto(served + case_path(number))
    look(page)
    page.locator(".s-side input[name=plainte]").first.check()
    press(page, page.get_by_role("button", name="Réunir les plaintes choisies"))
    look(page)
    press(page)
    assert page.locator(".c-field--err").count() == 1
    look(page)
    page.fill("#name", "Passerelle du Cormoran")
    press(page)
    look(page)


def answer(page: Page, served: str, runtime: Runtime) -> None:
    press(page, page.get_by_role("link", name="Écrire la réponse du groupe"))
    look(page)
    page.fill("#text_fr", "La passerelle sera réparée.")
    press(page)
    look(page)
    press(page)
    look(page)
    press(page)
    look(page)
    answer_groups(runtime, runtime.now())
    press(page, page.get_by_role("link", name="Vérifier l’état"))
    look(page)
    for close in ("/fr/gestion/parks/groupes/1/fermer", "/en/office/parks/groups/1/close"):
        page.goto(served + close)
        look(page)
        press(page)
        assert page.locator(".c-field--err, .c-err").count() >= 2
        look(page)
    page.goto(f"{served}/fr/gestion/parks/groupes?vue=repondus")
    look(page)


def test_from_what_is_similar_to_the_public_page(page: Page, served: str, runtime: Runtime) -> None:
    add_user(runtime, "claire.roy@parcs.example")
    add_user(runtime, "anne.cote@parcs.example", Role.HEAD, post=None)
    first, *_ = numbers(runtime)
    sign_in(page, served, "claire.roy@parcs.example")
    gather(page, served, first)
    answer(page, served, runtime)

    forget_everybody(page)
    sign_in(page, served, "anne.cote@parcs.example")
    page.goto(f"{served}{GROUP}/publier")
    press(page)
    assert page.locator(".c-field--err, .c-err").count() >= 2
    look(page)
    page.fill("#title_fr", "Passerelle brisée au Cormoran")
    page.fill("#title_en", "Broken footbridge on the Cormorant")
    page.check("#is_read")
    press(page)
    look(page)

    page.goto(served + PUBLIC)
    look(page)
    page.fill("#courriel", "odile@exemple.org")
    press(page, page.get_by_role("button", name="Comptez-moi"))
    look(page)
    page.check("#accord")
    press(page, page.get_by_role("button", name="Comptez-moi"))
    look(page)
