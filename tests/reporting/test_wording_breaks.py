"""An administrator says why a series broke: whoever reads the plots reads it at once."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.journeys.browser import Browser
from tests.pages.office.people import signed_in, words
from tests.reporting.figures import count, time_changed
from tests.support import PASSWORD, add_user

LIST, ENGLISH_LIST = "/fr/reglages/parks/ruptures", "/en/settings/parks/breaks"
SAID = "délai de réponse changé, de 20 jours ouvrables à 30 jours ouvrables"
FRENCH, ENGLISH = "Loi nouvelle sur les sentiers.", "New act on trails."


def admin_of(app: Flask, runtime: Runtime, agency: str) -> FlaskClient:
    return signed_in(app, runtime, f"admin@{agency}.example", Role.ADMINISTRATOR, agency, post=None)


def plots(app: Flask, runtime: Runtime) -> tuple[FlaskClient, list[str], list[str]]:
    """Return an auditor's browser, and where the plot of the parks stands in both languages."""
    months = [f"2026-{month:02}" for month in range(1, 10)]
    measured = [("received", 0), ("answered", 9)]
    count(runtime, *(("parks", month, *cell, 60) for month in months for cell in measured))
    auditor = signed_in(app, runtime, "auditor@portal.example", Role.AUDITOR, None, post=None)
    asked = "periode=2026-T3&organisme=parks"
    return (
        auditor,
        [
            f"/fr/portrait/tendances-et-progres?{asked}",
            "/fr/statistiques/parks/tendances-et-progres",
        ],
        [f"/en/overview/trends-and-progress?{asked}", "/en/statistics/parks/trends-and-progress"],
    )


def test_an_administrator_words_a_break_and_plots_and_tables_say_it(app: Flask, runtime: Runtime):
    app.config["WTF_CSRF_ENABLED"] = True
    time_changed(runtime)
    add_user(runtime, "admin@parks.example", Role.ADMINISTRATOR, "parks", None)
    browser = Browser(app)
    browser.open("/fr/connexion").send(
        "Me connecter", email="admin@parks.example", password=PASSWORD
    )
    browser.open("/fr/reglages/parks").follow("Ruptures de série")
    assert SAID in words(browser.page.text)
    browser.follow("Ajouter des mots")
    browser.send("Enregistrer", words_fr=FRENCH, words_en=ENGLISH)
    assert FRENCH in words(browser.page.text)
    app.config["WTF_CSRF_ENABLED"] = False
    auditor, french, english = plots(app, runtime)
    for own, other, addresses in ((FRENCH, ENGLISH, french), (ENGLISH, FRENCH, english)):
        for address in addresses:
            page = words(auditor.get(address).text)
            assert page.count(own) >= 2, address
            assert other not in page, address


def test_a_page_that_was_kept_for_everybody_is_made_anew(app: Flask, runtime: Runtime):
    number = time_changed(runtime)
    auditor, french, _ = plots(app, runtime)
    assert FRENCH not in words(auditor.get(french[1]).text)
    admin = admin_of(app, runtime, "parks")
    admin.post(f"{LIST}/{number}", data={"words_fr": FRENCH})
    assert FRENCH in words(auditor.get(french[1]).text)
    assert FRENCH in words(admin.get(ENGLISH_LIST).text)
    mark = admin.get(f"{LIST}/{number}").text.split('name="mark-words_fr" value="')[1][:12]
    admin.post(f"{LIST}/{number}", data={"mark-words_fr": mark})
    assert FRENCH not in words(auditor.get(french[1]).text)


def test_breaks_of_another_agency_and_of_all_have_no_page(app: Flask, runtime: Runtime):
    theirs, of_all = time_changed(runtime), time_changed(runtime, "")
    water, parks = admin_of(app, runtime, "water"), admin_of(app, runtime, "parks")
    officer, sent = signed_in(app, runtime), {"words_fr": FRENCH}
    refused = [
        (water, f"{LIST}/{theirs}", 403),  # as every page of these settings
        (officer, f"{LIST}/{theirs}", 403),
        (water, f"/fr/reglages/water/ruptures/{theirs}", 404),
        (parks, f"{LIST}/{of_all}", 404),
        (parks, f"{LIST}/999", 404),
    ]
    for client, address, status in refused:
        assert client.get(address).status_code == status, address
        assert client.post(address, data=sent).status_code == status, address
    assert water.get(LIST).status_code == officer.get(LIST).status_code == 403
    assert "Aucune rupture n’est notée" in words(water.get("/fr/reglages/water/ruptures").text)
    listed = words(parks.get(LIST).text)
    assert listed.count("3 février 2026") == 1
    assert f"{SAID} aucun" in listed


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"words_fr": "", "words_en": ENGLISH}, "Écrivez-le aussi en français"),
        (
            {"words_fr": "é" * 301, "words_en": ENGLISH},
            "Raccourcissez cette réponse de 1 caractère",
        ),
    ],
)
def test_what_was_typed_stays_where_it_is_not_taken(
    app: Flask, runtime: Runtime, typed: dict[str, str], told: str
):
    number = time_changed(runtime)
    answer = admin_of(app, runtime, "parks").post(f"{LIST}/{number}", data=typed)
    assert answer.status_code == 422
    assert told in words(answer.text)
    assert all(text in answer.text for text in typed.values())


def test_words_that_another_person_wrote_meanwhile_stand_beside_ones_own(
    app: Flask, runtime: Runtime
):
    number = time_changed(runtime)
    admin = admin_of(app, runtime, "parks")
    admin.post(f"{LIST}/{number}", data={"words_fr": FRENCH})
    answer = admin.post(f"{LIST}/{number}", data={"words_fr": "Autre chose."})
    assert answer.status_code == 409
    assert FRENCH in answer.text
    assert "Autre chose." in answer.text
