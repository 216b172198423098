"""Noting a first contact asks how and when; the person says with one tap whether it was made."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework
from portal.domain.actor import complainant
from portal.domain.role import Role
from portal.features.reviews.actions import reopen
from portal.runtime import Runtime
from portal.worker import Worker
from tests.complaints.cases import act, history_holds, kinds, last, staffed
from tests.features.first_contact.noted import judge, note_contact
from tests.features.joint_answers.asked_parts import close
from tests.journeys.steps import followed, to
from tests.pages.office.people import bodies, case_path, complaint, signed_in, words
from tests.support import FixedClock, RecordingMailer, file
from tests.support.letters import text_of

PAGE = "premier-contact"
QUESTION = {"fr": "Avons-nous bien communiqué avec vous?", "en": "Did we get in touch with you?"}
YES, NO = {"fr": "Oui", "en": "Yes"}, {"fr": "Non", "en": "No"}
SAID_NO = {
    "fr": "Vous dites que personne n’a communiqué avec vous : ce contact ne compte pas.",
    "en": "You say that nobody got in touch with you: this contact does not count.",
}


def send(client: FlaskClient, number: str, **form: str):
    return client.post(case_path(number, PAGE), data={"version": "1", **form})


def day(at: str) -> dict[str, str]:
    year, month, day = at.split("-")
    return {"contact-le-day": day, "contact-le-month": month, "contact-le-year": year}


def test_the_way_and_the_moment_are_asked_and_shown(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    number = file(runtime).number
    clock.moment += timedelta(days=1)
    claire = signed_in(app, runtime)
    form = {"contact": "in_person", **day("2026-11-24"), "contact-heure": "16 h 05"}
    assert send(claire, number, **form).status_code == 303
    told = "La personne a été jointe le 24 novembre 2026 à 16 h 05, en personne."
    page = words(claire.get(case_path(number)).text)
    assert told in page
    assert "ce qui compte est le jour où c’est noté : le 25 novembre 2026." in page
    assert last(runtime, number, "taken_in_charge").facts["contact"] == "in_person"


def test_a_day_and_an_hour_that_are_none_are_both_said(app: Flask, runtime: Runtime):
    number, claire = file(runtime).number, signed_in(app, runtime)
    form = {"contact": "phone", **day("2026-02-31"), "contact-heure": "25:99"}
    page = words(send(claire, number, **form).text)
    assert "Ce jour n’existe pas. Vérifiez le jour, le mois et l’année" in page
    assert "Écrivez l’heure du contact, comme 16 h 05" in page


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "contact"),
        ({"contact": "pigeon"}, "contact"),
        ({"contact": "phone", **day("2026-11-31")}, "contact-le"),
        ({"contact": "phone", "contact-heure": "tantôt"}, "contact-heure"),
        ({"contact": "phone", **day("2026-11-23")}, "contact-heure"),
        ({"contact": "phone", **day("2026-11-23"), "contact-heure": "9:00"}, "contact-heure"),
        ({"contact": "phone", **day("2027-01-02"), "contact-heure": "9:00"}, "contact-heure"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    app: Flask, runtime: Runtime, form: dict[str, str], field: str
):
    number, claire = file(runtime).number, signed_in(app, runtime)
    answer = send(claire, number, note="Rappeler jeudi.", **form)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert f'id="{field}"' in answer.text
    assert "Rappeler jeudi." in answer.text
    if form.get("contact-heure"):
        assert f'value="{form["contact-heure"]}"' in answer.text
    assert bodies(runtime, number, "note") == []


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_person_answers_with_one_tap_and_changes_their_mind(
    app: Flask, runtime: Runtime, language: str
):
    receipt = file(runtime)
    person = followed(app, language, receipt.number, receipt.code)
    assert QUESTION[language] not in person.text
    note_contact(runtime, receipt.number)
    person.open(person.path)
    assert QUESTION[language] in person.text
    assert person.send(NO[language]).path == f"/{language}/" + (
        f"suivi/{receipt.number}" if language == "fr" else f"follow/{receipt.number}"
    )
    assert SAID_NO[language] in person.text
    assert last(runtime, receipt.number, "contact_judged").facts == {"reached": False}
    person.send(YES[language])
    assert last(runtime, receipt.number, "contact_judged").facts == {"reached": True}
    assert history_holds(runtime)


def test_without_a_choice_the_question_stands_on_a_page_of_its_own(app: Flask, runtime: Runtime):
    receipt = file(runtime)
    note_contact(runtime, receipt.number)
    person = followed(app, "fr", receipt.number, receipt.code)
    person.open(f"/fr/suivi/{receipt.number}/contact")
    assert QUESTION["fr"] in person.text
    client = app.test_client()
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    answer = client.post(f"/fr/suivi/{receipt.number}/contact", data={})
    assert answer.status_code == 422
    assert "Choisissez « Oui » ou « Non »" in words(answer.text)


def test_the_office_owes_a_contact_again_and_notes_it_on_the_same_page(
    app: Flask, runtime: Runtime
):
    number, claire = file(runtime).number, signed_in(app, runtime)
    note_contact(runtime, number)
    assert case_path(number, PAGE) not in claire.get(case_path(number)).text
    judge(runtime, number, reached=False)
    page = words(claire.get(case_path(number)).text)
    assert "La personne dit que personne n’a communiqué avec elle" in page
    assert "Parler ou écrire vous-même à la personne au plus tard le" in page
    version = str(complaint(runtime, number).version)
    assert "Noter le contact" in claire.get(case_path(number, PAGE)).text
    assert send(claire, number, contact="phone", version=version).status_code == 303
    assert kinds(runtime, number)[-1] == "contact_made"
    page = words(claire.get(case_path(number)).text)
    assert "Le contact noté ne compte pas. Communiquez avec elle" not in page


def test_a_no_is_nowhere_a_contact_whatever_was_answered_before(
    app: Flask, runtime: Runtime, clock: FixedClock
):
    receipt, claire, noted_at = file(runtime), signed_in(app, runtime), clock.moment
    note_contact(runtime, receipt.number)
    clock.moment += timedelta(days=1)
    act(runtime, receipt.number, casework.answer, body="Voici.")
    who = complainant(complaint(runtime, receipt.number).id)
    close(runtime, receipt.number)
    act(runtime, receipt.number, reopen, who, reason="Encore.")
    person = followed(app, "fr", receipt.number, receipt.code)
    for answer in ("Non", "Oui", "Non"):
        clock.moment += timedelta(minutes=5)
        person.send(answer)
        page = words(person.text)
        assert "Une personne a communiqué avec vous" not in page
        assert ("Quelqu’un doit communiquer avec vous" in page) is (answer == "Non")
        at = complaint(runtime, receipt.number).taken_in_charge_at
        assert at == (noted_at if answer == "Oui" else None)
    assert "contact_made" not in kinds(runtime, receipt.number)
    office = words(claire.get(case_path(receipt.number)).text)
    assert "Contact fait après un démenti" not in office
    assert "la date prévue est passée" not in office
    assert history_holds(runtime)


def test_after_a_no_the_heading_and_the_step_say_that_it_is_owed_with_its_day(
    app: Flask, runtime: Runtime
):
    receipt = file(runtime)
    note_contact(runtime, receipt.number)
    person = followed(app, "fr", receipt.number, receipt.code)
    assert "Votre plainte est prise en charge" in words(person.text)
    person.send("Non")
    page = words(person.text)
    assert "Votre plainte est prise en charge" not in page
    assert page.count("Quelqu’un doit communiquer avec vous au plus tard le") == 2


@pytest.mark.parametrize("role", [Role.HEAD, Role.TOP_AUTHORITY])
def test_the_head_and_the_authority_above_read_it(app: Flask, runtime: Runtime, role: Role):
    staffed(runtime)
    number = file(runtime).number
    note_contact(runtime, number)
    judge(runtime, number, reached=False)
    head = signed_in(app, runtime, "tete@parcs.example", role, post=None)
    assert "La personne dit que personne n’a communiqué avec elle" in words(
        head.get(case_path(number)).text
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("fr", "Votre page de suivi vous demande si c’est bien le cas. Répondre est facultatif."),
        ("en", "Your follow-up page asks you whether they did. You do not have to answer."),
    ],
)
def test_the_letter_says_that_it_is_asked_and_nothing_of_the_person(
    runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer, language: str, said: str
):
    receipt = file(runtime, reply_language=language)
    Worker(runtime).run_once(clock.moment)
    note_contact(runtime, receipt.number)
    Worker(runtime).run_once(clock.moment)
    letter = text_of(mailbox.sent[-1])
    assert said in words(letter)
    assert to(mailbox, "m.gagnon@exemple.org")


def test_a_denied_contact_keeps_no_date_in_the_history_until_it_is_confirmed(
    app: Flask, runtime: Runtime
):
    number, claire = file(runtime).number, signed_in(app, runtime)
    note_contact(runtime, number)
    kept = "Date tenue."
    assert kept in words(claire.get(case_path(number)).text)
    judge(runtime, number, reached=False)
    page = words(claire.get(case_path(number)).text)
    assert kept not in page
    assert "La personne dit que ce contact n’a pas eu lieu : il ne compte pas" in page
    assert "Ce qui a été noté : La personne a été jointe" in page
    judge(runtime, number, reached=True)
    assert kept in words(claire.get(case_path(number)).text)
