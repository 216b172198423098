"""Recommendations in the office, from the form to the register, as each person sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.queries.accounts import user_by_email
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.features.conflicts_of_interest import actions as declaring
from portal.runtime import Runtime
from tests.features.absences.absent import away
from tests.pages.office.people import case_path, complaint, let_dates_pass, signed_in, words
from tests.support import FixedClock, file

TEXT = "Que l’horaire du sentier\nsoit affiché à l’entrée."
SAID = {"title": "Afficher l’horaire", "text": TEXT, "addressee": "post:director"}
PLAN = {
    "choice": "oui",
    "execute_by-day": "15",
    "execute_by-month": "janvier",
    "execute_by-year": "2027",
}
TODAY = {"done_on-day": "24", "done_on-month": "11", "done_on-year": "2026"}


@dataclass(frozen=True)
class Browsers:
    """Everybody's browser."""

    writer: FlaskClient
    head: FlaskClient
    director: FlaskClient
    president: FlaskClient


@pytest.fixture
def people(app: Flask, runtime: Runtime) -> Browsers:
    return Browsers(
        signed_in(app, runtime),
        signed_in(app, runtime, "anne@parcs.example", Role.HEAD, post=None),
        signed_in(app, runtime, "dominique@parcs.example", Role.MANAGER, post="director"),
        signed_in(app, runtime, "prune@parcs.example", Role.TOP_AUTHORITY, post="president"),
    )


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime).number


def path(one: int = 1, action: str = "") -> str:
    return f"/fr/gestion/parks/recommandations/{one}" + (f"/{action}" if action else "")


def register(client: FlaskClient, **query: str) -> str:
    answer = client.get("/fr/gestion/parks/recommandations", query_string=query)
    assert answer.status_code == 200
    return words(answer.text)


def send(client: FlaskClient, runtime: Runtime, number: str, **more: object):
    version = str(complaint(runtime, number).version)
    data = {**SAID, "version": version, "send": "yes", **more}
    return client.post(case_path(number, "recommander"), data=data)


def owner_of(client: FlaskClient, action: str) -> str:
    """Return the first person who may be chosen to carry it out."""
    found = re.search(r'<option value="(\d+)">Dominique<', client.get(path(1, action)).text)
    assert found
    return found[1]


def accepted(people: Browsers) -> None:
    owner = owner_of(people.director, "repondre")
    answer = people.director.post(path(1, "repondre"), data={**PLAN, "owner": owner})
    assert answer.status_code == 303


def refused(people: Browsers) -> None:
    data = {"choice": "non", "reason": "C’est trop cher."}
    assert people.director.post(path(1, "repondre"), data=data).status_code == 303


def done(people: Browsers) -> None:
    data = {**TODAY, "body": "Le panneau est posé."}
    assert people.director.post(path(1, "fait"), data=data).status_code == 303


def test_the_form_says_by_when_it_is_replied_to_and_what_the_person_learns(
    people: Browsers, number: str
):
    page = words(people.writer.get(case_path(number, "recommander")).text)
    assert "réponse au plus tard le 22 décembre 2026. (délai d’exemple)" in page
    assert "La personne plaignante n’en sait rien" in page
    assert "Poste : Directrice (Dominique)" in page
    english = f"/en/office/parks/complaints/{number}/recommend"
    assert "Recommend a change" in people.writer.get(english).text


def test_everything_wrong_is_said_at_its_field_and_nothing_is_lost(people: Browsers, number: str):
    data = {"title": "", "text": TEXT, "addressee": "", "more": "abc"}
    answer = people.writer.post(case_path(number, "recommander"), data=data)
    assert answer.status_code == 422
    page = words(answer.text)
    assert "Il y a 3 réponses à corriger" in page
    assert "Choisissez qui doit répondre" in page
    assert "soit affiché à l’entrée." in page
    assert 'value="abc"' in answer.text


@pytest.mark.parametrize("closed", ["2026-999999", "elsewhere", "kept out"])
def test_numbers_that_are_closed_to_the_writer_are_refused_before_the_preview(
    people: Browsers, runtime: Runtime, number: str, closed: str
):
    if closed == "elsewhere":
        closed = file(runtime, agency="water").number
    elif closed == "kept out":
        closed = file(runtime).number
        with runtime.reading(PORTAL) as session:
            writer = user_by_email(session, runtime.keyring, "claire@parcs.example")
        assert writer
        runtime.change(PORTAL, closed, partial(declaring.declare, user_id=writer.id))
    answer = people.writer.post(case_path(number, "recommander"), data={**SAID, "more": closed})
    assert answer.status_code == 422
    page = words(answer.text)
    assert "Écrivez des numéros de plaintes de cet organisme" in page
    assert "Son texte est figé à l’envoi" not in page
    assert f'value="{closed}"' in answer.text


