"""Complaints are gathered into a group and leave it, and nobody outside learns of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from portal.domain.actor import complainant
from portal.domain.errors import (
    AlreadyGroupedError,
    IncompleteError,
    NotAllowedError,
    TransitionNotAllowedError,
    UnknownComplaintError,
    UnknownGroupError,
)
from portal.domain.role import Role
from portal.features.groups import actions, actions_gathering
from portal.features.groups.actions import Described
from portal.features.groups.records import GroupComplaintRecord, GroupRecord, GroupStepRecord
from portal.features.groups.rules import State
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, history_holds, kinds, last, member, messages
from tests.features.groups.grouped import NAME, Team, do, gathered, numbers, opened, steps, stored
from tests.support import file, officer, on_both


@on_both
def test_a_group_gathers_complaints_and_each_history_says_so(runtime: Runtime, people: Team):
    first, second, third = numbers(runtime)
    group = opened(runtime, people.officer, first, second)
    act(runtime, third, actions_gathering.add, people.officer, group_id=group, common=4)
    assert gathered(runtime, group) == [first, second, third]
    assert stored(runtime, group).name == NAME
    assert "suggested" not in last(runtime, second, "grouped").facts
    assert last(runtime, third, "grouped").facts == {"group": group, "suggested": True, "common": 4}
    assert [one.kind for one in steps(runtime, group)] == ["opened", "added", "added", "added"]
    assert history_holds(runtime)


def test_a_complaint_in_a_group_keeps_its_dates_and_what_lists_show_of_it(
    runtime: Runtime, people: Team
):
    first, second = numbers(runtime, 2)
    before = complaint(runtime, first)
    opened(runtime, people.officer, first, second)
    after = complaint(runtime, first)
    assert (after.due_at, after.last_event) == (before.due_at, before.last_event)


@on_both
def test_a_complaint_leaves_with_a_reason_and_may_join_another(runtime: Runtime, people: Team):
    first, second = numbers(runtime, 2)
    one = opened(runtime, people.officer, first, second)
    two = opened(runtime, people.officer, file(runtime).number, name="Autre")
    with pytest.raises(AlreadyGroupedError):
        act(runtime, second, actions_gathering.add, people.officer, group_id=two)
    with pytest.raises(IncompleteError):
        act(runtime, second, actions_gathering.leave, people.officer, group_id=one, reason=" ")
    act(
        runtime,
        second,
        actions_gathering.leave,
        people.officer,
        group_id=one,
        reason="Autre cause.",
    )
    assert gathered(runtime, one) == [first]
    assert kinds(runtime, second)[-1] == "ungrouped"
    assert [one.body for one in messages(runtime, second)] == ["Autre cause."]
    act(runtime, second, actions_gathering.add, people.officer, group_id=two)
    assert second in gathered(runtime, two)
    assert history_holds(runtime)


def test_adding_twice_adds_once(runtime: Runtime, people: Team):
    first, second = numbers(runtime, 2)
    group = opened(runtime, people.officer, first, second, second)
    assert kinds(runtime, second).count("grouped") == 1
    assert gathered(runtime, group) == [first, second]


def test_a_group_needs_a_name_and_an_owner_who_may_answer_for_it(runtime: Runtime, people: Team):
    number = file(runtime).number
    for described in (Described(" ", "", None), Described(NAME, "", people.manager.user_id)):
        with pytest.raises(IncompleteError):
            act(runtime, number, actions_gathering.open_group, people.officer, described=described)


def test_notes_of_the_investigation_stay_with_the_group(runtime: Runtime, people: Team):
    (number,) = numbers(runtime, 1)
    group = opened(runtime, people.officer, number)
    do(runtime, people.officer, actions.note, group, body="L’entrepreneur confirme.")
    assert steps(runtime, group)[-1].body == "L’entrepreneur confirme."
    assert messages(runtime, number) == []


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TOP_AUTHORITY, Role.AUDITOR, Role.INTAKE])
def test_only_officers_and_heads_gather(runtime: Runtime, people: Team, role: Role):
    (number,) = numbers(runtime, 1)
    described = Described(NAME, "", None)
    with pytest.raises(NotAllowedError):
        act(runtime, number, actions_gathering.open_group, officer(role=role), described=described)
    group = opened(runtime, people.officer, number)
    seeing = role is not Role.INTAKE
    with pytest.raises(NotAllowedError if seeing else UnknownGroupError):
        do(runtime, officer(role=role), actions.note, group, body="x")


@on_both
def test_another_agency_sees_nothing_of_a_group_and_puts_nothing_into_it(
    runtime: Runtime, people: Team
):
    group = opened(runtime, people.officer, *numbers(runtime, 2))
    stranger = member(runtime, agency="water")
    with runtime.reading(stranger) as session:
        for record in (GroupRecord, GroupStepRecord, GroupComplaintRecord):
            assert session.scalars(select(record.id)).all() == []
    theirs = file(runtime, "water").number
    with pytest.raises(UnknownGroupError):
        act(runtime, theirs, actions_gathering.add, stranger, group_id=group)
    both = officer("parks").memberships + officer("water").memberships
    of_both = type(stranger)(stranger.kind, "", stranger.user_id, both)
    with pytest.raises(UnknownComplaintError):
        act(runtime, theirs, actions_gathering.add, of_both, group_id=group)


def test_a_complainant_learns_of_no_group(runtime: Runtime, people: Team):
    (number,) = numbers(runtime, 1)
    opened(runtime, people.officer, number)
    owner = complainant(complaint(runtime, number).id)
    with runtime.reading(owner) as session:
        assert session.scalars(select(GroupRecord.id)).all() == []
        assert session.scalars(select(GroupStepRecord.id)).all() == []
    assert not last(runtime, number, "grouped").public


def test_what_was_put_aside_is_not_opened_again(runtime: Runtime, people: Team):
    (number,) = numbers(runtime, 1)
    group = opened(runtime, people.officer, number)
    with pytest.raises(TransitionNotAllowedError):
        do(runtime, people.officer, actions_gathering.put_aside, group, reason="Non.")
    assert stored(runtime, group).state == State.OPEN
