"""Putting an answer off: once, before the date, with a reason, told at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.complaints.dates import extending
from portal.complaints.handling import casework
from portal.domain.errors import ClockRunOutError, IncompleteError, NotAllowedError
from portal.domain.role import Role
from portal.domain.time.promise import Allowance
from portal.runtime import Runtime
from tests.complaints.cases import (
    act,
    complaint,
    due,
    history_holds,
    last,
    letters,
    messages,
    ruled_by,
)
from tests.complaints.cases import clocks as clocks_of
from tests.support import FixedClock, file, officer, on_both

TEN_DAYS = Allowance.parse("10 working days")
REASON = "Nous attendons un rapport."


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime).number


def extend(runtime: Runtime, number: str, by: Allowance = TEN_DAYS, reason: str = REASON) -> None:
    act(runtime, number, extending.extend_answer, by=by, reason=reason)


@on_both
def test_an_extension_moves_the_date_and_tells_the_citizen_why(runtime: Runtime, number: str):
    before = due(runtime, number)
    extend(runtime, number)
    [clock] = clocks_of(runtime, number, "answer")
    assert due(runtime, number) > before
    assert complaint(runtime, number).due_at == clock.due_at
    assert (clock.extended, clock.pending) == (1, True)
    assert clock.explanation["extensions"] == ["10 working days"]
    assert messages(runtime, number)[-1].body == REASON
    assert last(runtime, number, "extended").facts["last_day"] == str(clock.last_day)
    assert letters(runtime, number)[-1] == ("extended", "m.gagnon@exemple.org")
    assert history_holds(runtime)


@on_both
def test_an_answer_is_put_off_once(runtime: Runtime, number: str):
    extend(runtime, number)
    moved = complaint(runtime, number).due_at
    with pytest.raises(IncompleteError) as raised:
        extend(runtime, number)
    assert raised.value.missing == ("extension_used",)
    assert complaint(runtime, number).due_at == moved


@pytest.mark.parametrize("words", ["11 working days", "1 year", "3 calendar days"])
def test_an_extension_is_no_longer_than_what_was_promised(
    runtime: Runtime, number: str, words: str
):
    with pytest.raises(IncompleteError) as raised:
        extend(runtime, number, Allowance.parse(words))
    assert raised.value.missing == ("extension_too_long",)


def test_an_extension_needs_a_reason(runtime: Runtime, number: str):
    with pytest.raises(IncompleteError) as raised:
        extend(runtime, number, reason=" \n")
    assert raised.value.missing == ("reason",)


def test_without_another_recourse_to_name_an_answer_is_not_put_off(runtime: Runtime):
    number = file(runtime).number
    ruled_by(runtime, recourses=[])
    with pytest.raises(IncompleteError) as raised:
        extend(runtime, number)
    assert raised.value.missing == ("recourse_of_extension",)


def test_once_the_date_has_passed_nothing_puts_it_off(
    runtime: Runtime, number: str, clock: FixedClock
):
    promised = due(runtime, number)
    clock.moment = promised
    with pytest.raises(ClockRunOutError):
        extend(runtime, number)
    clock.moment = promised - timedelta(microseconds=1)
    extend(runtime, number)


def test_after_an_answer_there_is_nothing_to_put_off(runtime: Runtime, number: str):
    act(runtime, number, casework.answer, body="Il est rouvert.")
    with pytest.raises(ClockRunOutError):
        extend(runtime, number)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.TOP_AUTHORITY, Role.AUDITOR])
def test_only_who_handles_complaints_puts_an_answer_off(runtime: Runtime, number: str, role: Role):
    with pytest.raises(NotAllowedError):
        act(
            runtime,
            number,
            extending.extend_answer,
            officer(role=role),
            by=TEN_DAYS,
            reason=REASON,
        )


def test_an_extended_answer_is_in_time_until_its_new_date(
    runtime: Runtime, number: str, clock: FixedClock
):
    before = due(runtime, number)
    extend(runtime, number)
    clock.moment = before + timedelta(days=1)
    act(runtime, number, casework.answer, body="Il est rouvert.")
    assert last(runtime, number, "answered").facts["in_time"] is True
