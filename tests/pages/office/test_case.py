from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import select, update

from portal.complaints.entries import RecourseOpened
from portal.complaints.handling import casework, following
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.people import AccessLogRecord
from portal.complaints.work import Work
from portal.domain.actor import PORTAL, complainant
from portal.domain.role import Role
from portal.runtime import Runtime
from tests.pages.office.people import (
    bodies,
    case_path,
    change,
    complaint,
    let_dates_pass,
    signed_in,
    words,
)
from tests.support import FixedClock, file


def opened(runtime: Runtime) -> list[str]:
    with runtime.reading(PORTAL) as session:
        return list(session.scalars(select(AccessLogRecord.what).order_by(AccessLogRecord.id)))


def citizen_writes(runtime: Runtime, number: str, body: str) -> None:
    writer = complainant(complaint(runtime, number).id)
    runtime.change(writer, number, partial(following.write_message, body=body, once=None))


def test_the_page_shows_who_complains_of_what_and_how_to_reach_them(app: Flask, runtime: Runtime):
    number = file(runtime, category="trail", answers={"place": "Sentier bleu"}).number
    page = words(signed_in(app, runtime).get(case_path(number)).text)
    for shown in (number, "Michel Gagnon", "m.gagnon@exemple.org", "État d’un sentier"):
        assert shown in page
    assert "Quel sentier? Sentier bleu" in page
    assert "Unité Sentiers" in page


def test_the_adaptations_asked_for_are_shown_there_and_before_an_answer_leaves(
    app: Flask, runtime: Runtime
):
    asked, plain = file(runtime, needs=("audio", "braille")).number, file(runtime).number
    claire = signed_in(app, runtime)
    told = "Adaptations demandées Braille, Audio"
    assert told in words(claire.get(case_path(asked)).text)
    answer = {"body": "Le sentier est ouvert.", "version": "1"}
    assert told in words(claire.post(case_path(asked, "repondre"), data=answer).text)
    assert "Adaptations demandées" not in claire.get(case_path(plain)).text


def test_a_unit_that_the_agency_no_longer_has_is_named_by_its_code(app: Flask, runtime: Runtime):
    number, claire = file(runtime).number, signed_in(app, runtime)
    assert "Unité" not in words(claire.get(case_path(number)).text)
    with runtime.transaction() as session:
        session.execute(update(ComplaintRecord).values(unit="wardens"))
    assert "Unité wardens" in words(claire.get(case_path(number)).text)


def test_every_opening_is_written_down_with_what_was_opened(app: Flask, runtime: Runtime):
    number = file(runtime).number
    claire = signed_in(app, runtime)
    claire.get(case_path(number))
    claire.get(case_path(number, "repondre"))
    assert opened(runtime) == ["case", "answer"]


def test_a_complaint_that_is_not_there_opens_nothing(app: Flask, runtime: Runtime):
    assert signed_in(app, runtime).get(case_path("2026-000009")).status_code == 404
    assert opened(runtime) == []


def test_a_new_complaint_needs_a_first_contact_by_its_date(app: Flask, runtime: Runtime):
    number = file(runtime).number
    page = words(signed_in(app, runtime).get(case_path(number)).text)
    assert "Parler ou écrire vous-même à la personne au plus tard le 26 novembre 2026." in page


def test_the_answer_is_next_with_what_happens_if_it_is_missed(app: Flask, runtime: Runtime):
    number = file(runtime).number
    change(runtime, number, casework.record_first_contact)
    page = words(signed_in(app, runtime).get(case_path(number)).text)
    assert "Répondre à la personne au plus tard le 22 décembre 2026." in page
    assert "la plainte passe ensuite à ce palier : Directrice" in page


