"""axe finds nothing, and nothing is wider than the screen, on each page in both languages."""

from __future__ import annotations

import os
from datetime import date

import pytest
from playwright.sync_api import Page

import portal
from portal.complaints.handling import casework
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.features.outside_outcomes.actions import make_link
from portal.features.outside_outcomes.queries import links_of
from portal.features.outside_outcomes.rules import token_of
from portal.releases.replay import replay_some
from portal.reporting.six_criteria.verified import AccessibilityRun, keep_run, last_run
from portal.runtime import Runtime
from tests.browser.public_pages import PUBLIC
from tests.browser.steps import forget_everybody, found_by_axe, look_closely, press, sign_in
from tests.complaints.cases import act, complaint
from tests.complaints.closed import conclude
from tests.features.organisation_changes.successions import split
from tests.reporting.figures import page_of
from tests.support import add_user, file, officer
from tests.support.plugins import Failing, filed_with

pytestmark = pytest.mark.browser


def test_public_pages_are_open_to_everybody_as_their_indicator_says(page: Page, served: str):
    found = []
    for path in PUBLIC:
        page.goto(served + path)
        found += found_by_axe(page)
        look_closely(page)
    run = AccessibilityRun(
        date.today().isoformat(),  # noqa: DTZ011 - the day of whoever runs it
        portal.__version__,
        PUBLIC,
        len(found),
    )
    if os.environ.get("PORTAL_KEEP_AXE_RUN"):
        keep_run(run)
    assert run.same_as(last_run()), "PORTAL_KEEP_AXE_RUN=1 keeps what this run found"


@pytest.mark.parametrize(
    ("home", "words", "story"),
    [
        ("/fr/", "le sentier est couvert de boue", "Le sentier est fermé depuis un mois."),
        ("/en/", "the trail is muddy", "The trail has been closed for a month."),
    ],
)
def test_a_citizen_files_and_follows(page: Page, served: str, home: str, words: str, story: str):
    page.goto(served + home)
    page.fill("#mots", words)
    with page.expect_navigation():
        page.press("#mots", "Enter")
    look_closely(page)
    press(page, ".c-results button")
    page.fill("textarea", "")
    press(page)
    look_closely(page)
    page.fill("textarea", story)
    press(page)
    look_closely(page)
    page.fill("input[name^=q-]", "Mont Royal")
    press(page)
    look_closely(page)
    page.check("#qui-self" if page.locator("#qui-self").count() else "input[name=qui]")
    page.fill("input[name=nom]", "Michel Gagnon")
    page.check("input[name=moyen][value=none]")
    press(page)
    look_closely(page)
    press(page)
    assert page.locator(".c-done").count() == 1
    look_closely(page)
    press(page, "main .c-btn")
    look_closely(page)
    page.goto(page.url + ("/dossier" if home == "/fr/" else "/file"))
    look_closely(page)


def test_the_office_is_open_to_everybody_who_works_there(page: Page, served: str, runtime: Runtime):
    receipt = file(runtime)
    file(runtime, reply_by="post", email="", address="12, rue du Parc")
    add_user(runtime, "claire@parks.example")
    add_user(runtime, "top@parks.example", Role.TOP_AUTHORITY, post="president")
    sign_in(page, served, "claire@parks.example")
    office = "/fr/gestion/parks"
    for path in (f"{office}/file?vue=equipe", "/en/office/parks/list", f"{office}/a-poster"):
        page.goto(served + path)
        look_closely(page)
    page.goto(f"{served}/fr/gestion/parks/plaintes/{receipt.number}")
    look_closely(page)
    page.goto(f"{served}/fr/gestion/parks/plaintes/{receipt.number}/fermer")
    look_closely(page)
    page.goto(f"{served}/fr/gestion/parks/plaintes/{receipt.number}/dossier")
    look_closely(page)
    forget_everybody(page)
    sign_in(page, served, "top@parks.example")
    page.goto(f"{served}/fr/gestion/parks/direction")
    look_closely(page)


@pytest.mark.parametrize(
    ("home", "wrong"),
    [
        ("/fr/reglages/parks", "Il y a une chose à corriger"),
        ("/en/settings/parks", "There is one thing to correct"),
    ],
)
def test_an_administrator_changes_the_rules(
    page: Page, served: str, runtime: Runtime, home: str, wrong: str
):
    add_user(runtime, "admin@parks.example", Role.ADMINISTRATOR, post=None)
    sign_in(page, served, "admin@parks.example")
    page.goto(served + home)
    look_closely(page)
    for form in ("categories", "delais" if home.startswith("/fr") else "deadlines"):
        page.goto(f"{served}{home}/{form}")
        look_closely(page)
    page.goto(f"{served}{home}/categories")
    press(page, "main .c-btn")
    look_closely(page)
    press(page)
    look_closely(page)
    page.goto(served + home)
    press(page, "main a[href$='/texte'], main a[href$='/text']")
    look_closely(page)
    text = page.input_value("#text")
    page.fill("#text", text.replace("theme: other", "theme: otter"))
    press(page)
    assert wrong in page.inner_text("main")
    look_closely(page)
    page.fill("#text", text.replace("Accueil", "Bienvenue"))
    press(page)
    look_closely(page)
    press(page)
    assert page.url == served + home
    look_closely(page)
    press(page, page.locator("main table a").nth(1))
    look_closely(page)


