"""The history says in whose place a substitute did something."""

from __future__ import annotations

from flask import Flask

from portal.complaints.handling import casework
from portal.complaints.queries.case_reads import case_file
from portal.domain.actor import PORTAL
from portal.domain.role import Role
from portal.features.absences.actions import end_absences
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint
from tests.features.absences.absent import away, standing_in
from tests.features.conflicts_of_interest.named_staff import somebody
from tests.pages.office.people import case_path, signed_in, words
from tests.support import add_user, file, on_both


def told(runtime: Runtime, number: str) -> list[int | None]:
    """Return in whose place each entry of a history was made, the oldest first."""
    with runtime.reading(somebody(runtime, "Lise Reading")) as session:
        file = case_file(session, runtime.features.case_reads, "parks", number, runtime.now())
        return [entry.facts.get("in_place_of") for entry in file.entries]


@on_both
def test_what_a_right_that_is_lent_lets_somebody_do_is_done_in_place_of_its_lender(
    runtime: Runtime,
):
    luc = somebody(runtime, "Luc Côté")
    dora = standing_in(runtime, luc, somebody(runtime, "Dora Dion", Role.MANAGER, "director"))
    number = file(runtime).number
    act(runtime, number, casework.add_note, dora, body="Vue.")
    act(runtime, number, casework.add_note, luc, body="Vue.")
    assert told(runtime, number)[-2:] == [luc.user_id, None]


@on_both
def test_what_an_officer_may_do_anyway_is_their_own_unless_the_complaint_is_of_the_absent(
    runtime: Runtime,
):
    luc = somebody(runtime, "Luc Côté")
    marc = standing_in(runtime, luc, somebody(runtime, "Marc Dion"))
    number = file(runtime).number
    act(runtime, number, casework.add_note, marc, body="Vue.")
    act(runtime, number, casework.assign, luc, user_id=luc.user_id)
    act(runtime, number, casework.add_note, marc, body="Vue.")
    assert told(runtime, number)[-3:] == [None, None, luc.user_id]


def test_the_page_says_it_also_once_the_absent_person_is_back(app: Flask, runtime: Runtime):
    claire = signed_in(app, runtime)
    paul = "paul@parcs.example"
    absent = add_user(runtime, paul)
    away(runtime, paul, "claire@parcs.example")
    number = file(runtime).number
    assigned = somebody(runtime, "Luc Côté")
    act(runtime, number, casework.assign, assigned, user_id=absent)
    note = {"body": "Vue.", "version": complaint(runtime, number).version}
    sent = claire.post(case_path(number, "note"), data=note, follow_redirects=True)
    assert "Claire, pour Paul" in words(sent.text)
    with runtime.transaction() as session:
        end_absences(session, PORTAL, "parks", absent, runtime.now())
    assert "Claire, pour Paul" in words(claire.get(case_path(number)).text)
