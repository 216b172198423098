"""A text is published by its person's own consent, read over first, and gone once taken back."""

from __future__ import annotations

from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.handling import casework
from portal.complaints.handling.filing import Receipt
from portal.domain.actor import complainant
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.errors import IdentitySaidError, NotAllowedError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.domain.time.periods import Period
from portal.features.open_texts.actions import offer, review
from portal.features.open_texts.rules import CONSENT, Reading
from portal.reporting.vintages.freezing import publish
from portal.runtime import Runtime
from tests.complaints.cases import complaint, history_holds, issues, kinds
from tests.journeys.browser import Browser
from tests.journeys.steps import followed
from tests.pages.office.people import case_path, signed_in, words
from tests.support import file, officer, on_both

STORY = "Odile Zouave dit : le sentier des Épinettes est fermé depuis mai."
REDACTED = "Le sentier est fermé depuis le printemps."
FILE, PAGE = "/fr/statistiques/donnees/textes.csv", "/fr/statistiques/donnees/textes"


def closed(runtime: Runtime) -> Receipt:
    receipt = file(runtime, story=STORY, name="Odile Zouave")
    runtime.change(officer(), receipt.number, partial(casework.answer, body="Voici."))
    [issue] = issues(runtime, receipt.number)
    finding = IssueFinding(issue.id, Finding.FOUNDED, "Les faits le montrent.", "")
    runtime.change(officer(), receipt.number, partial(casework.close, findings=(finding,)))
    return receipt


def offered(runtime: Runtime) -> Receipt:
    receipt = closed(runtime)
    person = complainant(complaint(runtime, receipt.number).id)
    runtime.change(person, receipt.number, offer)
    return receipt


def read_over(runtime: Runtime, number: str, text: str = REDACTED) -> None:
    act = partial(review, reading=Reading.PUBLISH, text=text)
    runtime.change(officer(), number, act)


def quarter_is_published(runtime: Runtime) -> None:
    with runtime.transaction() as session:
        publish(session, runtime, Period(2026, 4), runtime.now())


def texts(client: FlaskClient) -> str:
    return client.get(FILE).text


def of(app: Flask, receipt: Receipt, page: str) -> Browser:
    browser = followed(app, "fr", receipt.number, receipt.code)
    return browser.open(f"/fr/suivi/{receipt.number}/{page}")


@on_both
def test_no_text_is_published_without_its_persons_consent_a_reading_and_the_quarter(
    app: Flask, runtime: Runtime
):
    client, receipt = app.test_client(), offered(runtime)
    other = closed(runtime)
    with pytest.raises(TransitionNotAllowedError):
        read_over(runtime, other.number)
    quarter_is_published(runtime)
    assert "sentier" not in texts(client)
    read_over(runtime, receipt.number)
    assert REDACTED in texts(client)
    assert "Zouave" not in texts(client) + client.get(PAGE).text
    assert "1 texte." in words(client.get(PAGE).text)
    assert history_holds(runtime)


def test_a_text_waits_for_its_quarter(app: Flask, runtime: Runtime):
    receipt = offered(runtime)
    read_over(runtime, receipt.number)
    assert "sentier" not in texts(app.test_client())
    quarter_is_published(runtime)
    assert REDACTED in texts(app.test_client())


def test_what_is_taken_back_is_in_no_file_from_then_on(app: Flask, runtime: Runtime):
    receipt = closed(runtime)
    page = of(app, receipt, "texte-ouvert")
    page = page.corrected("Accepter")
    assert "Cochez la case" in page.text
    of(app, receipt, "texte-ouvert").send("Accepter", publier="yes")
    assert kinds(runtime, receipt.number)[-1] == "text_offered"
    quarter_is_published(runtime)
    read_over(runtime, receipt.number)
    own = followed(app, "fr", receipt.number, receipt.code)
    assert REDACTED in own.follow("Mon texte dans les données ouvertes").text
    client = app.test_client()
    assert "1 texte." in words(client.get(PAGE).text)
    assert "sans nom, dans les données ouvertes" in of(app, receipt, "consentements").text
    person = app.test_client()
    person.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    person.post(f"/fr/suivi/{receipt.number}/consentements", data={"retirer": CONSENT})
    assert "sentier" not in texts(client)
    assert "0 texte." in words(client.get(PAGE).text)
    assert kinds(runtime, receipt.number)[-1] == "consent_withdrawn"


def test_a_text_that_still_says_who_complains_is_refused(app: Flask, runtime: Runtime):
    receipt = offered(runtime)
    with pytest.raises(IdentitySaidError):
        read_over(runtime, receipt.number, STORY)
    person = signed_in(app, runtime)
    page = f"{case_path(receipt.number)}/texte-ouvert"
    form = person.get(page).text
    assert STORY in form
    version = form.partition('name="version" value="')[2].partition('"')[0]

    def sent(**data: str) -> int:
        return person.post(page, data={"version": version, **data}).status_code

    assert sent(reading="publish", open_text=STORY, named="yes") == 422
    assert sent(open_text=REDACTED) == 422
    assert sent(reading="publish", open_text=" ") == 422
    assert sent(reading="leave_out") == 303
    quarter_is_published(runtime)
    assert "sentier" not in texts(app.test_client())
    assert "ne le publie pas" in of(app, receipt, "texte-ouvert").text


def test_who_only_looks_reads_nothing_over(runtime: Runtime):
    receipt = offered(runtime)
    act = partial(review, reading=Reading.PUBLISH, text=REDACTED)
    with pytest.raises(NotAllowedError):
        runtime.change(officer(role=Role.AUDITOR), receipt.number, act)


def test_nobody_is_asked_before_the_complaint_is_closed(app: Flask, runtime: Runtime):
    receipt = file(runtime, story=STORY)
    with pytest.raises(TransitionNotAllowedError):
        runtime.change(complainant(complaint(runtime, receipt.number).id), receipt.number, offer)
    assert "texte-ouvert" not in followed(app, "fr", receipt.number, receipt.code).text
