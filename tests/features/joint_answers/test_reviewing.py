"""One agency’s answer is reviewed by itself: somebody else there, a date; nothing else moves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from portal.complaints.handling import casework
from portal.domain.complaint import Status
from portal.domain.errors import (
    AnotherPersonNeededError,
    ClockRunOutError,
    IncompleteError,
    TransitionNotAllowedError,
    UnknownComplaintError,
)
from portal.domain.role import Role
from portal.features.joint_answers.actions_ending import review_part
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    escalations,
    history_holds,
    kinds,
    letters,
    member,
    messages,
    templates,
)
from tests.features.joint_answers.asked_parts import (
    REASON,
    answer,
    begun,
    close,
    owner,
    parts,
    review,
)
from tests.support import FixedClock, file, on_both


def answered(runtime: Runtime, *others: str) -> tuple[str, str]:
    """A complaint whose joint answer was given, and its part; `others` are more agencies'."""
    number = file(runtime).number
    part = begun(runtime, number)
    answer(runtime, part, "La conduite est réparée.")
    answer(runtime, number, "Le sentier est ouvert.")
    return number, part


def everything(runtime: Runtime, number: str) -> tuple[Any, ...]:
    """Return what of a complaint a review of its part must leave as it is."""
    row = complaint(runtime, number)
    state = (row.version, row.status, row.level, row.holder, row.due_at, row.head_hash)
    of_clocks = [(one.id, one.pending, one.due_at) for one in clocks(runtime, number)]
    return state, of_clocks, kinds(runtime, number), len(messages(runtime, number))


@on_both
def test_it_goes_up_at_its_agency_with_a_date_of_its_own_and_nothing_else_moves(runtime: Runtime):
    chief = member(runtime, Role.TOP_AUTHORITY, "water", "chief")
    number, part = answered(runtime)
    before = everything(runtime, number)
    review(runtime, number, part)
    row = complaint(runtime, part)
    assert (row.status, row.level, row.holder) == (Status.UNDER_REVIEW, 2, "chief")
    assert due(runtime, part, "review") == row.due_at
    assert [one.reason for one in escalations(runtime, part)] == ["review"]
    assert ("review_for_you", chief.name) in letters(runtime, part)
    assert templates(runtime, number)[-1] == "review_asked"
    assert everything(runtime, number) == before
    assert parts(runtime, number)[0].is_reviewed
    assert history_holds(runtime)


@on_both
def test_whoever_answered_it_does_not_review_it_and_the_new_answer_comes_directly(
    runtime: Runtime, clock: FixedClock
):
    paul = member(runtime, agency="water")
    chief = member(runtime, Role.TOP_AUTHORITY, "water", "chief")
    number = file(runtime).number
    part = begun(runtime, number)
    act(runtime, part, casework.answer, paul, body="La conduite est réparée.")
    answer(runtime, number, "Le sentier est ouvert.")
    review(runtime, number, part)
    with pytest.raises(AnotherPersonNeededError):
        act(runtime, part, casework.answer, paul, body="Elle l’est.")
    clock.moment += timedelta(days=1)
    act(runtime, part, casework.answer, chief, body="Nous y retournons lundi.")
    assert templates(runtime, number)[-1] == "answered"
    assert messages(runtime, part)[-1].body.startswith("Nous y retournons lundi.")
    assert not parts(runtime, number)[0].is_reviewed
    assert [one.body for one in messages(runtime, number)][-1].startswith("Réponse de")


def test_a_review_that_is_late_climbs_at_its_agency_alone(runtime: Runtime, clock: FixedClock):
    for role, post in ((Role.MANAGER, "office"), (Role.TOP_AUTHORITY, "chief")):
        member(runtime, role, "water", post)
    number, part = answered(runtime)
    review(runtime, number, part)
    level = complaint(runtime, number).level
    clock.moment = due(runtime, part, "review")
    run_clocks(runtime, clock.moment)
    assert parts(runtime, number)[0].is_late
    assert complaint(runtime, number).late_since is None
    assert complaint(runtime, number).level == level


def test_sent_twice_it_is_asked_once_and_a_reason_is_needed(runtime: Runtime):
    number, part = answered(runtime)
    with pytest.raises(IncompleteError, match="reason"):
        review(runtime, number, part, " ")
    for _ in range(2):
        review(runtime, number, part, once="a-mark")
    assert kinds(runtime, part).count("review_asked") == 1


def test_an_answer_that_the_person_was_not_given_yet_is_not_reviewed(runtime: Runtime):
    number = file(runtime).number
    part = begun(runtime, number)
    for _ in range(2):
        with pytest.raises(TransitionNotAllowedError):
            review(runtime, number, part)
        if not parts(runtime, number)[0].answered_at:
            answer(runtime, part, "La conduite est réparée.")
    assert "review_asked" not in kinds(runtime, part)


def test_nobody_asks_it_of_somebody_else_s_part(runtime: Runtime):
    _, part = answered(runtime)
    other = owner(runtime, file(runtime).number)
    with pytest.raises(UnknownComplaintError):
        act(runtime, part, review_part, other, reason=REASON)


@on_both
def test_once_closed_it_may_be_asked_for_as_long_as_its_agency_says(
    runtime: Runtime, clock: FixedClock
):
    number, part = answered(runtime)
    close(runtime, part)
    until = due(runtime, part, "reopening")
    clock.moment = until
    with pytest.raises(ClockRunOutError):
        review(runtime, number, part)
    clock.moment = until - timedelta(hours=1)
    review(runtime, number, part)
    assert complaint(runtime, part).is_open


def test_closed_before_it_was_given_it_may_be_asked_for_as_long_as_the_whole(
    runtime: Runtime, clock: FixedClock
):
    number = file(runtime).number
    part = begun(runtime, number)
    answer(runtime, part, "La conduite est réparée.")
    close(runtime, part)
    assert clocks(runtime, part, "reopening") == []
    answer(runtime, number, "Le sentier est ouvert.")
    close(runtime, number)
    clock.moment = due(runtime, number, "reopening")
    with pytest.raises(ClockRunOutError):
        review(runtime, number, part)
    clock.moment -= timedelta(hours=1)
    before = everything(runtime, number)
    review(runtime, number, part)
    assert complaint(runtime, part).is_open
    assert everything(runtime, number) == before


def test_at_its_top_authority_nobody_is_left_to_review_it(runtime: Runtime):
    number, part = answered(runtime)
    review(runtime, number, part)
    act(runtime, part, casework.answer, body="Voilà.")
    with pytest.raises(TransitionNotAllowedError):
        review(runtime, number, part)
