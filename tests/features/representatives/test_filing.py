"""Filing for somebody else: what is asked, kept sealed, and shown again."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from portal.domain.actor import PORTAL
from portal.features.representatives.records import RepresentationRecord
from portal.features.representatives.rules import Proof, Quality, Representation, Scope, Until
from portal.runtime import Runtime
from tests.complaints.cases import documents_of, history_holds, kinds
from tests.features.representatives.represented import (
    SAID,
    asked,
    filed_for,
    opened,
    said_of,
    until,
)
from tests.pages.citizen.journeys import REPLY, at, number_in, to_reply
from tests.pages.office.people import words
from tests.support import file, on_both

PROOF = b"%PDF-1.4\n%%EOF\n"


def test_whoever_complains_for_themself_is_asked_nothing_of_it(client: FlaskClient):
    draft = to_reply(client)
    assert client.post(at(draft, "reponse"), data=REPLY).location == at(draft, "verifier")
    assert client.get(at(draft, "representation")).location == at(draft, "verifier")


def test_the_step_counts_and_nothing_is_sent_without_it(client: FlaskClient):
    draft = asked(client)
    assert "4 de 5" in words(client.get(at(draft, "representation")).text)
    assert client.get(at(draft, "verifier")).location == at(draft, "representation")
    assert client.post(at(draft, "verifier")).location == at(draft, "representation")


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ({}, ["qualite", "role", "jusqua", "preuve"]),
        ({**SAID, "jusqua": "day"}, ["dernier-jour"]),
        (
            {**SAID, "jusqua": "day", "dernier-jour-day": "1", "dernier-jour-month": "11"}
            | {"dernier-jour-year": "2026"},
            ["dernier-jour"],
        ),
        ({**SAID, "preuve": "attached"}, ["preuve-document"]),
        ({**SAID, "preuve-raison": ""}, ["preuve-raison"]),
        ({**SAID, "preuve-mots": ""}, ["preuve-mots"]),
        ({**SAID, "role": "file"}, ["son-courriel"]),
        ({**SAID, "son-courriel": "rita@"}, ["son-courriel"]),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(
    client: FlaskClient, form: dict[str, str], fields: list[str]
):
    draft = asked(client)
    response = client.post(at(draft, "representation"), data=form)
    assert response.status_code == 422
    assert all(f'href="#{field}"' in response.text for field in fields), response.text
    for typed in ("Le notaire est absent.", "rita@"):
        assert (typed in response.text) is (typed in form.values())


def test_all_that_is_said_is_read_before_it_is_sent_and_after(
    client: FlaskClient, runtime: Runtime
):
    draft = asked(client)
    form = {**SAID, "son-courriel": "rita@exemple.org"}
    assert client.post(at(draft, "representation"), data=form).location == at(draft, "verifier")
    check = words(client.get(at(draft, "verifier")).text)
    for one in ("Mandat ou procuration", "Toute la plainte", "Jusqu’à la fin de la plainte"):
        assert one in check
    for one in ("Le notaire est absent.", "rita@exemple.org"):
        assert one in check
    client.post(at(draft, "verifier"))
    sent = words(client.get(at(draft, "envoyee")).text)
    assert "Vous agissez pour une autre personne" in sent
    assert "Mandat ou procuration" in sent
    followed = words(client.get(f"/fr/suivi/{number_in(sent)}").text)
    assert "Le notaire est absent." in followed
    assert "rita@exemple.org" not in followed


def test_a_proof_is_attached_on_the_page_itself(client: FlaskClient, runtime: Runtime):
    draft = asked(client)
    form = {**SAID, "preuve": "attached", "preuve-document": (BytesIO(PROOF), "mandat.pdf")}
    response = client.post(
        at(draft, "representation"), data=form, content_type="multipart/form-data"
    )
    assert response.location == at(draft, "verifier")
    assert "mandat.pdf" in client.get(at(draft, "verifier")).text
    client.post(at(draft, "verifier"))
    number = number_in(client.get(at(draft, "envoyee")).text)
    assert documents_of(runtime, number) == ["mandat.pdf"]
    assert said_of(runtime).proof == Proof.ATTACHED


def test_whoever_changes_their_mind_keeps_what_was_attached_in_sight(client: FlaskClient):
    draft = asked(client)
    form = {**SAID, "preuve": "attached", "preuve-document": (BytesIO(PROOF), "mandat.pdf")}
    client.post(at(draft, "representation"), data=form, content_type="multipart/form-data")
    client.post(at(draft, "reponse"), data=REPLY)
    check = client.get(at(draft, "verifier")).text
    assert "mandat.pdf" in check
    assert "Mandat ou procuration" not in check


@on_both
def test_it_is_kept_sealed_and_recorded(runtime: Runtime):
    receipt = filed_for(
        runtime,
        **until(31, 12, 2026),
        represents_why="another",
        represents_why_words="Le notaire est absent.",
        represented_address="12, rue du Lac",
    )
    record = said_of(runtime)
    assert record.last_day == date(2026, 12, 31)
    assert record.said["quality"] == Quality.MANDATE
    assert record.email == "rita@exemple.org"
    with runtime.reading(PORTAL) as session:
        row = session.execute(text("SELECT * FROM representation")).one()
    stored = b"".join(bytes(value) for value in row if isinstance(value, bytes | memoryview))
    for one in (b"notaire", b"rita@", b"rue du Lac", b"mandate"):
        assert one not in stored
    assert "represented" in kinds(runtime, receipt.number)
    assert history_holds(runtime)


def test_without_anything_said_nothing_is_kept(runtime: Runtime, app: Flask):
    receipt = file(runtime, filed_for="other", other_name="Rita", agreement="yes")
    with runtime.reading(PORTAL) as session:
        assert session.scalars(select(RepresentationRecord)).all() == []
    client = opened(app, receipt.number, receipt.code)
    assert client.get(f"/fr/suivi/{receipt.number}").status_code == 200


@given(
    st.sampled_from(["", *Until]),
    st.tuples(st.text(max_size=4), st.text(max_size=4), st.text(max_size=5)),
)
def test_a_last_day_is_a_day_that_there_is_or_none(until_when: str, typed: tuple[str, ...]):
    said = Representation(represents_until=until_when, represents_until_day=typed)
    assert said.last_day is None or until_when == Until.DAY


def test_only_the_whole_and_to_answer_let_somebody_write():
    assert [scope for scope in Scope if scope.may_write] == [Scope.ANSWER, Scope.WHOLE]


def test_the_label_says_when_it_must_be_said_how_the_person_is_reached(client: FlaskClient):
    page = words(client.get(at(asked(client), "representation")).text)
    told = "facultatif, sauf si son accord est de vive voix ou si vous déposez seulement la plainte"
    assert f"Comment joindre cette personne ({told})" in page
    assert "un code pour le confirmer part dès le dépôt. Si vous déposez seulement" in page
