"""A part is called off for a reason by whoever asked; its agency may say it is not its own."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from portal.complaints.handling import casework
from portal.complaints.handling.following import change_contact, withdraw
from portal.complaints.records.complaint import PersonRecord
from portal.domain.actor import Actor
from portal.domain.complaint import ReplyBy, Status
from portal.domain.errors import (
    IncompleteError,
    NotAllowedError,
    TransitionNotAllowedError,
    UnknownComplaintError,
)
from portal.domain.role import Role
from portal.features.information_requests.rules import Asked
from portal.features.joint_answers import actions_ending as joint_answers
from portal.features.joint_answers.actions import let_read
from portal.runtime import Runtime
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    history_holds,
    kinds,
    last,
    letters,
    member,
    messages,
    templates,
)
from tests.complaints.held_messages.people import confirmed, held
from tests.features.information_requests.asking_inside import ask as ask_inside
from tests.features.joint_answers.asked_parts import answer, ask, begun, owner, parts
from tests.support import file, officer, on_both

WHY = "Demandée par erreur : nous répondons nous-mêmes."


def call_off(runtime: Runtime, number: str, why: str = WHY, actor: Actor | None = None) -> None:
    """Let an officer of the complaint's agency call off its last part."""
    part_id = parts(runtime, number)[-1].id
    act(runtime, number, joint_answers.call_off, actor, part_id=part_id, reason=why)


def decline(runtime: Runtime, part: str, why: str = "La conduite n’est pas à nous.") -> None:
    """Let an officer of the other agency say that it is not concerned."""
    act(runtime, part, joint_answers.say_not_concerned, reason=why)


@on_both
def test_both_histories_say_who_and_why_and_the_dates_of_the_part_alone_end(runtime: Runtime):
    claire, paul = member(runtime), member(runtime, agency="water")
    number = file(runtime).number
    part = begun(runtime, number, "story")
    promised = due(runtime, number)
    call_off(runtime, number, actor=claire)
    assert complaint(runtime, part).status == Status.WITHDRAWN
    assert [one.kind for one in clocks(runtime, part) if one.pending] == []
    assert complaint(runtime, number).is_open
    assert complaint(runtime, number).due_at == promised
    for one in (number, part):
        told = last(runtime, one, "part_called_off")
        assert (told.user_id, told.facts["part"]) == (claire.user_id, part)
        assert messages(runtime, one)[-1].body == WHY
    assert templates(runtime, number)[-1] == "part_called_off"
    assert ("part_called_off_staff", paul.name) in letters(runtime, part)
    assert history_holds(runtime)


@on_both
def test_one_that_had_not_begun_never_does_and_may_be_asked_for_again(runtime: Runtime):
    number = file(runtime).number
    ask(runtime, number)
    call_off(runtime, number)
    assert [one for one in clocks(runtime, number, "part") if one.pending] == []
    with pytest.raises(TransitionNotAllowedError):
        call_off(runtime, number)
    again = begun(runtime, number)
    assert again.endswith("-C")
    assert complaint(runtime, again).is_open


@on_both
def test_what_was_on_its_way_in_it_comes_back_and_what_was_asked_inside_ends(runtime: Runtime):
    paul = member(runtime, agency="water")
    number = file(runtime).number
    part = begun(runtime, number)
    member(runtime, Role.TOP_AUTHORITY, "water", "chief")
    ask_inside(runtime, part, Asked(post="chief"))
    confirmed(runtime, part, paul)
    call_off(runtime, number)
    assert [one.waiting for one in held(runtime, part)] == ["author"]
    assert "information_ended" in kinds(runtime, part)


def test_nothing_more_of_the_person_reaches_an_agency_that_answers_nothing(runtime: Runtime):
    number = file(runtime).number
    part = begun(runtime, number, "contact")
    call_off(runtime, number)
    citizen, part_id = owner(runtime, number), parts(runtime, number)[0].id
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, let_read, citizen, part_id=part_id, fields=["story"])
    told = {"reply_by": ReplyBy.EMAIL, "email": "neuf@exemple.org", "phone": "", "address": ""}
    act(runtime, number, change_contact, citizen, **told)
    assert complaint(runtime, part).story == ""
    with runtime.reading(officer("water")) as session:
        assert session.scalars(select(PersonRecord.email)).all() == ["m.gagnon@exemple.org"]


