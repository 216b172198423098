"""The criteria of a finding, on the page that closes, on the file and on the follow-up page."""

from __future__ import annotations

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from portal.complaints.handling import casework
from portal.runtime import Runtime
from tests.complaints.cases import act, issues
from tests.pages.office.people import case_path, complaint, signed_in, words
from tests.support import file


@pytest.fixture
def number(runtime: Runtime) -> str:
    receipt = file(runtime, "water")
    act(runtime, receipt.number, casework.answer, body="Il est rouvert.")
    return receipt.number


def closed_by(app: Flask, runtime: Runtime, number: str, *criteria: str) -> TestResponse:
    [issue] = issues(runtime, number)
    claire = signed_in(app, runtime, agency="water")
    form = {
        "version": str(complaint(runtime, number).version),
        f"finding-{issue.id}": "founded",
        f"reasons-{issue.id}": "La passerelle était brisée.",
        f"criteria-{issue.id}": list(criteria),
        f"remedies-{issue.id}": "none",
        "send": "yes",
    }
    return claire.post(case_path(number, "fermer", "water"), data=form)


def test_a_founded_complaint_without_a_criterion_comes_back_with_the_words_at_its_field(
    app: Flask, runtime: Runtime, number: str
):
    [issue] = issues(runtime, number)
    answer = closed_by(app, runtime, number)
    assert answer.status_code == 422
    assert f'href="#criteria-{issue.id}"' in answer.text
    assert f'id="criteria-{issue.id}-e"' in answer.text
    assert "La passerelle était brisée." in answer.text


def test_what_was_ticked_is_still_ticked_when_it_does_not_fit(
    app: Flask, runtime: Runtime, number: str
):
    answer = closed_by(app, runtime, number, "no_harm")
    assert answer.status_code == 422
    assert 'value="no_harm" checked' in answer.text
    assert 'value="error" checked' not in answer.text


@pytest.mark.parametrize("action", ["fermer", "regler"])
def test_they_are_seen_before_anything_leaves(app: Flask, runtime: Runtime, action: str):
    number = file(runtime, "water").number
    if action == "fermer":
        act(runtime, number, casework.answer, body="Il est rouvert.")
    [issue] = issues(runtime, number)
    form = {f"finding-{issue.id}": "founded", f"reasons-{issue.id}": "Brisée."}
    form |= {
        f"criteria-{issue.id}": "error",
        f"remedies-{issue.id}": "none",
        "contact": "phone",
        "body": "Voici.",
    }
    path = case_path(number, action, "water")
    preview = words(signed_in(app, runtime, agency="water").post(path, data=form).text)
    assert "Critères Erreur du personnel" in preview


def test_the_file_shows_them(app: Flask, runtime: Runtime, number: str):
    assert closed_by(app, runtime, number, "error", "rule").status_code == 303
    on_file = words(
        signed_in(app, runtime, "b@eaux.example", agency="water")
        .get(case_path(number, agency="water"))
        .text
    )
    assert "Critères Erreur du personnel; Contraire aux règles" in on_file


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        (
            "/fr/suivi",
            "Conclusion Fondée Le service des plaintes vous donne raison."
            " Critères Erreur du personnel Motifs La passerelle",
        ),
        (
            "/en/follow",
            "Finding Upheld The complaints service agrees with you."
            " Criteria Staff error Reasons La passerelle",
        ),
    ],
)
def test_the_citizen_reads_what_was_found_and_why(
    app: Flask, runtime: Runtime, page: str, sentence: str
):
    receipt = file(runtime, "water")
    act(runtime, receipt.number, casework.answer, body="Il est rouvert.")
    closed_by(app, runtime, receipt.number, "error")
    citizen = app.test_client()
    citizen.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    assert sentence in words(citizen.get(f"{page}/{receipt.number}").text)
