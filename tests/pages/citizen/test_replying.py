"""A question is answered by words, a document, or both, in one form below the question."""

from __future__ import annotations

import gzip
from functools import partial

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal.complaints.handling import casework
from portal.complaints.records.message import MessageRecord
from portal.domain.actor import PORTAL
from portal.domain.complaint import Status
from portal.pages.own_fields import SWITCH_FIELD
from portal.runtime import Runtime
from tests.complaints.cases import complaint
from tests.pages.citizen.documents import GOOD, kept, uploads
from tests.pages.citizen.journeys import NUMBER
from tests.pages.office.people import words
from tests.support import add_user, file, officer
from tests.support.forms import Sent, forms_of

QUESTION = "Quel est le numéro du sentier?"
DAMAGED = ("photo.png", b"rien d'une image")


@pytest.fixture
def page(client: FlaskClient, runtime: Runtime) -> str:
    """The page of a complaint about which something was asked."""
    receipt = file(runtime)
    form = {"numero": receipt.number, "code": receipt.code}
    address = client.post("/fr/suivi", data=form).location
    asks = officer(user_id=add_user(runtime, "claire.roy@parcs.example"))
    runtime.change(asks, NUMBER, partial(casework.ask_complainant, body=QUESTION))
    return str(address)


def reply(
    client: FlaskClient, page: str, body: str, *files: tuple[str, bytes], once: str = "x"
) -> TestResponse:
    form = {"message": body, "une-fois": once, "document": uploads(*files)}
    return client.post(f"{page}/message", data=form)


def messages(runtime: Runtime) -> list[str]:
    with runtime.reading(PORTAL) as session:
        every = session.scalars(select(MessageRecord).order_by(MessageRecord.id))
        return [message.body for message in every if message.from_citizen]


def names(runtime: Runtime) -> list[str]:
    return [document.name for document in kept(runtime)]


def box(client: FlaskClient, page: str) -> Sent:
    """Return what the box on the page of the complaint sends, with a few words typed in it."""
    forms = forms_of(client.get(page).text)
    return next(form for form in forms if form.id == "repondre").filled(["Le 7."])


def waits(runtime: Runtime) -> bool:
    return complaint(runtime, NUMBER).status == Status.WAITING


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_form_shows_the_question_and_what_may_be_attached(
    client: FlaskClient, page: str, language: str
):
    at = f"{page}/message" if language == "fr" else f"/en/follow/{NUMBER}/message"
    says = client.get(at).text
    assert says.index(QUESTION) < says.index("<textarea") < says.index('type="file"')
    assert ("Mo par document" if language == "fr" else "MB a document") in words(says)
    assert 'enctype="multipart/form-data"' in says


def test_a_document_alone_answers_the_question(client: FlaskClient, runtime: Runtime, page: str):
    assert waits(runtime)
    assert reply(client, page, "", GOOD).location == page
    assert not waits(runtime)
    assert names(runtime) == ["note.txt"]
    assert messages(runtime) == []
    assert "Votre plainte est à l’étude" in client.get(page).text


def test_words_and_a_document_go_together(client: FlaskClient, runtime: Runtime, page: str):
    done = client.get(reply(client, page, "Le 7.", GOOD).location).text
    assert "Votre message est envoyé. Votre document est ajouté." in words(done)
    assert (messages(runtime), names(runtime)) == (["Le 7."], ["note.txt"])
    assert not waits(runtime)


def test_sent_twice_it_is_kept_once(client: FlaskClient, runtime: Runtime, page: str):
    for _ in range(2):
        assert reply(client, page, "Le 7.", GOOD).status_code == 303
    assert (messages(runtime), names(runtime)) == (["Le 7."], ["note.txt"])


def test_the_same_document_answers_a_second_question(
    client: FlaskClient, runtime: Runtime, page: str
):
    reply(client, page, "", GOOD)
    asks = officer(user_id=add_user(runtime, "luc.roy@parcs.example"))
    runtime.change(asks, NUMBER, partial(casework.ask_complainant, body="Laquelle?"))
    reply(client, page, "", GOOD)
    assert not waits(runtime)
    assert names(runtime) == ["note.txt", "note.txt"]