@pytest.mark.parametrize(
    ("home", "calendar", "levels", "publication", "replay"),
    [
        ("/fr/reglages/parks", "calendrier", "paliers", "publication", "rejeu"),
        ("/en/settings/parks", "calendar", "levels", "publication", "replay"),
    ],
)
def test_an_administrator_sees_what_other_days_and_levels_lead_to(
    page: Page,
    served: str,
    runtime: Runtime,
    home: str,
    calendar: str,
    levels: str,
    publication: str,
    replay: str,
):
    number = file(runtime).number
    add_user(runtime, "admin@parks.example", Role.ADMINISTRATOR, post=None)
    sign_in(page, served, "admin@parks.example")
    page.goto(f"{served}{home}/{levels}")
    look_closely(page)
    press(page, "main .c-btn")
    press(page)
    look_closely(page)
    page.goto(f"{served}{home}/{calendar}")
    page.fill("#closures", "2026-12-40")
    press(page)
    look_closely(page)
    page.fill("#closures", "2026-12-07")
    press(page)
    page.goto(f"{served}{home}/{calendar}")
    look_closely(page)
    page.goto(f"{served}{home}/{publication}")
    assert number in page.inner_text("main")
    look_closely(page)
    page.goto(f"{served}{home}/{replay}")
    press(page)
    assert page.locator("progress").count() == 1
    look_closely(page)
    replay_some(runtime)
    page.reload()
    assert number in page.inner_text("main")
    look_closely(page)


def test_what_a_plugin_failed_at_is_open_to_everybody(page: Page, served: str, runtime: Runtime):
    filed_with(runtime, Failing())
    add_user(runtime, "admin@parks.example", Role.ADMINISTRATOR, post=None)
    sign_in(page, served, "admin@parks.example")
    for home in ("/fr/reglages/parks", "/en/settings/parks"):
        page.goto(served + home)
        assert "receiving_unit" in page.inner_text("main")
        look_closely(page)


@pytest.mark.parametrize(
    ("home", "replace", "name"),
    [
        ("/fr/reglages/parks/changements", "remplacer", "nom"),
        ("/en/settings/parks/changes", "replace", "name"),
    ],
)
def test_an_administrator_replaces_and_renames_an_agency(
    page: Page, served: str, runtime: Runtime, home: str, replace: str, name: str
):
    file(runtime)
    add_user(runtime, "admin@portal.example", Role.ADMINISTRATOR, None, None)
    sign_in(page, served, "admin@portal.example")
    page.goto(f"{served}{home}/{name}")
    look_closely(page)
    page.goto(f"{served}{home}/{replace}")
    press(page)
    look_closely(page)
    page.select_option("#into", "water")
    for part, typed in (("on", "1"), ("on-month", "4"), ("on-year", "2027")):
        page.fill(f"#{part}", typed)
    press(page)
    look_closely(page)
    press(page)
    assert page.url == served + home
    look_closely(page)


def test_the_page_of_a_parted_agency_is_open_to_everybody(
    page: Page, served: str, runtime: Runtime
):
    split(runtime)
    for path in ("/fr/organismes/parks", "/en/agencies/parks"):
        page.goto(served + path)
        look_closely(page)
    add_user(runtime, "analyst@portal.example", Role.ANALYST, None, None)
    sign_in(page, served, "analyst@portal.example")
    for path in ("/fr/portrait", page_of("delays", "en") + "?organismes=aujourdhui"):
        page.goto(served + path)
        assert page.locator("select[name=organismes]").count() == 1
        look_closely(page)


def test_what_is_given_and_what_an_outside_body_tells_are_open_to_everybody(
    page: Page, served: str, runtime: Runtime
):
    number = file(runtime).number
    conclude(runtime, number)
    act(runtime, number, make_link, officer(role=Role.HEAD), body="ombuds")
    [link] = runtime.read(PORTAL, links_of, complaint(runtime, number).id)
    address = f"/fr/issue-exterieure/{token_of(runtime.keyring, number, link)}"
    page.goto(served + address)
    look_closely(page)
    press(page)
    assert page.locator("[role=alert] a").count() == 1
    look_closely(page)
    page.check("input[value=changed]")
    press(page)
    page.goto(served + address.replace("/fr/issue-exterieure/", "/en/outside-outcome/"))
    look_closely(page)
    add_user(runtime, "claire@parks.example")
    sign_in(page, served, "claire@parks.example")
    number = file(runtime).number
    act(runtime, number, casework.answer, body="Nous avons fait erreur.")
    page.goto(f"{served}/fr/gestion/parks/plaintes/{number}/fermer")
    look_closely(page)
    page.check("input[name^=finding-][value=founded]")
    page.fill("textarea[name^=reasons-]", "Nous avons fait erreur.")
    press(page)
    assert "Choisissez ce qui est donné à la personne" in page.inner_text("main")
    look_closely(page)
    forget_everybody(page)
    add_user(runtime, "admin@parks.example", Role.ADMINISTRATOR, post=None)
    sign_in(page, served, "admin@parks.example")
    for remedies in ("/fr/reglages/parks/reparations", "/en/settings/parks/remedies"):
        page.goto(served + remedies)
        look_closely(page)