def test_a_post_where_nobody_works_gets_no_recommendation(
    app: Flask, runtime: Runtime, number: str
):
    writer = signed_in(app, runtime)
    answer = writer.post(case_path(number, "recommander"), data=SAID)
    assert answer.status_code == 422
    assert "Ce poste est vacant. Choisissez qui" in words(answer.text)
    assert "l’horaire" in answer.text
    signed_in(app, runtime, "dominique@parcs.example", Role.MANAGER, post="director")
    away(runtime, "dominique@parcs.example")
    answer = writer.post(case_path(number, "recommander"), data=SAID)
    assert answer.status_code == 422
    assert "est en absence, et personne ne remplace" in words(answer.text)


def test_it_is_read_again_before_it_is_sent_and_may_be_changed(people: Browsers, number: str):
    form = case_path(number, "recommander")
    shown = people.writer.post(form, data={**SAID, "more": number})
    assert "Son texte est figé à l’envoi" in words(shown.text)
    back = people.writer.post(form, data={**SAID, "change": "yes", "send": "yes"})
    assert back.status_code == 200
    assert "soit affiché" in back.text
    assert "Aucune recommandation n’est faite" in register(people.writer)


def test_the_page_of_a_refusal_opens_before_there_is_any(
    people: Browsers, runtime: Runtime, number: str
):
    assert send(people.writer, runtime, number).status_code == 303
    answer = people.president.get(path(1, "trancher"))
    assert answer.status_code == 200
    assert "Motif du refus" not in words(answer.text)


def test_sent_it_is_on_the_complaint_in_the_register_and_before_its_addressee(
    people: Browsers, runtime: Runtime, number: str
):
    assert send(people.writer, runtime, number).status_code == 303
    page = words(people.writer.get(case_path(number)).text)
    assert "Recommandation 1 : envoyée." in page
    assert "Afficher l’horaire Attend une réponse" in page
    assert "Afficher l’horaire" in register(people.writer)
    assert "À moi 1" in register(people.director)
    theirs = words(people.director.get(path()).text)
    assert "Directrice répond : accepter avec une date, ou refuser avec un motif." in theirs
    assert "Répondre à la recommandation" in theirs
    assert "Comment cette date est comptée" in theirs
    assert "Écrite par Claire" in theirs
    assert "Répondre à la recommandation" not in words(people.president.get(path()).text)


def test_sent_twice_by_the_same_page_it_is_made_once(
    people: Browsers, runtime: Runtime, number: str
):
    version = str(complaint(runtime, number).version)
    for status in (303, 409):
        data = {**SAID, "version": version, "send": "yes"}
        answer = people.writer.post(case_path(number, "recommander"), data=data)
        assert answer.status_code == status


def test_several_complaints_of_a_subject_are_gathered_by_their_numbers(
    people: Browsers, runtime: Runtime, number: str
):
    second, third = file(runtime).number, file(runtime).number
    other = file(runtime, category="welcome").number
    offered = people.writer.get(case_path(number, "recommander")).text
    assert second in offered
    assert other not in offered
    send(people.writer, runtime, number, others=[second, third], more=other)
    page = words(people.writer.get(path()).text)
    assert "4 plaintes" in page
    for each in (number, second, third, other):
        assert each in page
        assert "Recommandation 1 : envoyée." in words(people.writer.get(case_path(each)).text)
    assert "4 plaintes" in register(people.writer, portee="systemique")
    assert "Aucune recommandation ne correspond" in register(people.writer, portee="individuelle")


def test_from_acceptance_to_verification(people: Browsers, runtime: Runtime, number: str):
    send(people.writer, runtime, number)
    accepted(people)
    assert "Au plus tard le 15 janvier 2027." in words(people.director.get(path()).text)
    done(people)
    assert "Vérifier l’exécution" not in words(people.writer.get(path()).text)
    shown = words(people.head.get(path(1, "verifier")).text)
    assert "Le panneau est posé." in shown
    data = {"choice": "oui", "body": "Je l’ai vu."}
    assert people.head.post(path(1, "verifier"), data=data).status_code == 303
    page = words(people.head.get(path()).text)
    assert "Rien de plus : l’exécution est vérifiée." in page
    figures = register(people.head, vue="verifiees")
    assert "Réponses à temps 100 % de la réponse donnée ou due" in figures
    assert "Vérifiées 1 sur 1 exécutée" in figures


def test_whoever_wrote_it_is_told_that_another_person_verifies(
    people: Browsers, runtime: Runtime, number: str
):
    send(people.writer, runtime, number)
    accepted(people), done(people)
    data = {"choice": "oui", "body": "Je l’ai vu."}
    answer = people.writer.post(path(1, "verifier"), data=data)
    assert answer.status_code == 409
    assert "Une autre personne doit vérifier" in words(answer.text)
    assert "Je l’ai vu." in answer.text


def test_not_done_yet_it_goes_back_with_another_day(
    people: Browsers, runtime: Runtime, number: str
):
    send(people.writer, runtime, number)
    accepted(people), done(people)
    empty = people.head.post(path(1, "verifier"), data={"choice": "non"})
    assert empty.status_code == 422
    assert "Écrivez le motif, en mots simples" in empty.text
    people.head.post(path(1, "verifier"), data={**PLAN, "choice": "non", "reason": "Rien."})
    assert "Pas encore exécutée, retournée" in words(people.director.get(path()).text)


