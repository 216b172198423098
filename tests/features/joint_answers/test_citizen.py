"""Another agency is concerned: said before sending, chosen later, written to on one page."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, documents_of, messages
from tests.features.joint_answers.asked_parts import answer, ask, begun, parts
from tests.pages.citizen.journeys import at, followed_page, number_in, post, sent, to_check
from tests.pages.office.people import words
from tests.support import file

CHOICE = {"autre": "water", "autre-sujet": "Leur conduite fuit.", "autre-lecture": ["story"]}


def test_it_is_added_before_sending_and_nothing_is_ticked(client: FlaskClient, runtime: Runtime):
    draft = to_check(client)
    page = client.get(at(draft, "precisions")).text
    assert 'value="story"' in page
    assert "checked" not in page
    assert "Guichet" not in page.split('id="autre"')[1].split("</select>")[0]
    post(client, draft, "precisions", **CHOICE)
    check = words(client.get(at(draft, "verifier")).text)
    assert "Service des eaux Il pourra lire : le récit." in check
    post(client, draft, "verifier")
    number = number_in(client.get(at(draft, "envoyee")).text)
    told = complaint(runtime, number).answers["other_agency"]
    assert told == {"agency": "water", "about": "Leur conduite fuit.", "reads": ["story"]}


def test_an_agency_that_is_not_offered_is_asked_for_again_and_what_was_typed_is_kept(
    client: FlaskClient,
):
    draft = to_check(client)
    answer = post(client, draft, "precisions", autre="desk", **{"autre-sujet": "Leur conduite."})
    assert answer.status_code == 422
    assert "Choisissez un organisme de la liste" in words(answer.text)
    assert "Leur conduite." in answer.text


def test_what_concerns_another_agency_is_not_dropped_where_none_is_chosen(client: FlaskClient):
    draft = to_check(client)
    answer = post(client, draft, "precisions", **{"autre-sujet": "Leur conduite."})
    assert answer.status_code == 422
    assert "Choisissez l’organisme concerné, ou effacez" in words(answer.text)
    assert "Leur conduite." in answer.text
    assert post(client, draft, "precisions", **{"autre-sujet": ""}).status_code == 303


def test_without_another_agency_nothing_is_kept_of_it(client: FlaskClient, runtime: Runtime):
    number = number_in(sent(client))
    assert "other_agency" not in complaint(runtime, number).answers


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


def test_a_question_about_a_part_is_answered_to_its_agency(app: Flask, runtime: Runtime):
    receipt = file(runtime)
    part = begun(runtime, receipt.number)
    act(runtime, part, casework.ask_complainant, body="Quel jour?")
    client = opened(app, receipt)
    page = client.get(f"/fr/suivi/{receipt.number}").text
    assert "Quel jour?" in page
    to = parts(runtime, receipt.number)[0].id
    form = client.get(f"/fr/suivi/{receipt.number}/message?a={to}").text
    assert f'value="{to}" checked' in form
    client.post(f"/fr/suivi/{receipt.number}/message", data={"message": "Lundi.", "a": to})
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