def test_at_the_top_silence_opens_the_other_recourse(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    number = file(runtime).number
    for _ in range(2):
        clock.moment += timedelta(days=35)
        let_dates_pass(runtime)
    change(runtime, number, casework.record_first_contact)
    client = signed_in(app, runtime)
    page = words(client.get(case_path(number)).text)
    assert "Palier 3 sur 3" in page
    assert "l’autre recours s’ouvre" in page
    change(runtime, number, open_other_recourse)
    page = words(client.get(case_path(number)).text)
    assert "L’autre recours est ouvert, et la page de suivi de la personne le dit." in page
    assert "l’autre recours s’ouvre" not in page


def open_other_recourse(work: Work, complaint: ComplaintRecord) -> None:
    work.record(complaint, RecourseOpened(recourse="ombudsman"))


def test_the_message_to_answer_stands_in_what_to_do_now(app: Flask, runtime: Runtime):
    number = file(runtime).number
    claire = signed_in(app, runtime)
    citizen_writes(runtime, number, "Avez-vous lu mon message?")
    now = claire.get(case_path(number)).text.split("s-tabs")[0]
    assert "Avez-vous lu mon message?" in now
    change(runtime, number, casework.answer, body="Oui.")
    assert "Avez-vous lu mon message?" not in claire.get(case_path(number)).text.split("s-tabs")[0]


def test_the_date_is_explained_day_by_day_with_the_reasons(app: Flask, runtime: Runtime):
    number = file(runtime).number
    page = words(signed_in(app, runtime).get(case_path(number)).text)
    assert "Jour 0 : le 24 novembre 2026. C’est un jour ouvrable, avant la fermeture." in page
    assert "27 novembre Jour 3 28 novembre Fin de semaine" in page
    assert "Dernier jour : 22 décembre 2026." in page


@pytest.mark.parametrize(
    ("tab", "shown", "hidden"),
    [
        ("echanges", "Quand était-ce?", "Rapport demandé."),
        ("notes", "Rapport demandé.", "Quand était-ce?"),
        ("journal", "Premier contact fait", "Rapport demandé."),
    ],
)
def test_a_tab_shows_its_part_of_the_history(
    app: Flask, runtime: Runtime, tab: str, shown: str, hidden: str
):
    number = file(runtime).number
    change(runtime, number, casework.ask_complainant, body="Quand était-ce?")
    change(runtime, number, casework.add_note, body="Rapport demandé.")
    page = signed_in(app, runtime).get(case_path(number) + f"?onglet={tab}").text
    assert shown in page
    assert hidden not in page


def test_an_internal_note_says_that_it_is_internal(app: Flask, runtime: Runtime):
    number = file(runtime).number
    change(runtime, number, casework.add_note, body="Rapport demandé.")
    page = words(signed_in(app, runtime).get(case_path(number) + "?onglet=notes").text)
    assert "visible seulement à l’interne Rapport demandé." in page


def test_changing_what_is_written_sends_nothing_and_loses_nothing(app: Flask, runtime: Runtime):
    number = file(runtime).number
    claire = signed_in(app, runtime)
    typed = {"body": "Un texte commencé.", "kind": "note", "version": "1"}
    page = claire.post(case_path(number), data=typed)
    assert page.status_code == 200
    assert "Un texte commencé." in page.text
    assert "s-write--note" in page.text
    assert complaint(runtime, number).version == 1


def test_somebody_who_only_looks_has_nothing_to_write_with(app: Flask, runtime: Runtime):
    number = file(runtime).number
    auditor = signed_in(app, runtime, "audit@portail.example", Role.AUDITOR, None, None)
    page = auditor.get(case_path(number)).text
    assert 'id="ecrire"' not in page
    assert "Attribuer la plainte" not in page


def test_an_ended_complaint_takes_notes_alone(app: Flask, runtime: Runtime):
    number = file(runtime).number
    writer = complainant(complaint(runtime, number).id)
    runtime.change(writer, number, following.withdraw)
    page = signed_in(app, runtime).get(case_path(number)).text
    assert "Rien. La plainte est terminée." in page
    assert "Ajouter la note interne" in page
    assert "Écrire plutôt" not in page


def test_the_levels_say_who_holds_them_and_when(app: Flask, runtime: Runtime, clock: FixedClock):
    number = file(runtime).number
    page = words(signed_in(app, runtime).get(case_path(number)).text)
    assert "2. Directrice Après le 22 décembre 2026, si aucune réponse · Poste vacant" in page
    clock.moment += timedelta(days=29)
    let_dates_pass(runtime)
    # Nobody holds the posts above: the complaint climbs one step all the same.
    page = words(signed_in(app, runtime, "luc@parcs.example").get(case_path(number)).text)
    assert "2. Directrice Depuis le 23 décembre 2026" in page
    assert "Première date promise, dépassée 22 décembre 2026" in page


def test_an_anonymous_complaint_is_called_so(app: Flask, runtime: Runtime):
    number = file(runtime, filed_for="anonymous", name="", email="", reply_by="none").number
    assert "Anonyme" in signed_in(app, runtime).get(case_path(number)).text


def test_what_a_citizen_typed_is_never_markup(app: Flask, runtime: Runtime):
    number = file(runtime, story="<script>alert(1)</script> & cie", name="<b>Gras</b>").number
    page = signed_in(app, runtime).get(case_path(number)).text
    assert "<script>alert" not in page
    assert "<b>Gras" not in page
    assert bodies(runtime, number, "note") == []
