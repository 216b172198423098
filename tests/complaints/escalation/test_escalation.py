"""A promised date passes: the complaint climbs one step, once, and everybody is told."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from portal.complaints.dates import running_clocks as missed_dates
from portal.complaints.handling import casework, escalation
from portal.complaints.letters.digests import tell_staff
from portal.complaints.queries.accounts import user_by_email
from portal.domain.actor import PORTAL, Actor
from portal.domain.complaint import Status
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.errors import (
    IncompleteError,
    NobodyAtTopError,
    NotAllowedError,
    TransitionNotAllowedError,
)
from portal.domain.role import Role
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    escalations,
    history_holds,
    issues,
    kinds,
    last,
    letters,
    member,
    messages,
    staffed,
    status,
    templates,
)
from tests.support import FixedClock, file, officer, on_both


@pytest.fixture
def number(runtime: Runtime) -> str:
    """A complaint that somebody has taken in charge, so that only its answer is owed."""
    receipt = file(runtime)
    act(runtime, receipt.number, casework.record_first_contact)
    return receipt.number


def pass_date(runtime: Runtime, number: str, clock: FixedClock) -> None:
    """Let the date of the running answer clock pass, and the worker notice."""
    clock.moment = due(runtime, number)
    run_clocks(runtime, clock.moment)
    tell_staff(runtime, clock.moment)


@on_both
def test_a_missed_answer_climbs_one_step_and_tells_everybody(
    runtime: Runtime, number: str, clock: FixedClock
):
    staffed(runtime)
    promised = due(runtime, number)
    pass_date(runtime, number, clock)
    climbed = complaint(runtime, number)
    assert (climbed.level, climbed.holder, climbed.status) == (2, "director", "taken_in_charge")
    assert climbed.late_since == promised
    missed, running = clocks(runtime, number, "answer")
    assert (missed.pending, missed.missed_at, missed.fired) == (False, promised, 1)
    assert (running.level, running.started_at, running.allowance) == (2, promised, "5 working days")
    assert climbed.due_at == running.due_at
    assert kinds(runtime, number)[-2:] == ["date_missed", "escalated"]
    assert last(runtime, number, "escalated").facts["level"] == 2
    assert letters(runtime, number)[-3:] == [
        ("late", "m.gagnon@exemple.org"),
        ("date_missed", "manager.office.parks@exemple.org"),
        ("passed_to_you", "manager.director.parks@exemple.org"),
    ]
    assert history_holds(runtime)


@on_both
def test_run_twice_nothing_happens_twice(runtime: Runtime, number: str, clock: FixedClock):
    staffed(runtime)
    pass_date(runtime, number, clock)
    before = kinds(runtime, number), templates(runtime), len(escalations(runtime, number))
    again = run_clocks(runtime, clock.moment)
    assert again.acted == ()
    assert (kinds(runtime, number), templates(runtime), len(escalations(runtime, number))) == before


@on_both
def test_four_workers_at_once_climb_one_step(runtime: Runtime, number: str, clock: FixedClock):
    staffed(runtime)
    clock.moment = due(runtime, number)
    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda _: run_clocks(runtime, clock.moment), range(4)))
    assert sum(len(run.acted) for run in runs) == 1
    assert [run.failed for run in runs] == [()] * 4
    assert complaint(runtime, number).level == 2
    assert len(escalations(runtime, number)) == 1
    assert kinds(runtime, number).count("escalated") == 1
    assert templates(runtime).count("late") == 1


def test_a_clock_acted_upon_by_its_number_is_looked_at_again(
    runtime: Runtime, number: str, clock: FixedClock
):
    [answer] = clocks(runtime, number, "answer")

    def run_out() -> Any:
        return act(runtime, number, missed_dates.act_if_run_out, PORTAL, clock_id=answer.id)

    assert run_out() is False
    clock.moment = due(runtime, number) - timedelta(microseconds=1)
    assert run_out() is False
    clock.moment = due(runtime, number)
    assert (run_out(), run_out()) == (True, False)


def test_years_late_a_complaint_still_climbs_one_step_a_run(
    runtime: Runtime, number: str, clock: FixedClock
):
    staffed(runtime)
    clock.moment += timedelta(days=3 * 365)
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, number).level == 2
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, number).level == 2
    assert due(runtime, number) > clock.moment  # counted from the hand-over


@on_both
def test_a_vacant_post_is_stepped_over_with_an_alarm(
    runtime: Runtime, number: str, clock: FixedClock
):
    member(runtime, Role.TOP_AUTHORITY, post="president")
    head = member(runtime, Role.HEAD, post=None)
    pass_date(runtime, number, clock)
    assert (complaint(runtime, number).level, complaint(runtime, number).holder) == (3, "president")
    assert last(runtime, number, "post_vacant").facts == {
        "posts": ["director"],
        "why": ["vacant"],
        "told": ["head"],
    }
    assert not last(runtime, number, "post_vacant").public
    assert ("post_vacant", head.name) in letters(runtime, number)
    assert escalations(runtime, number)[0].vacant == ["director"]


def test_an_agency_without_staff_still_climbs_one_step(
    runtime: Runtime, number: str, clock: FixedClock
):
    pass_date(runtime, number, clock)
    assert complaint(runtime, number).level == 2
    assert last(runtime, number, "post_vacant").facts == {
        "posts": ["director"],
        "why": ["vacant"],
        "told": [],
    }


def test_somebody_who_left_holds_no_post(runtime: Runtime, number: str, clock: FixedClock):
    from portal.complaints import accounts
    from portal.complaints.records.people import UserRecord

    staffed(runtime)
    with runtime.transaction() as session:
        user = user_by_email(session, runtime.keyring, "manager.director.parks@exemple.org")
        assert isinstance(user, UserRecord)
        accounts.deactivate(user)
    pass_date(runtime, number, clock)
    assert complaint(runtime, number).holder == "president"


def test_the_staff_of_another_agency_hold_no_post_here(
    runtime: Runtime, number: str, clock: FixedClock
):
    member(runtime, Role.MANAGER, "water", "director")
    member(runtime, Role.TOP_AUTHORITY, "parks", "president")
    pass_date(runtime, number, clock)
    assert complaint(runtime, number).holder == "president"


@on_both
def test_late_at_the_top_opens_the_external_recourse_once(
    runtime: Runtime, number: str, clock: FixedClock
):
    staffed(runtime)
    for _ in range(3):
        pass_date(runtime, number, clock)
    late = complaint(runtime, number)
    assert (late.level, late.holder, late.is_open) == (3, "president", True)
    assert kinds(runtime, number)[-2:] == ["date_missed", "recourse_opened"]
    assert last(runtime, number, "recourse_opened").facts == {"recourse": "ombuds"}
    assert letters(runtime, number)[-2:] == [
        ("recourse_opened", "m.gagnon@exemple.org"),
        ("date_missed", "top_authority.president.parks@exemple.org"),
    ]
    assert len(escalations(runtime, number)) == 2
    assert not any(one.pending for one in clocks(runtime, number))
    clock.moment += timedelta(days=100)
    assert run_clocks(runtime, clock.moment).acted == ()


def test_a_complaint_that_climbed_untouched_is_answered_by_whoever_holds_it(
    runtime: Runtime, clock: FixedClock
):
    number = file(runtime).number
    director = member(runtime, Role.MANAGER, post="director")
    pass_date(runtime, number, clock)
    act(runtime, number, casework.answer, director, body="Il est rouvert.")
    answered = last(runtime, number, "answered").facts
    assert (answered["level"], answered["in_time"]) == (2, False)
    assert complaint(runtime, number).assignee_id is None


@on_both
def test_a_missed_first_contact_alerts_the_head_and_climbs_nowhere(
    runtime: Runtime, clock: FixedClock
):
    head = member(runtime, Role.HEAD, post=None)
    number = file(runtime).number
    clock.moment += timedelta(days=4)
    run_clocks(runtime, clock.moment)
    tell_staff(runtime, clock.moment)
    assert complaint(runtime, number).level == 1
    assert last(runtime, number, "date_missed").facts == {
        "clock": "first_contact",
        "level": 1,
        "told": ["head"],
    }
    assert letters(runtime, number)[-1] == ("date_missed", head.name)


def test_silence_opens_its_recourse_and_the_answer_is_still_owed(
    runtime: Runtime, clock: FixedClock
):
    number = file(runtime, "water").number
    act(runtime, number, casework.record_first_contact)
    clock.moment = due(runtime, number, "silence")
    run_clocks(runtime, clock.moment)
    assert kinds(runtime, number).count("recourse_opened") == 1
    assert templates(runtime, number).count("recourse_opened") == 1
    assert status(runtime, number).is_open


@pytest.mark.parametrize("answered", [True, False])
def test_nothing_climbs_after_an_answer_or_a_closing(
    runtime: Runtime, number: str, clock: FixedClock, answered: bool
):
    act(runtime, number, casework.answer, body="Il est rouvert.")
    if not answered:
        found = IssueFinding(issues(runtime, number)[0].id, Finding.FOUNDED, "Retard.")
        act(runtime, number, casework.close, findings=(found,))
    clock.moment += timedelta(days=365)
    run_clocks(runtime, clock.moment)
    assert "escalated" not in kinds(runtime, number)
    assert complaint(runtime, number).level == 1


def test_one_complaint_that_cannot_climb_does_not_hold_back_the_others(
    runtime: Runtime, number: str, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
):
    other = file(runtime).number
    act(runtime, other, casework.record_first_contact)
    climb = missed_dates.act_if_run_out

    def failing(work: Any, complaint: Any, clock_id: int) -> bool:
        if complaint.number == number:
            raise RuntimeError
        return climb(work, complaint, clock_id)

    monkeypatch.setattr(missed_dates, "act_if_run_out", failing)
    pass_date(runtime, number, clock)
    assert (complaint(runtime, number).level, complaint(runtime, other).level) == (1, 2)
    monkeypatch.undo()
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, number).level == 2


@on_both
def test_passing_to_the_top_skips_the_levels_between_and_keeps_the_date(
    runtime: Runtime, number: str
):
    staffed(runtime)
    promised = due(runtime, number)
    passing = partial(escalation.pass_to_top, question="Rembourser?", opinion="Oui.")
    act(runtime, number, passing)
    passed = complaint(runtime, number)
    assert (passed.level, passed.holder, passed.due_at) == (3, "president", promised)
    assert messages(runtime, number)[-1].body == "Rembourser?\n\nOui."
    assert kinds(runtime, number)[-1] == "passed_to_top"
    facts = last(runtime, number, "passed_to_top").facts
    assert (facts["over"], facts["told"]) == (["director"], ["top"])
    assert letters(runtime, number)[-2:] == [
        ("passed_to_you", "top_authority.president.parks@exemple.org"),
        ("passed_up", "m.gagnon@exemple.org"),
    ]
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, passing)


def test_passed_to_the_top_and_then_late_opens_the_recourse(
    runtime: Runtime, number: str, clock: FixedClock
):
    staffed(runtime)
    act(runtime, number, escalation.pass_to_top, question="Rembourser?", opinion="")
    pass_date(runtime, number, clock)
    assert complaint(runtime, number).level == 3
    assert kinds(runtime, number)[-1] == "recourse_opened"


def test_nothing_is_passed_to_a_top_where_nobody_can_act(runtime: Runtime, number: str):
    with pytest.raises(NobodyAtTopError):
        act(runtime, number, escalation.pass_to_top, question="Rembourser?", opinion="")
    assert complaint(runtime, number).level == 1
    assert "passed_to_top" not in kinds(runtime, number)


def test_passing_up_needs_a_question(runtime: Runtime, number: str):
    with pytest.raises(IncompleteError) as raised:
        act(runtime, number, escalation.pass_to_top, question=" ", opinion="Oui.")
    assert raised.value.missing == ("question",)


@pytest.mark.parametrize("ended", [Status.ANSWERED, Status.CLOSED, Status.TRANSFERRED])
def test_what_is_answered_or_ended_is_neither_passed_up_nor_decided(
    runtime: Runtime, number: str, ended: Status
):
    with runtime.transaction() as session:
        session.merge(complaint(runtime, number)).status = ended.value
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, escalation.pass_to_top, question="Rembourser?", opinion="")
    if ended is not Status.ANSWERED:
        with pytest.raises(TransitionNotAllowedError):
            act(runtime, number, escalation.decide, _president(), instruction="Rembourser.")


@on_both
def test_a_decision_goes_to_whoever_carries_it_out(runtime: Runtime, number: str):
    claire = member(runtime)
    act(runtime, number, casework.assign, user_id=claire.user_id)
    act(runtime, number, escalation.decide, _president(), instruction="Rembourser.")
    assert messages(runtime, number)[-1].body == "Rembourser."
    assert letters(runtime, number)[-1] == ("decided", claire.name)
    assert status(runtime, number) is Status.TAKEN_IN_CHARGE


def test_only_the_top_authority_decides_and_only_in_words(runtime: Runtime, number: str):
    with pytest.raises(NotAllowedError):
        act(runtime, number, escalation.decide, officer(), instruction="Rembourser.")
    with pytest.raises(IncompleteError):
        act(runtime, number, escalation.decide, _president(), instruction="")
    with pytest.raises(NotAllowedError):
        act(runtime, number, escalation.pass_to_top, _president(), question="?", opinion="")


def _president() -> Actor:
    return officer(role=Role.TOP_AUTHORITY)
