"""The page of letters to post: printed, posted, and noted."""

from __future__ import annotations

import re
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.complaints.handling import casework
from portal.complaints.handling.following import change_contact
from portal.complaints.letters.posted import printed_letters
from portal.complaints.records.message import OutboxRecord
from portal.domain.actor import PORTAL, complainant
from portal.domain.complaint import ReplyBy
from portal.domain.role import Role
from portal.gateways.printer import pdf_of
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.pages.office.people import case_path, change, signed_in, words
from tests.support import file, on_both

PAGE = "/fr/gestion/parks/a-poster"
TODAY = {"postee-day": "24", "postee-month": "11", "postee-year": "2026"}


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime, reply_by="post", email="", address="12, rue du Parc").number


@pytest.fixture
def claire(claire: FlaskClient, number: str) -> FlaskClient:
    """Claire, who has a letter to post."""
    return claire


@on_both
def test_an_officer_prints_and_posts(claire: FlaskClient, runtime: Runtime, number: str):
    change(runtime, number, casework.answer, body="Le sentier est rouvert.")
    page = words(claire.get(PAGE).text)
    assert "À poster 2 lettres" in page
    pdf = claire.get(f"{PAGE}/lettres")
    assert pdf.mimetype == "application/pdf"
    posted = claire.post(PAGE, data={"lettre": [1, 2], **TODAY}, follow_redirects=True)
    page = words(posted.text)
    assert "2 lettres postées." in page
    assert "Aucune lettre n’attend" in page
    history = words(claire.get(f"/fr/gestion/parks/plaintes/{number}").text)
    assert "Lettre postée" in history


def test_the_person_sees_when_it_was_posted(app: Flask, claire: FlaskClient, runtime: Runtime):
    receipt = file(runtime, reply_by="post", email="", address="12, rue du Parc")
    claire.post(PAGE, data={"lettre": [2], **TODAY})
    citizen = app.test_client()
    citizen.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    page = words(citizen.get(f"/fr/suivi/{receipt.number}").text)
    assert "Postée le 24 novembre 2026." in page


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (TODAY, "Choisissez au moins une lettre"),
        ({"lettre": 1}, "Écrivez le jour où les lettres ont été postées"),
        ({"lettre": 1, **TODAY, "postee-day": "30"}, "Ce jour est à venir"),
        ({"lettre": 99, **TODAY}, "Choisissez au moins une lettre"),
    ],
)
def test_each_mistake_is_said(claire: FlaskClient, data: dict[str, object], problem: str):
    refused = claire.post(PAGE, data=data)
    assert refused.status_code == 422
    assert problem in words(refused.text)
    assert "1 lettre" in words(refused.text)


def test_a_letter_that_does_not_wait_is_not_handed_out(claire: FlaskClient, runtime: Runtime):
    file(runtime, "water", reply_by="post", email="", address="1, rue de l’Eau")
    assert claire.get(f"{PAGE}/lettres?lettre=2").status_code == 404
    assert claire.get(f"{PAGE}/lettres?lettre=abc").status_code == 404
    assert claire.get("/fr/gestion/water/a-poster/lettres").status_code == 403


def test_a_letter_whose_reader_keeps_their_address_back_waits_and_is_not_printed(
    claire: FlaskClient, runtime: Runtime, number: str
):
    told = {"reply_by": ReplyBy.EMAIL, "email": "m.gagnon@exemple.org", "phone": "", "address": ""}
    owner = complainant(complaint(runtime, number).id)
    runtime.change(owner, number, partial(change_contact, **told))
    page = words(claire.get(PAGE).text)
    assert "Rien à poster pour le moment" in page
    assert "Toutes les lettres" not in page
    assert claire.get(f"{PAGE}/lettres").status_code == 404
    assert claire.get(f"{PAGE}/lettres?lettre=1").status_code == 404
    refused = claire.post(PAGE, data={"lettre": 1, **TODAY})
    assert "Choisissez au moins une lettre" in words(refused.text)


def test_only_those_who_write_to_people_post_letters(app: Flask, runtime: Runtime):
    manager = signed_in(app, runtime, "chef@parcs.example", Role.MANAGER)
    assert manager.get(PAGE).status_code == 403
    assert manager.post(PAGE, data=TODAY).status_code == 403


def test_the_page_speaks_english(claire: FlaskClient):
    page = words(claire.get("/en/office/parks/to-post").text)
    assert "On which day did you mail them?" in page


@pytest.fixture
def in_braille(runtime: Runtime) -> str:
    """A letter whose reader asked for another form beside the ordinary one."""
    asked = {"reply_by": "post", "address": "1, rue Morin", "needs": ("braille", "large_print")}
    return file(runtime, **asked).number


def waiting_id(claire: FlaskClient) -> str:
    return re.findall(r'name="lettre"\s+value="(\d+)"', claire.get(PAGE).text)[-1]


def test_a_letter_asked_for_in_another_form_does_not_leave_in_silence(
    claire: FlaskClient, runtime: Runtime, in_braille: str
):
    page = words(claire.get(PAGE).text)
    assert "Demandée aussi sous cette forme : Gros caractères, Braille" in page
    letter = waiting_id(claire)
    refused = claire.post(PAGE, data={**TODAY, "lettre": letter})
    assert refused.status_code == 422
    assert "Dites sous quelle forme cette lettre part" in words(refused.text)
    said = {f"forme-{letter}": "ordinaire"}
    assert claire.post(PAGE, data={**TODAY, "lettre": letter, **said}).status_code == 303
    history = words(claire.get(case_path(in_braille)).text)
    assert "Sous la forme ordinaire seulement." in history


def test_a_letter_for_who_reads_large_print_is_printed_large(
    runtime: Runtime, claire: FlaskClient, in_braille: str
):
    with runtime.reading(PORTAL) as session:
        rows = session.scalars(select(OutboxRecord).where(OutboxRecord.by_post)).all()
        ids = [row.id for row in rows]
        portal = runtime
        printed = printed_letters(
            session, portal.config, portal.agencies, portal.features.letters, ids, portal.now()
        )
    assert [letter.is_large for letter in printed] == [False, True]
    assert len(pdf_of([printed[1]])) > 0
