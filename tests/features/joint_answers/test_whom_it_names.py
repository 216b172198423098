"""Whoever a complaint names has nothing to do with a part of it, whatever that agency may read."""

from __future__ import annotations

import pytest
from flask import Flask

from portal.complaints.handling import casework
from portal.complaints.handling.following import write_message
from portal.domain.errors import UnknownComplaintError
from portal.runtime import Runtime
from tests.complaints.cases import act, letters
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
    assert concerned(runtime, number) == {luc.user_id, anne.user_id}


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
    assert follow_up(runtime) == 2
    colleague = app.test_client()
    sign_in(colleague, "paul.roy@exemple.org")
    opened = colleague.get(case_path(part, agency="water"))
    assert (opened.status_code, "a fermé" in words(opened.text)) == (200, False)
