"""A contact that is denied counts as none; the head is told, and the date runs on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.complaints.handling import casework, following
from portal.domain.actor import complainant
from portal.domain.contact import Contact, SaidContact
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
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
    templates,
)
from tests.features.first_contact.noted import judge, note_contact
from tests.support import TUESDAY, FixedClock, file, on_both


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime).number


@on_both
def test_the_history_says_how_and_when_somebody_was_in_touch(runtime: Runtime, number: str):
    note_contact(runtime, number)
    facts = last(runtime, number, "taken_in_charge").facts
    assert (facts["contact"], facts["contacted_at"]) == ("phone", TUESDAY.isoformat())
    assert history_holds(runtime)


@pytest.mark.parametrize(
    ("later", "code"), [(timedelta(minutes=1), "contact_ahead"), (-timedelta(1), "contact_before")]
)
def test_a_moment_to_come_or_before_the_complaint_is_refused(
    runtime: Runtime, number: str, later: timedelta, code: str
):
    said = SaidContact(Contact.PHONE, runtime.now() + later)
    with pytest.raises(IncompleteError) as refused:
        act(runtime, number, casework.record_first_contact, said=said)
    assert refused.value.missing == (code,)
    assert "taken_in_charge" not in kinds(runtime, number)


@on_both
def test_a_contact_denied_before_its_date_is_owed_again(runtime: Runtime, number: str):
    note_contact(runtime, number)
    judge(runtime, number, reached=False)
    [clock] = clocks(runtime, number, "first_contact")
    assert (clock.pending, clock.met_at, clock.missed_at) == (True, None, None)
    assert complaint(runtime, number).status == "taken_in_charge"
    assert complaint(runtime, number).taken_in_charge_at is None
    note_contact(runtime, number)
    assert last(runtime, number, "contact_made").facts["in_time"] is True
    [clock] = clocks(runtime, number, "first_contact")
    assert (clock.pending, clock.met_at) == (False, TUESDAY)
    assert history_holds(runtime)


@on_both
def test_a_contact_denied_after_its_date_is_missed_until_a_real_one(
    runtime: Runtime, number: str, clock: FixedClock
):
    note_contact(runtime, number)
    clock.moment = due(runtime, number, "first_contact") + timedelta(hours=1)
    judge(runtime, number, reached=False)
    run_clocks(runtime, clock.moment)
    run_clocks(runtime, clock.moment)
    assert kinds(runtime, number).count("date_missed") == 1
    note_contact(runtime, number)
    assert last(runtime, number, "contact_made").facts["in_time"] is False
    assert history_holds(runtime)


@on_both
def test_who_says_yes_after_all_gives_the_date_back(
    runtime: Runtime, number: str, clock: FixedClock
):
    note_contact(runtime, number)
    clock.moment = due(runtime, number, "first_contact") + timedelta(hours=1)
    judge(runtime, number, reached=False)
    run_clocks(runtime, clock.moment)
    judge(runtime, number, reached=True)
    [contact] = clocks(runtime, number, "first_contact")
    assert (contact.pending, contact.met_at, contact.missed_at) == (False, TUESDAY, None)
    assert complaint(runtime, number).taken_in_charge_at == TUESDAY
    assert history_holds(runtime)


@on_both
def test_a_late_contact_stays_late_whatever_is_said(
    runtime: Runtime, number: str, clock: FixedClock
):
    clock.moment = due(runtime, number, "first_contact") + timedelta(hours=1)
    note_contact(runtime, number)
    for reached in (False, True, False):
        judge(runtime, number, reached=reached)
        [contact] = clocks(runtime, number, "first_contact")
        assert not contact.pending
        assert contact.missed_at == contact.due_at
    assert history_holds(runtime)


@pytest.mark.parametrize("written", ["question", "answer"])
def test_what_is_written_after_a_denial_is_a_contact_and_before_it_keeps_the_date(
    runtime: Runtime, number: str, clock: FixedClock, written: str
):
    use_case = casework.ask_complainant if written == "question" else casework.answer
    note_contact(runtime, number)
    judge(runtime, number, reached=False)
    clock.moment += timedelta(hours=1)
    act(runtime, number, use_case, body="Où était-ce?")
    assert last(runtime, number, "contact_made").facts["in_time"] is True
    other = file(runtime).number
    note_contact(runtime, other)
    clock.moment += timedelta(hours=1)
    act(runtime, other, use_case, body="Où était-ce?")
    clock.moment = due(runtime, other, "first_contact") + timedelta(hours=1)
    judge(runtime, other, reached=False)
    assert "contact_made" not in kinds(runtime, other)
    [kept] = clocks(runtime, other, "first_contact")
    assert (kept.pending, kept.missed_at) == (False, None)
    assert complaint(runtime, other).taken_in_charge_at is None
    assert history_holds(runtime)


def test_a_denial_reaches_the_head_and_not_whoever_noted_it(runtime: Runtime, number: str):
    claire, head = member(runtime), member(runtime, Role.HEAD, post=None)
    note_contact(runtime, number, claire)
    judge(runtime, number, reached=False)
    told = [to for template, to in letters(runtime, number) if template == "contact_denied"]
    assert told == [head.name]


def test_a_head_who_noted_it_is_not_the_only_one_to_know(runtime: Runtime, number: str):
    head = member(runtime, Role.HEAD, post=None)
    top = member(runtime, Role.TOP_AUTHORITY, post="president")
    note_contact(runtime, number, head)
    judge(runtime, number, reached=False)
    told = [to for template, to in letters(runtime, number) if template == "contact_denied"]
    assert told == [top.name]


def test_changed_again_and_again_it_is_kept_and_few_letters_tell_of_it(
    runtime: Runtime, number: str, clock: FixedClock
):
    head = member(runtime, Role.HEAD, post=None)
    note_contact(runtime, number)
    for _ in range(5):
        judge(runtime, number, reached=False)
        judge(runtime, number, reached=True)
    assert kinds(runtime, number).count("contact_judged") == 10
    assert letters(runtime, number).count(("contact_denied", head.name)) == 2
    clock.moment += timedelta(days=1, seconds=1)
    judge(runtime, number, reached=False)
    assert letters(runtime, number).count(("contact_denied", head.name)) == 3


def test_said_twice_it_is_kept_once_and_a_yes_tells_nobody(runtime: Runtime, number: str):
    member(runtime, Role.HEAD, post=None)
    note_contact(runtime, number)
    before = templates(runtime, number)
    judge(runtime, number, reached=True)
    judge(runtime, number, reached=True)
    assert kinds(runtime, number).count("contact_judged") == 1
    assert templates(runtime, number) == before


def test_nobody_is_asked_of_what_only_a_question_implied(runtime: Runtime, number: str):
    act(runtime, number, casework.ask_complainant, body="Où était-ce?")
    with pytest.raises(TransitionNotAllowedError):
        judge(runtime, number, reached=False)


def test_nothing_is_said_of_it_once_the_complaint_has_ended(runtime: Runtime, number: str):
    note_contact(runtime, number)
    who = complainant(complaint(runtime, number).id)
    act(runtime, number, following.withdraw, who)
    with pytest.raises(TransitionNotAllowedError):
        judge(runtime, number, reached=False)


def test_a_contact_noted_twice_is_refused(runtime: Runtime, number: str):
    note_contact(runtime, number)
    with pytest.raises(TransitionNotAllowedError):
        note_contact(runtime, number)
