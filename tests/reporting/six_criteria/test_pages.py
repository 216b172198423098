"""The page of the six criteria, for the staff and before the public, and its definitions."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from portal.reporting.six_criteria.registry import INDICATORS
from portal.runtime import Runtime
from tests.reporting.figures import HIDDEN, block, count, rows, signed_in, title, words

STAFF = "/fr/portrait/les-six-criteres?periode=2026-T3&comparer=avant"
PUBLIC = "/fr/statistiques/les-six-criteres?periode=2026-T3"


def table(client: FlaskClient, address: str) -> dict[str, list[str]]:
    page = client.get(address, follow_redirects=True)
    assert page.status_code == 200
    return {row[0]: row[1:] for row in rows(page.text, "criteres") if len(row) > 1}


def test_every_indicator_has_a_row_that_leads_to_its_definition(app: Flask, runtime: Runtime):
    count(runtime, ("parks", "2026-08", "answer_due_kept", 0, 9))
    client = signed_in(app, runtime)
    page = client.get(STAFF, follow_redirects=True).text
    named = re.findall(r'<a href="([^"#]+)#([A-Z]\d)">', block(page, "criteres"))
    assert [code for _, code in named] == [indicator.code for indicator in INDICATORS]
    for language in ("/fr/portrait/definitions", "/en/overview/definitions"):
        told = client.get(language, follow_redirects=True).text
        defined = re.findall(r'<details class="c-define" id="([A-Z]\d)">', told)
        assert defined == [code for _, code in named]


def test_a_value_stands_with_its_n_its_target_and_what_it_was_before(app: Flask, runtime: Runtime):
    count(runtime, ("parks", "2026-08", "answer_due_kept", 0, 19))
    count(runtime, ("parks", "2026-08", "answer_due_missed", 0, 1))
    count(runtime, ("parks", "2026-05", "answer_due_kept", 0, 4))
    count(runtime, ("parks", "2026-05", "answer_due_missed", 0, 1))
    count(
        runtime, ("parks", "2026-08", "first_act", 3, 9), ("parks", "2026-08", "first_act", 20, 1)
    )
    client = signed_in(app, runtime)
    told = table(client, STAFF)
    # 19 of 20 were in time, and 4 of 5 in the quarter before.
    assert told["R4. Réponse à temps"] == ["95 %", "20", "85 % ou plus : atteinte", "80 %"]
    # Nine took 3 hours and one 20: the fifth of ten is 3, the ninth too.
    assert told["R1. Premier geste d’une personne"][:2] == ["3 h, 9 sur 10 : 3 h", "10"]
    assert told["F2. Latitude de règlement utilisée"] == ["–", "0", "pas de cible", "–"]
    page = client.get(STAFF, follow_redirects=True).text
    assert title(page, "criteres").endswith("atteignent leur cible")


def test_beside_first_contacts_stands_how_many_nobody_confirmed(app: Flask, runtime: Runtime):
    made = [(measure, 1, n) for measure, n in (("contacted", 9), ("contact_due_kept", 10))]
    noted = [("contact_noted", 0, 8), ("contact_confirmed", 0, 3), ("contact_denied", 0, 1)]
    count(runtime, *(("parks", "2026-08", *cell) for cell in (*made, *noted)))
    told = table(signed_in(app, runtime), STAFF)
    # 9 of 10 within two days; of 8 noted, 3 were confirmed and 1 denied: 4 of 8 are neither.
    said = ["90 % (contacts sans confirmation : 50 %)", "10"]
    assert told["R2. Premier contact en 48 heures"][:2] == said


def test_of_few_adaptations_who_sees_no_complaint_is_told_nothing(app: Flask, runtime: Runtime):
    count(runtime, ("parks", "2026-08", "adapted", 1, 3), ("parks", "2026-08", "received", 0, 9))
    told = table(signed_in(app, runtime), STAFF)
    assert told["F3. Adaptations accordées"][:2] == ["–", "–"]


def test_of_few_adaptations_of_each_agency_nobody_is_told_how_many_all_have_together(
    app: Flask, runtime: Runtime
):
    of_both = [(agency, "2026-08", "adapted", 1, 3) for agency in ("parks", "water")]
    count(runtime, *of_both, ("parks", "2026-08", "received", 0, 9))
    told = table(signed_in(app, runtime), STAFF)
    assert told["F3. Adaptations accordées"][:2] == ["–", "–"]


def test_the_tiles_of_the_direction_lead_to_their_definitions(app: Flask, runtime: Runtime):
    with app.test_request_context("/fr/"):
        template = app.jinja_env.get_template("components/kpi.html")
        tile = str(template.module.kpi("Reçues", "9", definition="recues"))
    assert 'href="/fr/portrait/definitions#recues"' in tile
    assert words(tile).startswith("Reçues")


def test_the_public_reads_what_is_published_anyway_and_nothing_of_few(app: Flask, runtime: Runtime):
    count(runtime, ("parks", "2026-08", "answer_due_kept", 0, 30))
    count(runtime, ("parks", "2026-08", "finding_founded", 0, 30))
    page = app.test_client().get(PUBLIC)
    assert page.status_code == 200
    told = {row[0]: row[1:] for row in rows(page.text, "criteres") if len(row) > 1}
    assert set(told) == {
        "R4. Réponse à temps",
        "S1. Étapes pour porter plainte",
        "S4. Réglées au premier contact",
        "A4. Défauts d’accessibilité",
        "L3. Plaintes reprises ou changées ailleurs",
    }
    assert told["R4. Réponse à temps"] == ["100 %", "30", "85 % ou plus"]
    assert told["L3. Plaintes reprises ou changées ailleurs"][:2] == ["0 %", "30"]


def test_the_public_reads_no_rate_of_four(app: Flask, runtime: Runtime):
    count(runtime, ("parks", "2026-08", "answer_due_kept", 0, 4))
    page = app.test_client().get(PUBLIC)
    told = {row[0]: row[1:] for row in rows(page.text, "criteres") if len(row) > 1}
    assert told["R4. Réponse à temps"][:2] == ["non publié : petits nombres", HIDDEN]
