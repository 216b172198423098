"""A demonstration has complaints whose pages anybody may open: stopped, in review, reopened."""

from __future__ import annotations

from portal.complaints.queries.access_codes import complaint_opened_by
from portal.demo.complaints import make_complaints
from portal.demo.people import add_staff
from portal.demo.to_follow import CODE, leave_to_follow, to_follow
from portal.domain.actor import PORTAL
from portal.domain.number import written_code
from portal.runtime import Runtime
from tests.complaints.cases import complaint, history_holds


def test_one_is_stopped_one_reviewed_and_one_taken_up_again(runtime: Runtime):
    add_staff(runtime)
    make_complaints(runtime, 400, seed=7)
    leave_to_follow(runtime)
    shown = to_follow(runtime)
    states = {"its time stands still", "under review", "taken up again", "closed, may be rated"}
    assert {one.state for one in shown} == states
    by_state = {one.state: complaint(runtime, one.number) for one in shown}
    assert by_state["its time stands still"].due_at is None
    assert by_state["under review"].level > 1
    assert by_state["taken up again"].status == "under_review"
    with runtime.reading(PORTAL) as session:
        for one in shown:
            complaint_opened_by(session, runtime.keyring, one.number, written_code(CODE))
    assert history_holds(runtime)


def test_nothing_is_left_to_follow_where_there_are_no_complaints(runtime: Runtime):
    leave_to_follow(runtime)
    assert to_follow(runtime) == []
