"""Somebody who is kept out of a complaint is away: what they lend does not reach it either."""

from __future__ import annotations

import pytest

from portal.complaints.handling import casework
from portal.complaints.queries.identity import subjects_kept, unknown_among
from portal.complaints.queries.post_holders import PostHolder
from portal.complaints.queries.staff import Staff
from portal.complaints.records.complaint import ComplaintRecord, PersonRecord
from portal.complaints.records.people import UserRecord
from portal.domain.absence import WhyVacant
from portal.domain.actor import PORTAL, Actor
from portal.domain.errors import NotAllowedError, UnknownComplaintError
from portal.domain.role import Role
from portal.features.conflicts_of_interest import actions as declaring
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint
from tests.features.absences.absent import standing_in
from tests.features.conflicts_of_interest.named_staff import somebody
from tests.support import file, on_both


def seen(runtime: Runtime, actor: Actor, record: type = ComplaintRecord) -> int:
    """Return how many rows of a table somebody sees."""
    with runtime.reading(actor) as session:
        return session.query(record).count()


@on_both
def test_a_substitute_does_not_open_what_the_absent_person_is_kept_out_of(runtime: Runtime):
    luc, anne = somebody(runtime, "Luc Côté"), somebody(runtime, "Anne Roy")
    dora = standing_in(runtime, luc, somebody(runtime, "Dora Dion", Role.MANAGER, "director"))
    hidden, open_one = file(runtime).number, file(runtime).number
    assert seen(runtime, dora) == 2
    act(runtime, hidden, declaring.declare, anne, user_id=luc.user_id)
    assert (seen(runtime, dora), seen(runtime, dora, PersonRecord)) == (1, 1)
    act(runtime, open_one, casework.add_note, dora, body="Vue.")
    with pytest.raises(UnknownComplaintError):
        act(runtime, hidden, casework.add_note, dora, body="Vue.")
    assert seen(runtime, anne) == 2


@on_both
def test_a_manager_keeps_their_own_level_and_reads_nobody_there(runtime: Runtime):
    luc, anne = somebody(runtime, "Luc Côté"), somebody(runtime, "Anne Roy")
    dora = standing_in(runtime, luc, somebody(runtime, "Dora Dion", Role.MANAGER, "director"))
    number = file(runtime).number
    with runtime.transaction() as session:
        session.query(ComplaintRecord).update({"holder": "director"})
    act(runtime, number, declaring.declare, anne, user_id=luc.user_id)
    assert (seen(runtime, dora), seen(runtime, dora, PersonRecord)) == (1, 0)


@on_both
def test_a_level_that_is_lent_does_not_reach_it(runtime: Runtime):
    dora = somebody(runtime, "Dora Dion", Role.MANAGER, "director")
    marc = somebody(runtime, "Marc Roy", Role.MANAGER, None)
    anne, marc = somebody(runtime, "Anne Roy"), standing_in(runtime, dora, marc)
    number = file(runtime).number
    with runtime.transaction() as session:
        session.query(ComplaintRecord).update({"holder": "director"})
    assert seen(runtime, marc) == 1
    act(runtime, number, declaring.declare, anne, user_id=dora.user_id)
    assert seen(runtime, marc) == 0


@on_both
def test_a_list_masks_who_complains_where_the_absent_person_is_kept_out(runtime: Runtime):
    luc, anne = somebody(runtime, "Luc Côté"), somebody(runtime, "Anne Roy")
    dora = standing_in(runtime, luc, somebody(runtime, "Dora Dion", Role.MANAGER, "director"))
    kept, known = (key_of(runtime, file(runtime).number) for _ in range(2))
    with runtime.transaction() as session:
        session.query(ComplaintRecord).update({"holder": "director"})
    with runtime.reading(dora) as session:
        assert not unknown_among(session, "parks", [kept, known])
    act(runtime, number_of(runtime, kept), declaring.declare, anne, user_id=luc.user_id)
    with runtime.reading(dora) as session:
        assert unknown_among(session, "parks", [kept, known]) == {kept}
        assert subjects_kept(session, "parks", {known: "Vue"}) == {known: "Vue"}


def key_of(runtime: Runtime, number: str) -> int:
    """Return the id of a complaint."""
    return complaint(runtime, number).id


def number_of(runtime: Runtime, complaint_id: int) -> str:
    """Return the number of a complaint."""
    with runtime.reading(PORTAL) as session:
        return session.get_one(ComplaintRecord, complaint_id).number


# Where a complaint goes, who is told, and who may do what.


def without_others(runtime: Runtime) -> None:
    """Take the staff that every agency of a test has: the people of the test work alone."""
    with runtime.transaction() as session:
        session.query(UserRecord).update({"is_active": False})


def test_nobody_works_at_a_post_in_place_of_whoever_is_kept_out(runtime: Runtime):
    without_others(runtime)
    luc = somebody(runtime, "Luc Côté")
    dora = standing_in(runtime, luc, somebody(runtime, "Dora Dion", Role.MANAGER, "director"))
    with runtime.reading(PORTAL) as session:
        staff = Staff(runtime.now())
        assert [m.user_id for m in staff.with_post(session, "parks", "office")] == [dora.user_id]
        assert staff.vacant_among(session, "parks", ["office", "director"]) == frozenset()
        kept = staff.excluding({luc.user_id or 0})
        assert kept.with_post(session, "parks", "office") == []
        assert kept.officers(session, "parks") == []
        assert kept.in_place_of(session, "parks", luc.user_id or 0) is None
        assert kept.working_as(session, "parks", luc.user_id or 0) == []
        assert kept.vacant_among(session, "parks", ["office", "director"]) == {"office"}
        assert kept.why_vacant(session, "parks", "office") is WhyVacant.KEPT_OUT


def test_a_complaint_about_an_absent_officer_goes_up_though_somebody_replaces_them(
    runtime: Runtime,
):
    without_others(runtime)
    luc, anne = somebody(runtime, "Luc Côté"), somebody(runtime, "Anne Roy", Role.HEAD, "head")
    standing_in(runtime, luc, somebody(runtime, "Dora Dion", Role.MANAGER, "director"))
    number = file(runtime).number
    act(runtime, number, declaring.declare, anne, user_id=luc.user_id)
    assert complaint(runtime, number).holder == "director"


def test_the_post_of_whoever_is_kept_out_shows_nobody_in_their_place():
    luc = PostHolder(1, "Luc Côté", is_away=True, substitute_id=2, substitute="Dora Dion")
    assert luc.without({1}) is None
    assert luc.without({2}) == PostHolder(1, "Luc Côté", is_away=True)
    assert luc.without({3}) == luc


def test_whoever_replaces_a_head_does_nothing_as_the_head_where_that_one_is_kept_out(
    runtime: Runtime,
):
    anne = somebody(runtime, "Anne Roy", Role.HEAD, "head")
    luc, marc = somebody(runtime, "Luc Côté"), somebody(runtime, "Marc Dion")
    dora = standing_in(runtime, anne, somebody(runtime, "Dora Dion"))
    number = file(runtime).number
    act(runtime, number, declaring.declare, dora, user_id=luc.user_id)
    act(runtime, number, declaring.declare, marc, user_id=anne.user_id)
    with pytest.raises(NotAllowedError):
        act(runtime, number, declaring.let_back, dora, user_id=luc.user_id, reason="Homonyme.")
    act(runtime, number, casework.add_note, dora, body="Vue.")
