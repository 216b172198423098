"""What is given to a person: who may decide it, up to which sum, and where it is read."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given as tried
from hypothesis import strategies as st
from sqlalchemy import select

from portal.complaints.entries import Closed
from portal.complaints.handling import casework
from portal.complaints.records.message import ReportCountRecord
from portal.domain.actor import PORTAL
from portal.domain.conclusion import Finding, Given, IssueFinding
from portal.domain.errors import IncompleteError
from portal.domain.remedy import (
    NOTHING,
    Remedy,
    RemedyKind,
    Wrong,
    read_given,
    read_sum,
    wrong_with,
)
from portal.domain.role import Role
from portal.domain.text import Text
from portal.runtime import Runtime
from portal.words.remedies import given_words, sum_words, usual_remedies
from portal.worker import count_for_reports
from tests.complaints.cases import act, issues, last, messages
from tests.pages.citizen.journeys import followed_page
from tests.pages.office.people import case_path, change, complaint, signed_in, words
from tests.support import file

APOLOGY = Remedy("apology", RemedyKind.APOLOGY, Text("Excuses", "Apology"))
REFUND = Remedy("refund", RemedyKind.REIMBURSEMENT, Text("Remboursement", "Refund"), up_to=200)
TOUR = Remedy("tour", RemedyKind.OTHER, Text("Visite guidée", "Guided tour"), by_officers=False)
LIST = (APOLOGY, REFUND, TOUR)


def wrong(given: Given | None, *, by_head: bool = False, finding: Finding = Finding.FOUNDED):
    return wrong_with(LIST, finding, given, by_head=by_head)


def test_of_what_is_founded_it_is_said_what_is_given_even_if_it_is_nothing():
    assert wrong(None) is wrong(None, finding=Finding.PARTLY_FOUNDED) is Wrong.UNSAID
    assert wrong(None, finding=Finding.UNFOUNDED) is None
    assert wrong(Given()) is None
    assert wrong(Given(("gone",))) is Wrong.UNSAID


@tried(st.integers(1, 10_000_000), st.booleans(), st.sets(st.sampled_from(["apology", "tour"])))
def test_officers_stay_within_their_latitude_and_the_head_within_none(
    cents: int, by_head: bool, others: set[str]
):
    found = wrong(Given(("refund", *others), cents), by_head=by_head)
    is_within = by_head or (cents <= 20_000 and "tour" not in others)
    assert found is (None if is_within else Wrong.BEYOND)
    assert wrong(Given(("refund", *others)), by_head=by_head) is Wrong.SUM
    assert wrong(Given(tuple(others), cents), by_head=by_head) is Wrong.SUM


@pytest.mark.parametrize(
    ("typed", "cents"),
    [("120", 12_000), ("1 200", 120_000), ("35,50", 3_550), ("35.50 $", 3_550), ("120 $", 12_000)]
    + [(typed, None) for typed in ("", "0", "-5", "12,5", "cent", "12 00", "1e3", "²")],
)
def test_a_sum_is_read_as_it_is_written(typed: str, cents: int | None):
    assert read_sum(typed) == cents


@tried(st.integers(1, 10_000_000), st.sampled_from(["fr", "en"]))
def test_a_sum_is_read_again_as_it_is_shown(cents: int, language: str):
    shown = sum_words(cents, language)
    assert read_sum(shown.strip("$").replace(",", "") if language == "en" else shown) == cents


def test_a_form_says_one_thing():
    assert read_given([], "", ["refund"]) is None
    assert read_given([NOTHING], "12", ["refund"]) == Given()
    assert read_given([NOTHING, "apology"], "", ["refund"]) is None
    assert read_given(["apology"], "12", ["refund"]) == Given(("apology",))
    assert read_given(["apology", "refund"], "12", ["refund"]) == Given(("apology", "refund"), 1200)


def test_what_is_given_is_told_in_the_language_of_its_person():
    given = Given(("apology", "refund"), 12_050)
    assert given_words(given, LIST, "fr") == "Excuses, Remboursement de 120,50\N{NO-BREAK SPACE}$"
    assert given_words(given, LIST, "en") == "Apology, Refund of $120.50"
    assert [remedy.code for remedy in usual_remedies() if not remedy.by_officers] == [
        "reimbursement"
    ]


def closing_form(runtime: Runtime, number: str, **more: object) -> dict[str, object]:
    [issue] = issues(runtime, number)
    form = {"version": str(complaint(runtime, number).version), f"finding-{issue.id}": "founded"}
    own = {f"{name}-{issue.id}": value for name, value in more.items()}
    return {**form, f"reasons-{issue.id}": "Nous avons fait erreur.", **own}


def answered(runtime: Runtime) -> str:
    number = file(runtime).number
    change(runtime, number, casework.answer, body="Nous avons fait erreur.")
    return number


def test_what_is_beyond_an_officer_is_refused_beside_its_field_and_the_head_gives_it(
    app: Flask, runtime: Runtime
):
    runtime.config.hold_seconds = 0
    number, claire = answered(runtime), signed_in(app, runtime)
    path, [issue] = case_path(number, "fermer"), issues(runtime, number)
    unsaid = claire.post(path, data=closing_form(runtime, number))
    assert unsaid.status_code == 422
    assert "Choisissez ce qui est donné à la personne" in words(unsaid.text)
    refund = {"remedies": ["apology", "reimbursement"], "remedy_sum": "120"}
    refused = claire.post(path, data=closing_form(runtime, number, **refund))
    assert refused.status_code == 422
    assert f'href="#remedies-{issue.id}"' in refused.text
    assert "la direction du service, ou la plus haute autorité, peut le décider" in refused.text
    assert 'value="120"' in refused.text
    head = signed_in(app, runtime, "head@parks.example", Role.HEAD)
    assert "Ce qui vous est donné : Excuses, Remboursement de 120" in words(
        head.post(path, data=closing_form(runtime, number, **refund)).text
    )
    form = closing_form(runtime, number, **refund) | {"send": "yes"}
    assert head.post(path, data=form).status_code == 303
    assert complaint(runtime, number).status == "closed"
    assert Closed.read(last(runtime, number, "closed").facts).remedied is True


def test_the_person_reads_what_they_were_given_and_so_does_their_letter(
    app: Flask, runtime: Runtime
):
    receipt = file(runtime, reply_by="post", email="", address="12, rue du Parc")
    change(runtime, receipt.number, casework.answer, body="Nous avons fait erreur.")
    [issue] = issues(runtime, receipt.number)
    found = IssueFinding(
        issue.id, Finding.FOUNDED, "Le pont est tombé.", given=Given(("priority",))
    )
    change(runtime, receipt.number, casework.close, findings=(found,))
    assert "Ce qui vous est donné Traitement en priorité" in followed_page(app, receipt)
    [told] = [one.body for one in messages(runtime, receipt.number) if "Conclusion" in one.body]
    assert "Ce qui vous est donné : Traitement en priorité." in words(told)


def test_nothing_is_a_choice_that_is_counted_and_older_closings_are_not(runtime: Runtime):
    for given in (Given(), Given(("apology",)), None):
        number = answered(runtime)
        [issue] = issues(runtime, number)
        found = IssueFinding(issue.id, Finding.FOUNDED, "Nous avons fait erreur.", given=given)
        change(runtime, number, casework.close, findings=(found,))
    count_for_reports(runtime)
    with runtime.reading(PORTAL) as session:
        whole = (ReportCountRecord.category == "", ReportCountRecord.measure == "remedied")
        rows = session.execute(select(ReportCountRecord.bucket, ReportCountRecord.n).where(*whole))
        assert dict(rows.all()) == {0: 1, 1: 1}


def test_no_way_of_closing_goes_round_the_latitude(runtime: Runtime):
    number = answered(runtime)
    [issue] = issues(runtime, number)
    refund = Given(("reimbursement",), 500)
    found = IssueFinding(issue.id, Finding.FOUNDED, "Nous avons fait erreur.", given=refund)
    with pytest.raises(IncompleteError) as refused:
        act(runtime, number, casework.close, findings=(found,))
    assert refused.value.missing == (f"remedy_beyond-{issue.id}",)
