"""What a complainant learns of recommendations: what the answer told, and what they wished for."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.domain.actor import complainant
from portal.features.recommendations import actions
from portal.features.recommendations.records import RecommendationRecord, RecommendationStepRecord
from portal.runtime import Runtime
from tests.complaints.cases import complaint, history_holds, last, letters
from tests.features.recommendations.recommended import (
    TITLE,
    Team,
    accept,
    on,
    recommend,
    refuse,
    say_done,
    verify,
)
from tests.pages.office.people import case_path, signed_in, words
from tests.support import file


@pytest.fixture
def number(runtime: Runtime, client: FlaskClient) -> str:
    """A complaint that its complainant has opened with its code."""
    receipt = file(runtime)
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    return receipt.number


def answer(app: Flask, runtime: Runtime, number: str, **more: str) -> None:
    office = signed_in(app, runtime, "luc@parcs.example")
    version = str(complaint(runtime, number).version)
    data = {"body": "Nous corrigeons.", "version": version, "send": "yes", **more}
    assert office.post(case_path(number, "repondre"), data=data).status_code == 303


def followed(client: FlaskClient, number: str) -> str:
    return words(client.get(f"/fr/suivi/{number}").text)


def wish(client: FlaskClient, number: str, **ticked: str):
    return client.post(f"/fr/suivi/{number}/nouvelles", data=ticked)


def test_a_recommendation_stays_inside_unless_the_answer_tells_of_it(
    app: Flask, client: FlaskClient, runtime: Runtime, people: Team, number: str
):
    recommend(runtime, number, people.writer)
    answer(app, runtime, number)
    page = followed(client, number)
    assert "ecommandation" not in page
    assert "Exécution" not in page


def test_the_preview_of_the_answer_asks_and_is_not_ticked(
    app: Flask, runtime: Runtime, people: Team, number: str
):
    office = signed_in(app, runtime, "luc@parcs.example")
    form = case_path(number, "repondre")
    assert 'name="tells"' not in office.post(form, data={"body": "Voici."}).text
    recommend(runtime, number, people.writer)
    shown = office.post(form, data={"body": "Voici."}).text
    assert 'name="tells" id="tells" value="yes" aria-describedby="tells-h">' in shown


def test_told_once_each_later_step_is_seen_without_text_or_names(
    app: Flask, client: FlaskClient, runtime: Runtime, people: Team, number: str
):
    one = recommend(runtime, number, people.writer)
    answer(app, runtime, number, tells="yes")
    assert "Recommandation faite le 24 novembre 2026" in followed(client, number)
    assert "L’organisme l’étudie." in followed(client, number)
    accept(runtime, one, people.director)
    page = followed(client, number)
    assert "Elle est acceptée. À faire au plus tard le 15 janvier 2027." in page
    say_done(runtime, one, people.director)
    verify(runtime, one, people.head)
    page = followed(client, number)
    assert "Elle est exécutée, et une autre personne l’a vérifié." in page
    assert TITLE not in page
    assert "Director" not in page
    english = words(client.get(f"/en/follow/{number}").text)
    assert "It is carried out, and somebody else has verified it." in english


def test_a_refusal_is_told_once_it_is_the_last_word(
    app: Flask, client: FlaskClient, runtime: Runtime, people: Team, number: str
):
    one = recommend(runtime, number, people.writer)
    answer(app, runtime, number, tells="yes")
    refuse(runtime, one, people.director)
    assert "L’organisme l’étudie." in followed(client, number)
    on(runtime, one, people.president, actions.confirm_refusal, reason="Non.")
    assert "L’organisme a décidé de ne pas la suivre." in followed(client, number)


def test_each_gathered_complaint_is_told_apart(
    app: Flask, client: FlaskClient, runtime: Runtime, people: Team, number: str
):
    recommend(runtime, file(runtime).number, people.writer, others=(number,))
    answer(app, runtime, number, tells="yes")
    assert "Recommandation faite le" in followed(client, number)


def test_a_complainant_s_session_reaches_no_recommendation(
    runtime: Runtime, people: Team, number: str
):
    recommend(runtime, number, people.writer)
    owner = complainant(complaint(runtime, number).id)
    with runtime.reading(owner) as session:
        for record in (RecommendationRecord, RecommendationStepRecord):
            assert session.scalar(select(func.count(record.id))) == 0


def test_after_the_answer_one_may_ask_to_be_told_and_nothing_is_ticked_before(
    app: Flask, client: FlaskClient, runtime: Runtime, number: str
):
    assert 'name="nouvelles"' not in client.get(f"/fr/suivi/{number}").text
    answer(app, runtime, number)
    assert 'name="nouvelles" id="nouvelles" value="yes">' in client.get(f"/fr/suivi/{number}").text
    assert wish(client, number, nouvelles="yes").status_code == 303
    page = client.get(f"/fr/suivi/{number}").text
    assert 'value="yes" checked' in page
    assert "Vous voulez savoir quand la cause sera corrigée." in words(page)
    assert last(runtime, number, "news_wished").facts == {"wishes": True}
    wish(client, number)
    assert not complaint(runtime, number).wishes_news
    assert history_holds(runtime)


def test_the_same_wish_twice_is_kept_once(
    app: Flask, client: FlaskClient, runtime: Runtime, number: str
):
    answer(app, runtime, number)
    for _ in range(2):
        wish(client, number, nouvelles="yes")
    version = complaint(runtime, number).version
    wish(client, number, nouvelles="yes")
    assert complaint(runtime, number).version == version


def test_nothing_is_asked_before_the_answer(client: FlaskClient, number: str):
    assert wish(client, number, nouvelles="yes").status_code == 409


def test_once_it_is_verified_those_who_agreed_are_written_to_and_nobody_else(
    app: Flask, client: FlaskClient, runtime: Runtime, people: Team, number: str
):
    silent = file(runtime, email="autre@exemple.org").number
    stranger = file(runtime, email="loin@exemple.org").number
    answer(app, runtime, number)
    wish(client, number, nouvelles="yes")
    one = recommend(runtime, number, people.writer, others=(silent,))
    accept(runtime, one, people.director)
    say_done(runtime, one, people.director)
    told = [to for template, to in letters(runtime) if template == "cause_corrected"]
    assert told == []
    verify(runtime, one, people.head)
    told = [to for template, to in letters(runtime) if template == "cause_corrected"]
    assert told == ["m.gagnon@exemple.org"]
    assert complaint(runtime, stranger).version == 1


def test_whom_no_letter_reaches_is_named_to_the_service(app: Flask, runtime: Runtime, people: Team):
    receipt = file(runtime, reply_by="phone", email="", phone="514 555-0188")
    answer(app, runtime, receipt.number)
    citizen = app.test_client()
    citizen.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    wish(citizen, receipt.number, nouvelles="yes")
    one = recommend(runtime, receipt.number, people.writer)
    accept(runtime, one, people.director)
    say_done(runtime, one, people.director)
    verify(runtime, one, people.head)
    office = signed_in(app, runtime, "ida@parcs.example")
    page = words(office.get(f"/fr/gestion/parks/recommandations/{one}").text)
    assert "À avertir par le service" in page
    assert f"{receipt.number} , par téléphone" in page
