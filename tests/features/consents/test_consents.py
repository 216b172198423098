"""Everything that somebody agreed to is in one place, and each is taken back at once."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.complaints.handling.filing import Receipt
from portal.complaints.records.complaint import PersonRecord
from portal.domain.actor import complainant
from portal.features.transfers.rules import AgreedBefore
from portal.runtime import Runtime
from tests.complaints.cases import complaint, history_holds, kinds, last
from tests.features.transfers.transferred import ALL, transferred
from tests.journeys.browser import Browser
from tests.journeys.steps import followed
from tests.pages.office.people import case_path, signed_in, words
from tests.support import file, on_both

BACK = {"fr": "Retirer ce consentement", "en": "Withdraw this consent"}
PAGE = {"fr": "/fr/suivi/{}/consentements", "en": "/en/follow/{}/consents"}
NONE = {"fr": "vous n’avez rien accepté de plus", "en": "you agreed to nothing more"}


def opened(app: Flask, receipt: Receipt, language: str = "fr") -> Browser:
    browser = followed(app, language, receipt.number, receipt.code)
    return browser.open(PAGE[language].format(receipt.number))


def taken_back(app: Flask, receipt: Receipt, code: str) -> str:
    client = app.test_client()
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    sent = client.post(PAGE["fr"].format(receipt.number), data={"retirer": code})
    return words(client.get(sent.location).text)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_whoever_agreed_to_nothing_more_is_told_so(app: Flask, runtime: Runtime, language: str):
    reached_nowhere = file(runtime, reply_by="none", email="")
    assert NONE[language] in opened(app, reached_nowhere, language).text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_consent_is_shown_and_taken_back_at_once(app: Flask, runtime: Runtime, language: str):
    receipt = file(runtime, full_answer_by_email=True)
    # That links may be sent to whoever lost a code stands there, too.
    for _consent in range(2):
        opened(app, receipt, language).send(BACK[language])
    assert not complaint(runtime, receipt.number).full_answer_by_email
    assert NONE[language] in opened(app, receipt, language).text
    assert last(runtime, receipt.number, "consent_withdrawn").facts == {
        "what": "full_answer_by_email"
    }
    assert history_holds(runtime)


def test_sent_twice_it_is_taken_back_once(app: Flask, runtime: Runtime):
    receipt = file(runtime, parts=[AgreedBefore(may_transfer=True)])
    assert "C’est retiré" in taken_back(app, receipt, "may_transfer")
    assert "Rien n’a changé" in taken_back(app, receipt, "may_transfer")
    assert not complaint(runtime, receipt.number).may_transfer
    assert kinds(runtime, receipt.number).count("consent_withdrawn") == 1


@on_both
@pytest.mark.parametrize("field", ALL)
def test_what_another_agency_read_by_consent_it_reads_no_more(
    app: Flask, runtime: Runtime, field: str
):
    receipt = file(runtime, story="Odile Zouave : le sentier est fermé.", name="Odile Zouave")
    transferred(runtime, receipt.number, "water", *ALL)
    person = signed_in(app, runtime, "eau@eaux.example", agency="water")
    before = words(person.get(case_path(receipt.number, agency="water")).text)
    assert "Odile Zouave" in before
    assert "m.gagnon@exemple.org" in before
    assert "Ce qui a déjà été lu" in taken_back(app, receipt, f"transfer_{field}")
    after = words(person.get(case_path(receipt.number, agency="water")).text)
    assert ("Odile Zouave" in after) is (field != "name")
    assert ("m.gagnon@exemple.org" in after) is (field != "contact")
    with runtime.reading(complainant(complaint(runtime, receipt.number).id)) as session:
        names = [person.name for person in session.query(PersonRecord)]
    assert "Odile Zouave" in names
    assert history_holds(runtime)