@pytest.mark.parametrize(
    ("choice", "state"), [("oui", "Acceptée, à exécuter"), ("non", "Non suivie")]
)
def test_a_refusal_waits_on_the_page_of_the_top_authority(
    people: Browsers, runtime: Runtime, number: str, choice: str, state: str
):
    send(people.writer, runtime, number)
    refused(people)
    direction = words(people.president.get("/fr/gestion/parks/direction").text)
    assert "1 recommandation refusée attend votre décision" in direction
    form = words(people.president.get(path(1, "trancher")).text)
    assert "C’est trop cher." in form
    plan = {**PLAN, "owner": owner_of(people.president, "trancher"), "reason": "J’ai décidé."}
    people.president.post(path(1, "trancher"), data={**plan, "choice": choice})
    assert state in words(people.writer.get(path()).text)
    late = people.president.post(path(1, "trancher"), data={**plan, "choice": choice})
    assert late.status_code == 409
    assert "La recommandation en est à ceci : " in words(late.text)


def test_a_corrected_text_stands_beside_the_first(people: Browsers, runtime: Runtime, number: str):
    send(people.writer, runtime, number)
    assert "soit affiché" in people.writer.get(path(1, "corriger")).text
    people.writer.post(path(1, "corriger"), data={"body": "Que les deux le soient."})
    page = words(people.director.get(path()).text)
    assert page.index("Que les deux le soient.") < page.index("Version remplacée")
    assert "soit affiché" in page


def test_nothing_chosen_and_nothing_typed_are_told_at_their_fields(
    people: Browsers, runtime: Runtime, number: str
):
    send(people.writer, runtime, number)
    nothing = people.director.post(path(1, "repondre"), data={})
    assert "Choisissez une des deux réponses" in nothing.text
    yes = people.director.post(path(1, "repondre"), data={"choice": "oui", "text": "Bien dit."})
    assert yes.status_code == 422
    assert "Choisissez qui s’en occupe" in yes.text
    assert "Écrivez un jour à venir" in yes.text
    assert "Bien dit." in yes.text


def test_what_is_late_is_marked_and_has_its_view(
    app: Flask, people: Browsers, runtime: Runtime, number: str, clock: FixedClock
):
    send(people.writer, runtime, number)
    clock.moment = clock.moment.replace(month=12, day=23, hour=15)
    let_dates_pass(runtime)
    anne = signed_in(app, runtime, "ida@parcs.example", Role.HEAD, post=None)
    late = register(anne, vue="en-retard")
    assert "Afficher l’horaire" in late
    assert "Palier 3, sans réponse à temps" in late
    assert "Réponses à temps 0 % de la réponse donnée ou due" in late
    assert "Sans réponse, passée au palier suivant" in words(anne.get(path()).text)


@pytest.mark.parametrize(
    ("role", "action", "status"),
    [
        (Role.OFFICER, "repondre", 403),
        (Role.MANAGER, "trancher", 403),
        (Role.MANAGER, "verifier", 403),
        (Role.MANAGER, "corriger", 403),
        (Role.AUDITOR, "", 200),
        (Role.AUDITOR, "repondre", 403),
        (Role.INTAKE, "", 403),
        (Role.ANALYST, "", 403),
    ],
)
def test_each_role_reaches_its_own_pages(
    app: Flask,
    people: Browsers,
    runtime: Runtime,
    number: str,
    role: Role,
    action: str,
    status: int,
):
    send(people.writer, runtime, number)
    other = signed_in(app, runtime, "autre@parcs.example", role, post=None)
    assert other.get(path(1, action)).status_code == status


def test_a_manager_cannot_recommend(people: Browsers, number: str):
    assert people.director.get(case_path(number, "recommander")).status_code == 403
    assert "Recommander un changement" not in people.director.get(case_path(number)).text


def test_another_agency_s_recommendation_does_not_exist(
    app: Flask, people: Browsers, runtime: Runtime, number: str
):
    send(people.writer, runtime, number)
    stranger = signed_in(app, runtime, "paul@eaux.example", Role.HEAD, "water", None)
    for place in ("parks", "water"):
        answer = stranger.get(f"/fr/gestion/{place}/recommandations/1")
        assert answer.status_code == (403 if place == "parks" else 404)
    assert "Afficher l’horaire" not in stranger.get("/fr/gestion/water/recommandations").text


def test_the_pages_are_in_english_too(people: Browsers, runtime: Runtime, number: str):
    send(people.writer, runtime, number)
    page = words(people.director.get("/en/office/parks/recommendations/1").text)
    assert "Director replies: accept with a date, or refuse with a reason." in page
    assert "Reply to the recommendation" in page
    listed = words(people.director.get("/en/office/parks/recommendations").text)
    assert "Awaiting a reply" in listed
