"""Whoever a complaint names has nothing to do with a part of it, whatever that agency may read."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.complaints.handling import casework
from portal.complaints.handling.following import write_message
from portal.domain.actor import PORTAL, Actor
from portal.domain.errors import UnknownComplaintError
from portal.domain.role import Role
from portal.features.conflicts_of_interest import actions as declaring
from portal.features.conflicts_of_interest.queries import conflict_with
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, letters
from tests.features.conflicts_of_interest.named_staff import concerned, follow_up, somebody
from tests.features.joint_answers.asked_parts import begun, owner
from tests.pages.office.people import case_path, sign_in, words
from tests.support import file, on_both


@on_both
@pytest.mark.parametrize("fields", [(), ("story",)])
def test_staff_of_the_other_agency_whom_the_story_names_are_kept_out(
    runtime: Runtime, fields: tuple[str, ...]
):
    luc = somebody(runtime, "Luc Côté", agency="water")
    somebody(runtime, "Anne Roy", agency="water")
    part = begun(runtime, file(runtime, story="Luc Côté a fermé la conduite.").number, *fields)
    assert concerned(runtime, part) == {luc.user_id}
    assert "luc.cote@exemple.org" not in {whom for _, whom in letters(runtime, part)}
    with pytest.raises(UnknownComplaintError):
        act(runtime, part, casework.add_note, luc, body="Vue.")


@on_both
def test_a_message_to_one_agency_keeps_out_whom_it_names_at_the_other(runtime: Runtime):
    luc = somebody(runtime, "Luc Côté", agency="water")
    anne = somebody(runtime, "Anne Roy")
    number = file(runtime).number
    part, citizen = begun(runtime, number), owner(runtime, number)
    act(runtime, number, write_message, citizen, body="Luc Côté a fermé la conduite.", once=None)
    assert concerned(runtime, part) == {luc.user_id}
    act(runtime, part, write_message, citizen, body="Anne Roy m’a crié après.", once=None)
    assert (concerned(runtime, number), concerned(runtime, part)) == ({anne.user_id}, {luc.user_id})


@on_both
@pytest.mark.parametrize("by_themself", [False, True])
def test_who_is_kept_out_of_a_part_is_no_matter_of_another_agency(
    runtime: Runtime, by_themself: bool
):
    luc = somebody(runtime, "Luc Côté", agency="water")
    rita = somebody(runtime, "Rita Roy", Role.AUDITOR, None, None)
    number = file(runtime).number
    part = begun(runtime, number)
    for person in (luc, rita):
        if by_themself:
            act(runtime, part, declaring.step_back, person)
        else:
            act(runtime, part, declaring.declare, PORTAL, user_id=person.user_id)
    assert concerned(runtime, part) == {luc.user_id, rita.user_id}
    assert concerned(runtime, number) == {rita.user_id}
    assert known_to(runtime, number, rita) is by_themself


def known_to(runtime: Runtime, number: str, person: Actor) -> bool:
    """Tell whether somebody knows that a complaint is closed to them."""
    with runtime.reading(PORTAL) as session:
        noted = conflict_with(session, complaint(runtime, number).id, person.user_id or 0)
    assert noted is not None
    return noted.told_at is not None


def test_whoever_did_anything_in_it_is_not_said_to_know_of_nothing(runtime: Runtime):
    luc, anne = somebody(runtime, "Luc Côté"), somebody(runtime, "Anne Roy")
    number = file(runtime).number
    act(runtime, number, casework.add_note, luc, body="Vue.")
    act(runtime, number, write_message, owner(runtime, number), body="C’est Luc Côté.", once=None)
    act(runtime, number, declaring.declare, PORTAL, user_id=anne.user_id)
    assert (known_to(runtime, number, luc), known_to(runtime, number, anne)) == (True, False)


def test_a_newcomer_named_only_in_what_the_other_agency_may_not_read_is_kept_out(
    app: Flask, runtime: Runtime
):
    somebody(runtime, "Paul Roy", agency="water")
    part = begun(runtime, file(runtime, story="Luc Côté a fermé la conduite.").number)
    assert concerned(runtime, part) == frozenset()
    luc = somebody(runtime, "Luc Côté", agency="water")
    reader = app.test_client()
    sign_in(reader, "luc.cote@exemple.org")
    closed = reader.get(case_path(part, agency="water"))
    assert (closed.status_code, "a fermé" in closed.text) == (404, False)
    assert concerned(runtime, part) == {luc.user_id}
    assert follow_up(runtime) == 1
    colleague = app.test_client()
    sign_in(colleague, "paul.roy@exemple.org")
    opened = colleague.get(case_path(part, agency="water"))
    assert (opened.status_code, "a fermé" in words(opened.text)) == (200, False)
