"""A withdrawal binds after five days, once; until then nothing stops and it is taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.complaints.handling import casework
from portal.domain.actor import complainant
from portal.domain.contact import Contact
from portal.domain.errors import NobodyComplainsError, NotAllowedError, TransitionNotAllowedError
from portal.domain.role import Role
from portal.features.withdrawals.actions import note, note_kept, say_suggested
from portal.features.withdrawals.rules import AskedTooOftenError, Asking, Suggested
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
    messages,
    templates,
)
from tests.features.own_motion.opened import own_file
from tests.features.transfers.transferred import transferred
from tests.features.withdrawals.asked import ask_to_withdraw, keep, let_it_bind
from tests.support import FixedClock, file, officer, on_both


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime).number


@on_both
def test_it_binds_after_five_days_and_only_once(runtime: Runtime, number: str, clock: FixedClock):
    ask_to_withdraw(runtime, number, "C’est réglé.")
    assert last(runtime, number, "withdrawal_asked").facts["last_day"] == "2026-11-30"
    assert complaint(runtime, number).status == "received"
    clock.moment = due(runtime, number, "withdrawal") - timedelta(seconds=1)
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, number).is_open
    let_it_bind(runtime, number, clock)
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, number).status == "withdrawn"
    assert kinds(runtime, number).count("withdrawn") == 1
    assert templates(runtime, number).count("withdrawn") == 1
    assert [one.body for one in messages(runtime, number)] == ["C’est réglé."]
    assert history_holds(runtime)


@on_both
def test_no_date_stops_before_it_binds(runtime: Runtime, number: str, clock: FixedClock):
    before = [(one.kind, one.due_at) for one in clocks(runtime, number) if one.pending]
    ask_to_withdraw(runtime, number)
    after = [(one.kind, one.due_at) for one in clocks(runtime, number) if one.pending]
    assert [one for one in after if one[0] != "withdrawal"] == before
    clock.moment = due(runtime, number, "first_contact") + timedelta(seconds=1)
    run_clocks(runtime, clock.moment)
    assert last(runtime, number, "date_missed").facts["clock"] == "first_contact"


@on_both
def test_it_is_taken_back_and_nothing_is_lost(runtime: Runtime, number: str, clock: FixedClock):
    ask_to_withdraw(runtime, number)
    keep(runtime, number)
    let_it_bind(runtime, number, clock)
    assert complaint(runtime, number).is_open
    assert last(runtime, number, "withdrawal_fallen").facts["why"] == "taken_back"
    assert templates(runtime, number)[-2:] != ["withdrawn"]
    with pytest.raises(TransitionNotAllowedError):
        keep(runtime, number)
    ask_to_withdraw(runtime, number)
    assert kinds(runtime, number).count("withdrawal_asked") == 2
    assert history_holds(runtime)


def test_asked_twice_it_is_asked_once(runtime: Runtime, number: str):
    ask_to_withdraw(runtime, number)
    ask_to_withdraw(runtime, number)
    assert kinds(runtime, number).count("withdrawal_asked") == 1
    assert templates(runtime, number).count("withdrawal_waits") == 1


@on_both
def test_it_is_asked_for_thrice_a_day_and_may_be_kept_each_time(
    runtime: Runtime, number: str, clock: FixedClock
):
    for _ in range(3):
        ask_to_withdraw(runtime, number)
        ask_to_withdraw(runtime, number)
        keep(runtime, number)
    told = templates(runtime, number)
    with pytest.raises(AskedTooOftenError):
        ask_to_withdraw(runtime, number)
    assert templates(runtime, number) == told
    assert told.count("withdrawal_waits") == told.count("withdrawal_kept") == 3
    clock.moment += timedelta(days=1, seconds=1)
    ask_to_withdraw(runtime, number)
    assert kinds(runtime, number).count("withdrawal_asked") == 4


def test_no_version_tells_the_staff_that_somebody_said_who_suggested_it(
    runtime: Runtime, number: str
):
    who = complainant(complaint(runtime, number).id)
    act(runtime, number, note, asked=Asking.PERSON, contact=Contact.PHONE, reason="")
    before = complaint(runtime, number)
    act(runtime, number, say_suggested, who, suggested=Suggested.AGENCY)
    after = complaint(runtime, number)
    assert after.version == before.version
    assert (after.last_event, after.last_event_at) == (before.last_event, before.last_event_at)
    assert history_holds(runtime)


def test_an_answer_lets_it_fall(runtime: Runtime, number: str, clock: FixedClock):
    ask_to_withdraw(runtime, number)
    act(runtime, number, casework.answer, body="Voici.")
    assert last(runtime, number, "withdrawal_fallen").facts["why"] == "answered"
    let_it_bind(runtime, number, clock)
    assert complaint(runtime, number).status == "answered"
    with pytest.raises(TransitionNotAllowedError):
        ask_to_withdraw(runtime, number)
    assert history_holds(runtime)


def test_another_agency_that_gets_it_has_the_withdrawal_too(
    runtime: Runtime, number: str, clock: FixedClock
):
    ask_to_withdraw(runtime, number)
    transferred(runtime, number)
    assert complaint(runtime, number).agency == "water"
    let_it_bind(runtime, number, clock)
    assert complaint(runtime, number).status == "withdrawn"
    assert history_holds(runtime)


def test_everybody_who_must_know_is_told_the_day(runtime: Runtime, number: str):
    claire = member(runtime)
    ask_to_withdraw(runtime, number)
    told = dict(letters(runtime, number))
    assert told["withdrawal_waits"] == "m.gagnon@exemple.org"
    assert told["withdrawal_for_staff"] == claire.name
    keep(runtime, number)
    told = dict(letters(runtime, number))
    assert told["withdrawal_kept"] == "m.gagnon@exemple.org"
    assert told["withdrawal_fallen"] == claire.name


@pytest.mark.parametrize("suggested", [None, *Suggested])
def test_that_the_agency_suggested_it_reaches_the_head_alone(
    runtime: Runtime, number: str, suggested: Suggested | None
):
    member(runtime)
    head = member(runtime, Role.HEAD, post=None)
    ask_to_withdraw(runtime, number, suggested=suggested)
    told = [to for template, to in letters(runtime, number) if template == "withdrawal_suggested"]
    assert told == ([head.name] if suggested is Suggested.AGENCY else [])
    assert kinds(runtime, number).count("withdrawal_suggested") == 1


def test_a_head_who_handles_it_does_not_learn_it_and_the_authority_above_does(
    runtime: Runtime, number: str
):
    head = member(runtime, Role.HEAD, post=None)
    top = member(runtime, Role.TOP_AUTHORITY, post="president")
    act(runtime, number, casework.assign, user_id=head.user_id)
    ask_to_withdraw(runtime, number, suggested=Suggested.AGENCY)
    told = [to for template, to in letters(runtime, number) if template == "withdrawal_suggested"]
    assert told == [top.name]


@on_both
def test_what_is_noted_by_telephone_says_who_and_how_and_waits_as_well(
    runtime: Runtime, number: str, clock: FixedClock
):
    asking = {"asked": Asking.PERSON, "contact": Contact.PHONE}
    act(runtime, number, note, reason="Tout est réglé.", **asking)
    facts = last(runtime, number, "withdrawal_asked").facts
    assert (facts["asked"], facts["contact"]) == ("person", "phone")
    assert ("withdrawal_waits", "m.gagnon@exemple.org") in letters(runtime, number)
    keep(runtime, number)
    act(runtime, number, note, reason="", **asking)
    let_it_bind(runtime, number, clock)
    assert complaint(runtime, number).status == "withdrawn"
    assert history_holds(runtime)


def test_who_may_not_handle_it_notes_none(runtime: Runtime, number: str):
    manager = officer("parks", role=Role.MANAGER)
    with pytest.raises(NotAllowedError):
        act(
            runtime,
            number,
            note,
            manager,
            asked=Asking.PERSON,
            contact=Contact.PHONE,
            reason="",
        )


def test_of_what_was_noted_the_person_says_who_suggested_it_once(runtime: Runtime, number: str):
    head = member(runtime, Role.HEAD, post=None)
    who = complainant(complaint(runtime, number).id)
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, say_suggested, who, suggested=Suggested.AGENCY)
    act(runtime, number, note, asked=Asking.PERSON, contact=Contact.PHONE, reason="")
    for suggested in (Suggested.AGENCY, Suggested.NOBODY):
        act(runtime, number, say_suggested, who, suggested=suggested)
    assert last(runtime, number, "withdrawal_suggested").facts == {"by": "agency"}
    assert ("withdrawal_suggested", head.name) in letters(runtime, number)
    assert history_holds(runtime)


@on_both
def test_that_it_is_kept_is_noted_with_who_asked_and_how_and_the_person_is_written_to(
    runtime: Runtime, number: str, clock: FixedClock
):
    asking = {"asked": Asking.PERSON, "contact": Contact.PHONE}
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, note_kept, **asking)
    ask_to_withdraw(runtime, number)
    act(runtime, number, note_kept, **asking)
    told = {"why": "taken_back", "asked": "person", "contact": "phone"}
    assert last(runtime, number, "withdrawal_fallen").facts == told
    assert ("withdrawal_kept", "m.gagnon@exemple.org") in letters(runtime, number)
    let_it_bind(runtime, number, clock)
    assert complaint(runtime, number).is_open
    assert history_holds(runtime)


@pytest.mark.parametrize("noting", [partial(note, reason=""), note_kept])
def test_where_nobody_complains_nothing_of_a_withdrawal_is_noted(
    runtime: Runtime, noting: Callable[..., None]
):
    number = own_file(runtime)
    with pytest.raises(NobodyComplainsError):
        act(runtime, number, noting, asked=Asking.PERSON, contact=Contact.PHONE)


STEPS = st.lists(st.sampled_from(["ask", "keep", "answer", "wait", "bind"]), max_size=7)


@given(steps=STEPS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_happens_it_is_withdrawn_only_if_asked_and_kept_by_nobody_for_five_days(
    runtime: Runtime, clock: FixedClock, steps: list[str]
):
    """Every complaint that was withdrawn was asked for five whole days before, and not kept."""
    number, began = file(runtime).number, clock.moment
    for step in steps:
        try:
            if step == "ask":
                ask_to_withdraw(runtime, number)
            elif step == "keep":
                keep(runtime, number)
            elif step == "answer":
                act(runtime, number, casework.answer, body="Voici.")
            elif step == "wait":
                clock.moment += timedelta(days=2)
            else:
                run_clocks(runtime, clock.moment)
        except TransitionNotAllowedError:
            continue
    told = kinds(runtime, number)
    if complaint(runtime, number).status == "withdrawn":
        asked = last(runtime, number, "withdrawal_asked")
        bound = last(runtime, number, "withdrawn")
        assert bound.at.date() > date.fromisoformat(asked.facts["last_day"])
        assert "withdrawal_fallen" not in told[asked.seq :]
    assert told.count("withdrawn") <= 1
    clock.moment = began