def test_nothing_at_all_is_asked_for_again(client: FlaskClient, runtime: Runtime, page: str):
    says = reply(client, page, "").text
    assert "Écrivez votre message, ou joignez un document" in says
    assert waits(runtime)


def test_a_document_that_cannot_be_kept_is_named_and_the_words_stay(
    client: FlaskClient, runtime: Runtime, page: str
):
    answer = reply(client, page, "Le 7.", DAMAGED)
    assert answer.status_code == 422
    assert "photo.png" in answer.text
    assert ">\nLe 7.</textarea>" in answer.text
    assert (messages(runtime), names(runtime), waits(runtime)) == ([], [], True)


def test_a_document_that_came_with_words_to_correct_is_asked_for_again_by_its_name(
    client: FlaskClient, runtime: Runtime, page: str
):
    answer = reply(client, page, "a" * 4_001, GOOD)
    assert answer.status_code == 422
    assert "Joignez de nouveau : note.txt" in words(answer.text)
    assert names(runtime) == []


def test_a_call_is_asked_for_without_a_document(client: FlaskClient, page: str):
    assert 'type="file"' not in client.get(f"{page}/message?objet=appel").text


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "Envoyer ma réponse"), ("en", "Send my answer")]
)
def test_the_question_and_all_that_answers_it_stand_in_one_box_right_under_the_state(
    client: FlaskClient, page: str, language: str, said: str
):
    says = client.get(page if language == "fr" else f"/en/follow/{NUMBER}").text
    main = says[says.index("<main") : says.index("</main>")]
    order = ["<h1>", QUESTION, "<textarea", 'type="file"', said, 'class="s-acts', 'id="recours"']
    assert [main.index(part) for part in order] == sorted(main.index(part) for part in order)
    assert f'action="{page if language == "fr" else f"/en/follow/{NUMBER}"}/message"' in main


def test_the_box_on_the_page_of_the_complaint_is_all_that_answers_it(
    client: FlaskClient, runtime: Runtime, page: str
):
    client.post(f"{page}/message", data=box(client, page))
    assert (messages(runtime), waits(runtime)) == (["Le 7."], False)
    assert 'id="repondre"' not in client.get(page).text


def test_what_was_typed_in_the_box_stays_where_the_language_changes(client: FlaskClient, page: str):
    switched = box(client, page)
    switched.add(SWITCH_FIELD, "repondre")
    says = client.post(f"/en/follow/{NUMBER}", data=switched).text
    assert ">\nLe 7.</textarea>" in says
    assert "Send my answer" in says


def test_the_page_with_the_box_stays_light(client: FlaskClient, page: str):
    assert len(gzip.compress(client.get(page).data)) < 12_000


CALL = {"message": "Le matin.", "objet": "appel"}


@pytest.mark.parametrize(
    ("language", "said"),
    [("fr", "Demander un appel n’y répond pas."), ("en", "Asking for a call does not answer it.")],
)
def test_asking_for_a_call_says_that_it_does_not_answer_the_question(
    client: FlaskClient, page: str, language: str, said: str
):
    at = page if language == "fr" else f"/en/follow/{NUMBER}"
    says = words(client.get(f"{at}/message?objet=appel").text)
    assert said in says
    assert "votre message y répondra" not in says
    assert "your message will answer" not in says


def test_asking_for_a_call_leaves_the_question_open(
    client: FlaskClient, runtime: Runtime, page: str
):
    done = client.get(client.post(f"{page}/message", data=CALL).location).text
    assert "Votre demande est envoyée." in words(done)
    assert messages(runtime) == ["Le matin."]
    assert waits(runtime)
    assert QUESTION in done[: done.index("<textarea")]

    reply(client, page, "Le 7.")

    assert not waits(runtime)
