"""Who reads a report: nobody whose surname it has, and nobody who only stands in for the head."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.complaints.queries.staff import known_user
from portal.complaints.records.people import AbsenceRecord
from portal.domain.actor import PORTAL, Actor
from portal.domain.role import Role
from portal.features.reprisals.actions import apart, note_report
from portal.features.reprisals.actions_dates import keep_dates
from portal.features.reprisals.queries import files_seen, waiting_files
from portal.features.reprisals.rules import NobodyInsideError, Reader
from portal.runtime import Runtime
from tests.complaints.cases import member
from tests.features.conflicts_of_interest.named_staff import somebody
from tests.features.reprisals.reported import acted, kept, kept_files, reported, told
from tests.features.transfers.transferred import route
from tests.pages.office.people import words
from tests.support import FixedClock, file, on_both

TOP = "top_authority.president.parks@exemple.org"


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime).number


@pytest.fixture
def top(runtime: Runtime) -> Actor:
    return member(runtime, Role.TOP_AUTHORITY, "parks", "president")


def known(runtime: Runtime, number: str, actor: Actor, agency: str = "parks") -> bool:
    seen = files_seen(kept_files(runtime, number), actor, agency)
    listed = runtime.read(actor, waiting_files, runtime.keyring, actor, agency)
    assert [one.file for one in listed] == seen
    return bool(seen)


def signed_in(runtime: Runtime, actor: Actor) -> Actor:
    """Return somebody as they are at present: themself, and whomever they stand in for."""
    assert actor.user_id is not None
    with runtime.reading(PORTAL) as session:
        known_now = known_user(session, actor.user_id, runtime.now())
    assert known_now is not None
    return known_now.actor


def replaced(runtime: Runtime, away: Actor, by: Actor | None) -> None:
    """Let somebody be away for ten days, and somebody else work in their place."""
    now = runtime.now()
    with runtime.transaction() as session:
        session.add(
            AbsenceRecord(
                agency="parks",
                user_id=away.user_id,
                begins_at=now - timedelta(days=1),
                ends_at=now + timedelta(days=9),
                substitute_id=by and by.user_id,
                recorded_at=now,
            )
        )


@pytest.mark.parametrize(
    "body",
    [
        "Mrs. Fortin, of the complaints office, shouted at me.",
        "Madame FORTIN m’a crié après.",
        "« Fôrtin » me menace.",
        "Fortin's people laugh at me.",
    ],
)
def test_a_surname_alone_names_the_head(runtime: Runtime, number: str, top: Actor, body: str):
    head = somebody(runtime, "Anne Fortin", Role.HEAD, None)
    assert reported(runtime, number, body).told is Reader.TOP
    assert told(runtime) == [("confidential_waits", TOP)]
    assert not known(runtime, number, head)
    assert known(runtime, number, top)


@pytest.mark.parametrize("body", ["Le fortinet est en panne.", "Anne me menace."])
def test_a_part_of_a_word_and_a_first_name_name_nobody(
    runtime: Runtime, number: str, top: Actor, body: str
):
    head = somebody(runtime, "Anne Fortin", Role.HEAD, None)
    assert reported(runtime, number, body).told is Reader.HEAD
    assert known(runtime, number, head)


def test_either_part_of_a_double_surname_names_and_two_letters_do_not(
    runtime: Runtime, number: str, top: Actor
):
    double = somebody(runtime, "Anne Tremblay-Fortin", Role.HEAD, None)
    short = somebody(runtime, "Kim Ly", Role.HEAD, None)
    reported(runtime, number, "Ly y va.")
    assert known(runtime, number, short)
    assert known(runtime, number, double)
    another = file(runtime).number
    reported(runtime, another, "Madame Tremblay rit.")
    assert [one.reader for one in kept_files(runtime, another)] == [Reader.TOP]


def test_the_surname_of_the_top_authority_keeps_the_report_with_its_author(
    runtime: Runtime, number: str
):
    somebody(runtime, "Anne Fortin", Role.HEAD, None)
    somebody(runtime, "Ada Lemieux", Role.TOP_AUTHORITY, "president")
    for body in ("Fortin et Lemieux me menacent.", "Monsieur Lemieux me menace."):
        with pytest.raises(NobodyInsideError):
            reported(runtime, number, body)
    assert told(runtime) == []


def test_a_surname_counts_where_the_complaint_goes_too(runtime: Runtime, top: Actor):
    head = somebody(runtime, "Anne Fortin", Role.HEAD, None)
    number = file(runtime, "desk").number
    reported(runtime, number, "Madame Fortin m’a crié après.")
    route(runtime, number)
    keep_dates(runtime, runtime.now())
    assert not known(runtime, number, head)
    assert known(runtime, number, top)
    assert told(runtime, "confidential_waits") == [("confidential_waits", TOP)]


@on_both
def test_whoever_stands_in_for_the_head_reads_no_report(
    runtime: Runtime, number: str, top: Actor, clock: FixedClock
):
    head = member(runtime, Role.HEAD, "parks", None)
    officer = member(runtime)
    replaced(runtime, head, officer)
    assert reported(runtime, number).told is Reader.TOP
    assert told(runtime) == [("confidential_waits", TOP)]
    stand_in = signed_in(runtime, officer)
    assert Role.HEAD in {one.role for one in stand_in.memberships}
    assert not known(runtime, number, stand_in)
    clock.moment = kept(runtime, number).owed[0].due_at
    keep_dates(runtime, clock.moment)
    assert {recipient for _, recipient in told(runtime)} == {TOP}
    # Whoever is away remains who may know.
    assert known(runtime, number, signed_in(runtime, head))
    acted(runtime, number, signed_in(runtime, head))


def test_whoever_stands_in_for_the_top_authority_reads_none_either(
    runtime: Runtime, number: str, top: Actor
):
    director = member(runtime, Role.MANAGER, "parks", "director")
    replaced(runtime, top, director)
    assert reported(runtime, number).told is None
    assert told(runtime) == []
    assert not known(runtime, number, signed_in(runtime, director))


def test_another_head_who_stands_in_reads_as_themself(runtime: Runtime, number: str, top: Actor):
    away = member(runtime, Role.HEAD, "parks", None)
    here = somebody(runtime, "Zoé Roy", Role.HEAD, None)
    replaced(runtime, away, here)
    assert reported(runtime, number).told is Reader.HEAD
    assert told(runtime) == [("confidential_waits", "zoe.roy@exemple.org")]
    assert known(runtime, number, signed_in(runtime, here))


def test_the_page_that_refuses_says_why_and_gives_the_recourses(
    app: Flask, runtime: Runtime, client: FlaskClient
):
    somebody(runtime, "Ada Lemieux", Role.TOP_AUTHORITY, "president")
    receipt = file(runtime)
    client.post("/fr/suivi", data={"numero": receipt.number, "code": receipt.code})
    path = f"/fr/suivi/{receipt.number}/represailles"
    answer = client.post(path, data={"faits": "Monsieur Lemieux me menace."})
    assert answer.status_code == 422
    said = words(answer.text)
    assert "Elle est en cause, ou votre texte la nomme." in said
    assert "Monsieur Lemieux me menace." in said
    assert "<h2>Adressez-vous à un organisme indépendant</h2>" in answer.text


@pytest.mark.parametrize(
    "body",
    ["M. Lemieux craint de perdre sa place.", "Lemieux a mangé seul.", "Luc Lemieux a peur."],
)
def test_what_an_employee_calls_the_complainant_is_not_the_top_authority(
    runtime: Runtime, body: str
):
    top = somebody(runtime, "Ada Lemieux", Role.TOP_AUTHORITY, "president")
    member(runtime, Role.HEAD, "parks", None)
    number = file(runtime, name="Luc Lemieux").number
    claire = member(runtime)
    assert apart(runtime, claire, number, partial(note_report, body=body)).told is Reader.HEAD
    assert known(runtime, number, top)
    with pytest.raises(NobodyInsideError):
        apart(runtime, claire, number, partial(note_report, body="Ada Lemieux la menace."))
    # Who complains does not call themself so.
    with pytest.raises(NobodyInsideError):
        reported(runtime, number, "Monsieur Lemieux me menace.")


def test_a_thing_that_is_called_like_the_top_authority_is_not_the_top_authority(
    runtime: Runtime, number: str, top: Actor
):
    somebody(runtime, "Luc Vachon", Role.TOP_AUTHORITY, "president")
    member(runtime, Role.HEAD, "parks", None)
    assert reported(runtime, number, "Elle a mangé un Vachon.").told is Reader.HEAD
