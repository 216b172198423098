"""Whoever acts for another person proves it: what is asked, what came, who judges it."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.features.representatives.actions import judge_proof
from portal.features.representatives.pages import QUALITIES
from portal.features.representatives.rules import Proof, Quality
from portal.runtime import Runtime
from tests.complaints.cases import act, history_holds, kinds, letters
from tests.features.representatives.represented import (
    MOTHER,
    SAID,
    SON,
    asked,
    code_sent,
    filed_for,
    opened,
    said_of,
    take_over,
    verified,
    worked,
)
from tests.pages.citizen.journeys import at
from tests.pages.office.people import signed_in, words
from tests.support import FixedClock, RecordingMailer, officer, on_both
from tests.support.letters import text_of

PDF = b"%PDF-1.4\n%%EOF\n"


def prove(client: FlaskClient, number: str, name: str = "procuration.pdf") -> None:
    client.post(
        f"/fr/suivi/{number}/preuve",
        data={"preuve-document": (BytesIO(PDF + name.encode()), name)},
        content_type="multipart/form-data",
    )


@on_both
def test_what_is_added_as_the_proof_is_the_proof_and_the_page_says_since_when(
    app: Flask, runtime: Runtime
):
    receipt = filed_for(runtime, represents_as="child")
    browser = opened(app, receipt.number, receipt.code)
    followed = browser.get(f"/fr/suivi/{receipt.number}")
    assert f"/fr/suivi/{receipt.number}/preuve" in followed.text
    page = words(browser.get(f"/fr/suivi/{receipt.number}/preuve").text)
    assert "Fils ou fille" in page
    assert "Une procuration ou une lettre signée par la personne." in page
    prove(browser, receipt.number)
    after = words(browser.get(f"/fr/suivi/{receipt.number}").text)
    assert "Votre preuve est reçue le" in after
    assert "Tant que la preuve manque" not in after
    assert said_of(runtime).proof == Proof.ATTACHED
    assert kinds(runtime, receipt.number).count("proof_received") == 1
    assert history_holds(runtime)


def test_whoever_was_refused_is_asked_for_another_and_reads_why(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    receipt = filed_for(runtime)
    browser = opened(app, receipt.number, receipt.code)
    prove(browser, receipt.number)
    act(runtime, receipt.number, judge_proof, officer(), is_accepted=False, reason="Illisible.")
    worked(runtime, clock)
    sent = [text_of(letter) for letter in mailbox.sent if SON in str(letter["To"])]
    assert any("en demande une autre" in words(text) for text in sent)
    page = words(browser.get(f"/fr/suivi/{receipt.number}/preuve").text)
    assert "Illisible." in page
    prove(browser, receipt.number, "meilleure.pdf")
    assert said_of(runtime).proof == Proof.ATTACHED
    assert said_of(runtime).proof_why is None


def test_the_officer_finds_the_proof_apart_from_other_documents(app: Flask, runtime: Runtime):
    receipt = filed_for(runtime)
    browser = opened(app, receipt.number, receipt.code)
    browser.post(
        f"/fr/suivi/{receipt.number}/document",
        data={"document": (BytesIO(PDF), "photo.pdf")},
        content_type="multipart/form-data",
    )
    prove(browser, receipt.number)
    office = signed_in(app, runtime)
    case = words(office.get(f"/fr/gestion/parks/plaintes/{receipt.number}").text)
    assert "Une preuve est reçue le" in case
    assert "La preuve de la représentation manque" not in case
    address = f"/fr/gestion/parks/plaintes/{receipt.number}/verifier-la-preuve"
    page = words(office.get(address).text)
    proof, others = page.index("Remis comme preuve"), page.index("Autres documents")
    assert proof < page.index("procuration.pdf") < others < page.index("photo.pdf")


def test_a_document_that_came_before_is_the_proof_once_it_is_sent_as_that(
    app: Flask, runtime: Runtime
):
    receipt = filed_for(runtime)
    browser = opened(app, receipt.number, receipt.code)
    for page, field in (("document", "document"), ("preuve", "preuve-document")):
        browser.post(
            f"/fr/suivi/{receipt.number}/{page}",
            data={field: (BytesIO(PDF), "mandat.pdf")},
            content_type="multipart/form-data",
        )
    assert said_of(runtime).proof == Proof.ATTACHED
    page = browser.get(f"/fr/suivi/{receipt.number}/preuve").text
    assert "mandat.pdf" in page


def test_whoever_only_receives_letters_may_prove_it_too(app: Flask, runtime: Runtime):
    receipt = filed_for(runtime, represents_for="letters")
    browser = opened(app, receipt.number, receipt.code)
    prove(browser, receipt.number)
    assert said_of(runtime).proof == Proof.ATTACHED


def test_nothing_proves_it_once_it_is_over(app: Flask, runtime: Runtime, mailbox, clock):
    receipt = filed_for(runtime, represents_proof="oral", represents_why="")
    browser = opened(app, receipt.number, receipt.code)
    worked(runtime, clock)
    verified(runtime, receipt.number)
    take_over(app.test_client(), receipt.number, code_sent(mailbox))
    prove(browser, receipt.number)
    assert said_of(runtime).proof == Proof.ORAL


# Agreed by word of mouth.


def test_whoever_agreed_by_word_of_mouth_is_asked_and_confirms(
    app: Flask, runtime: Runtime, clock: FixedClock, mailbox: RecordingMailer
):
    receipt = filed_for(runtime, represents_proof="oral", represents_why="")
    worked(runtime, clock)
    letter = words(next(text_of(one) for one in mailbox.sent if MOTHER in str(one["To"])))
    assert "de vive voix" in letter
    person = app.test_client()
    form = {"numero": receipt.number, "code-unique": code_sent(mailbox)}
    person.post("/fr/reprendre-ma-plainte", data=form)
    assert "Vous êtes d’accord?" in words(person.get("/fr/reprendre-ma-plainte/choisir").text)
    person.post("/fr/reprendre-ma-plainte/accord")
    person.post("/fr/reprendre-ma-plainte/accord")
    assert said_of(runtime).proof == Proof.CONFIRMED
    assert kinds(runtime, receipt.number).count("representation_agreed") == 1
    assert [code for code, _to in letters(runtime, receipt.number)].count(
        "representation_agreed"
    ) == 1
    son = opened(app, receipt.number, receipt.code)
    page = words(son.get(f"/fr/suivi/{receipt.number}").text)
    assert "La personne a confirmé son accord." in page
    # Whoever had the letter confirmed it, at an address that her son alone gave.
    assert "Tant qu’il n’a pas vérifié que c’est bien elle, l’organisme répond" in page
    # What they agreed to they may still end, once it is known that it is them.
    verified(runtime, receipt.number)
    assert take_over(app.test_client(), receipt.number, code_sent(mailbox))


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"preuve": "oral"}, "son-courriel"),
        ({"preuve": "oral", "qualite": "executor", "son-courriel": MOTHER}, "preuve"),
    ],
)
def test_who_cannot_be_asked_has_not_agreed_by_word_of_mouth(
    client: FlaskClient, form: dict[str, str], field: str
):
    draft = asked(client)
    response = client.post(at(draft, "representation"), data={**SAID, **form})
    assert response.status_code == 422
    assert f'href="#{field}"' in response.text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_quality_says_what_proves_it_in_both_languages(client: FlaskClient, language: str):
    draft = asked(client)
    address = at(draft, "representation")
    page = client.get(
        address.replace("/fr/plainte", "/en/complaint") if language == "en" else address
    )
    assert set(QUALITIES) == set(Quality)
    assert page.text.count("Proof: " if language == "en" else "Preuve\u00a0: ") >= len(Quality)
