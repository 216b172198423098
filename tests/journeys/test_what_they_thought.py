"""After the answer, over HTTP: what a complainant thinks counts, and leads to a review if bad."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.complaints.handling import casework
from portal.domain.role import Role
from portal.runtime import Runtime
from portal.worker import count_for_reports
from tests.complaints.cases import act, kinds, member, status
from tests.complaints.closed import closed, conclude
from tests.journeys.browser import Browser
from tests.journeys.steps import followed
from tests.reporting.figures import page_of, rows
from tests.support import add_user, file

VERDICT = {"fr": "Envoyer ma réponse", "en": "Send my answer"}
RATE = {"fr": "Envoyer mon avis", "en": "Send my feedback"}
THANKS = {"fr": "Merci, votre avis est compté", "en": "Thank you, your feedback has been counted"}
BANDS = {"fr": ["4 à 6", "1 à 3"], "en": ["4 to 6", "1 to 3"]}
REVIEW = {"fr": "Demander une révision", "en": "Ask for a review"}
SEND = {"fr": "Envoyer ma demande", "en": "Send my request"}
RATING, AGAIN = {"fr": "avis", "en": "rating"}, {"fr": "reprendre", "en": "again"}
OVERVIEW = {language: page_of("opinions", language) for language in ("fr", "en")}
BOTH = pytest.mark.parametrize("language", ["fr", "en"])


@BOTH
def test_a_no_becomes_a_review_that_the_complainant_sends(
    app: Flask, runtime: Runtime, language: str
):
    member(runtime), member(runtime, Role.MANAGER, "parks", "director")
    receipt = file(runtime, reply_language=language)
    act(runtime, receipt.number, casework.answer, body="Le sentier est ouvert.")
    citizen = followed(app, language, receipt.number, receipt.code)
    citizen.send(VERDICT[language], repond="non", pourquoi="La passerelle est tombée.")
    assert "La passerelle est tombée." in citizen.page.text
    assert kinds(runtime, receipt.number)[-1] == "answer_judged"
    citizen.send(SEND[language])
    assert kinds(runtime, receipt.number)[-1] == "review_asked"


@BOTH
def test_five_ratings_are_seen_in_figures_and_a_bad_one_leads_to_a_review(
    app: Flask, runtime: Runtime, language: str
):
    member(runtime), member(runtime, Role.MANAGER, "parks", "director")
    receipts = [file(runtime) for _ in range(6)]
    for receipt in receipts:
        conclude(runtime, receipt.number)
    closed(runtime)
    for receipt in receipts[:5]:
        citizen = followed(app, language, receipt.number, receipt.code)
        citizen.open(f"{citizen.path}/{RATING[language]}")
        citizen.send(RATE[language], simplicite="5", clarte="4", ensemble="4")
        assert THANKS[language] in citizen.text
        assert REVIEW[language] not in citizen.text
    last = receipts[5]
    citizen = followed(app, language, last.number, last.code)
    page = citizen.path
    citizen.open(f"{page}/{RATING[language]}").send(RATE[language], ensemble="1")
    assert REVIEW[language] in citizen.text
    assert status(runtime, last.number) == "closed"
    citizen.open(f"{page}/{AGAIN[language]}?voie=revision")
    citizen.send(SEND[language], raison="La passerelle est tombée.")
    assert kinds(runtime, last.number)[-1] == "review_asked"
    add_user(runtime, "ana@portrait.example", Role.ANALYST, None, None)
    count_for_reports(runtime)
    analyst = Browser(app).sign_in("ana@portrait.example", language)
    page = analyst.open(f"{OVERVIEW[language]}?periode=2026-T4").page.text
    row = next(row for row in rows(page, "satisfaction") if row[0] == "RDP")
    # Six of the seven that were closed; the reopened one keeps its place.
    # One said nothing, so the two numbers are told as bands.
    assert row[1:3] == BANDS[language]