def test_the_joint_answer_says_nothing_of_it_any_more(runtime: Runtime):
    number = file(runtime).number
    begun(runtime, number)
    call_off(runtime, number)
    answer(runtime, number, "Le sentier est ouvert.")
    text = [one.body for one in messages(runtime, number) if one.kind == "answer"][-1]
    assert text.startswith("Le sentier est ouvert.")
    assert "Service des eaux" not in text


def test_what_was_answered_is_not_called_off_and_a_reason_is_asked_for(runtime: Runtime):
    number = file(runtime).number
    part = begun(runtime, number)
    with pytest.raises(IncompleteError, match="reason"):
        call_off(runtime, number, " ")
    answer(runtime, part, "La conduite est réparée.")
    for what in (call_off, decline):
        with pytest.raises(TransitionNotAllowedError):
            what(runtime, number if what is call_off else part)
    assert parts(runtime, number)[0].ended_at is None


def test_a_part_of_another_complaint_is_out_of_reach(runtime: Runtime):
    number, other = file(runtime).number, file(runtime).number
    begun(runtime, other)
    part_id = parts(runtime, other)[0].id
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, joint_answers.call_off, part_id=part_id, reason=WHY)
    with pytest.raises(UnknownComplaintError):
        act(runtime, other, joint_answers.call_off, officer("water"), part_id=part_id, reason=WHY)


@on_both
def test_an_agency_says_that_it_is_not_concerned_and_whoever_asked_decides(runtime: Runtime):
    claire, paul = member(runtime), member(runtime, agency="water")
    number = file(runtime).number
    part = begun(runtime, number)
    before = templates(runtime, number)
    decline(runtime, part)
    assert ("part_declined", claire.name) in letters(runtime, number)
    assert due(runtime, part) == complaint(runtime, part).due_at
    with pytest.raises(TransitionNotAllowedError):
        decline(runtime, part)
    kept = {"part_id": parts(runtime, number)[0].id, "reason": "La conduite est bien la leur."}
    act(runtime, number, joint_answers.keep, **kept)
    assert parts(runtime, number)[0].declined is None
    assert ("part_kept", paul.name) in letters(runtime, part)
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, joint_answers.keep, **kept)
    decline(runtime, part)
    call_off(runtime, number)
    assert kinds(runtime, part)[-4:] == [
        *("part_declined", "part_kept", "part_declined", "part_called_off"),
    ]
    # The complainant hears of the decision, not of what the agencies say to each other.
    told = [one for one in templates(runtime, number) if one not in before]
    assert told.count("part_called_off") == 1
    assert not last(runtime, part, "part_declined").public
    assert history_holds(runtime)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TOP_AUTHORITY, Role.AUDITOR])
def test_only_whoever_handles_complaints_calls_off_keeps_or_declines(runtime: Runtime, role: Role):
    number = file(runtime).number
    part = begun(runtime, number)
    part_id = parts(runtime, number)[0].id
    for what in (joint_answers.call_off, joint_answers.keep):
        with pytest.raises(NotAllowedError):
            act(runtime, number, what, officer(role=role), part_id=part_id, reason=WHY)
    theirs = officer("water", role=role)
    with pytest.raises(NotAllowedError):
        act(runtime, part, joint_answers.say_not_concerned, theirs, reason=WHY)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["decline", "keep", "call_off", "answer", "withdraw"])))
def test_whatever_is_tried_in_whatever_order_an_ended_part_owes_nothing_and_has_one_end(
    runtime: Runtime, steps: list[str]
):
    number = file(runtime).number
    part = begun(runtime, number)
    part_id = parts(runtime, number)[0].id
    tried = {
        "decline": lambda: decline(runtime, part),
        "keep": lambda: act(runtime, number, joint_answers.keep, part_id=part_id, reason=WHY),
        "call_off": lambda: call_off(runtime, number),
        "answer": lambda: act(runtime, part, casework.answer, body="Voilà."),
        "withdraw": lambda: act(runtime, number, withdraw, owner(runtime, number)),
    }
    for step in steps:
        try:
            tried[step]()
        except TransitionNotAllowedError:
            continue
    stored, row = parts(runtime, number)[0], complaint(runtime, part)
    ends = [one for one in kinds(runtime, part) if one in ("part_called_off", "withdrawn")]
    assert len(ends) <= 1
    assert not (stored.called_off and stored.answered_at)
    assert row.is_open is not bool(ends)
    assert stored.is_awaited is (row.is_open and stored.answered_at is None)
    if ends:
        assert not [one for one in clocks(runtime, part) if one.pending]
