"""Another agency is concerned: what it reads is chosen later, and it is written to on one page."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, documents_of, messages
from tests.features.joint_answers.asked_parts import answer, ask, begun, parts
from tests.pages.citizen.journeys import followed_page
from tests.pages.office.people import words
from tests.support import file
from tests.support.forms import forms_of


def opened(app: Flask, receipt) -> FlaskClient:
    client = app.test_client()
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    return client


def test_the_number_of_a_part_opens_the_whole_complaint(app: Flask, runtime: Runtime):
    receipt = file(runtime)
    part = begun(runtime, receipt.number)
    client = app.test_client()
    answer = client.post("/fr/suivi", data={"numero": part, "code": receipt.code})
    assert answer.location.endswith(receipt.number)


def test_each_agency_has_a_line_with_its_own_date(app: Flask, runtime: Runtime):
    receipt = file(runtime)
    begun(runtime, receipt.number, "story")
    page = followed_page(app, receipt)
    assert "Régie des parcs Reçue Au plus tard le 22 décembre 2026" in page
    assert "Service des eaux Reçue Au plus tard le 8 décembre 2026" in page
    assert "Peut lire : le récit." in page


def test_what_an_agency_begins_is_not_told_as_what_the_person_did(app: Flask, runtime: Runtime):
    receipt = file(runtime)
    begun(runtime, receipt.number, "story")
    page = followed_page(app, receipt)
    [told] = re.findall(r"Un autre organisme répond à une partie (.{60})", page)
    assert "Vous" not in told
    [agreed] = re.findall(r"Vous avez dit ce que l’autre organisme peut lire (.{60})", page)
    assert "Vous" in agreed


def test_a_question_about_a_part_is_answered_to_its_agency(app: Flask, runtime: Runtime):
    receipt = file(runtime)
    part = begun(runtime, receipt.number)
    act(runtime, part, casework.ask_complainant, body="Quel jour?")
    client = opened(app, receipt)
    page = client.get(f"/fr/suivi/{receipt.number}").text
    assert "Quel jour?" in page
    to = parts(runtime, receipt.number)[0].id
    box = next(form for form in forms_of(page) if form.id == f"repondre-{to}")
    client.post(box.action, data=box.filled(["Lundi."]))
    assert [one.body for one in messages(runtime, part)][-1] == "Lundi."
    assert "Lundi." not in [one.body for one in messages(runtime, receipt.number)]
    assert complaint(runtime, part).status == "under_review"


@pytest.mark.parametrize("a", ["", "999"])
def test_whom_to_write_to_is_asked_and_the_text_is_kept(app: Flask, runtime: Runtime, a: str):
    receipt = file(runtime)
    begun(runtime, receipt.number)
    answer = opened(app, receipt).post(
        f"/fr/suivi/{receipt.number}/message", data={"message": "Alors?", "a": a}
    )
    assert answer.status_code == 422
    assert "Choisissez à qui vous écrivez" in words(answer.text)
    assert "Alors?" in answer.text


def test_a_message_to_all_reaches_each_once_however_often_it_is_sent(app: Flask, runtime: Runtime):
    receipt = file(runtime)
    part = begun(runtime, receipt.number)
    client = opened(app, receipt)
    for _ in range(2):
        typed = {"message": "Alors?", "a": "tous", "une-fois": "abc"}
        client.post(f"/fr/suivi/{receipt.number}/message", data=typed)
    for number in (receipt.number, part):
        assert [one.body for one in messages(runtime, number)].count("Alors?") == 1


def test_a_document_goes_to_the_agency_that_was_chosen(app: Flask, runtime: Runtime):
    receipt = file(runtime)
    part = begun(runtime, receipt.number)
    client = opened(app, receipt)
    to = parts(runtime, receipt.number)[0].id
    data = {"document": (BytesIO(b"%PDF-1.4\n%%EOF"), "constat.pdf"), "a": str(to)}
    answer = client.post(
        f"/fr/suivi/{receipt.number}/document", data=data, content_type="multipart/form-data"
    )
    assert answer.status_code == 303, words(answer.text)
    assert documents_of(runtime, part) == ["constat.pdf"]
    assert documents_of(runtime, receipt.number) == []
    page = client.get(f"/fr/suivi/{receipt.number}").text
    assert "constat.pdf" in page
    link = page.split('href="')[1:]
    path = next(one.split('"')[0] for one in link if "/documents/" in one)
    assert client.get(path).status_code == 200


def test_more_is_let_be_read_and_nothing_chosen_is_asked_again(app: Flask, runtime: Runtime):
    receipt = file(runtime, name="Odile")
    part = begun(runtime, receipt.number)
    client = opened(app, receipt)
    path = f"/fr/suivi/{receipt.number}/organismes/{parts(runtime, receipt.number)[0].id}"
    assert client.post(path, data={}).status_code == 422
    client.post(path, data={"quoi": ["story"]})
    assert complaint(runtime, part).story
    assert 'value="story"' not in client.get(path).text


def test_somebody_elses_part_is_not_there(app: Flask, runtime: Runtime):
    mine, theirs = file(runtime), file(runtime)
    ask(runtime, theirs.number)
    path = f"/fr/suivi/{mine.number}/organismes/{parts(runtime, theirs.number)[0].id}"
    assert opened(app, mine).get(path).status_code == 404


def test_the_file_for_another_recourse_holds_a_part_that_came_later(app: Flask, runtime: Runtime):
    receipt = file(runtime)
    part = begun(runtime, receipt.number)
    answer(runtime, receipt.number, "Le sentier est ouvert.")
    answer(runtime, part, "La conduite est réparée.")
    made = opened(app, receipt).post(f"/fr/suivi/{receipt.number}/dossier")
    with zipfile.ZipFile(BytesIO(made.data)) as archive:
        page = archive.read("plainte.html").decode()
    assert "La réponse de" in page
    assert "La conduite est réparée." in page
