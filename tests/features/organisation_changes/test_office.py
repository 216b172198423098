"""An organisation was replaced: its officers find their work where it went."""

from __future__ import annotations

from flask import Flask

from portal.domain.role import Role
from portal.runtime import Runtime
from tests.features.organisation_changes.successions import merge, split
from tests.pages.office.people import case_path, signed_in, words
from tests.support import file


def test_an_officer_reads_and_handles_what_followed(app: Flask, runtime: Runtime):
    answers = {"place": "Sentier du lac", "since": "2026-11-01"}
    number = file(runtime, category="trail", answers=answers).number
    claire = signed_in(app, runtime)
    merge(runtime)
    listed = claire.get("/fr/gestion", follow_redirects=True)
    assert listed.request.path == "/fr/gestion/water/file"
    page = words(claire.get(case_path(number, agency="water")).text)
    assert "Organisme remplacé" in page
    assert "De « Régie des parcs » à « Service des eaux »." in page
    assert "Quel sentier? Sentier du lac" in page
    assert "Depuis quand? 1er novembre 2026" in page


def test_an_old_address_leads_to_where_the_work_is(app: Flask, runtime: Runtime):
    number = file(runtime).number
    claire = signed_in(app, runtime)
    merge(runtime)
    page = claire.get(case_path(number) + "?onglet=journal", follow_redirects=True)
    assert page.request.path == case_path(number, agency="water")
    assert page.request.args["onglet"] == "journal"
    english = claire.get("/en/office/parks/list?vue=equipe")
    assert english.location == "/en/office/water/list?vue=equipe"
    listed = claire.get("/fr/gestion/parks/file")
    assert listed.location == "/fr/gestion/water/file"


def test_an_old_address_shows_a_stranger_nothing(app: Flask, runtime: Runtime):
    number = file(runtime, category="trail").number
    paul = signed_in(app, runtime, "paul@eaux.example", Role.OFFICER, "water", None)
    split(runtime)
    assert paul.get(case_path(number)).status_code == 403
    assert paul.get(case_path(number, agency="desk")).status_code == 403
    assert paul.get(case_path(number, agency="water")).status_code == 404
    assert app.test_client().get(case_path(number)).location.startswith("/fr/connexion")
