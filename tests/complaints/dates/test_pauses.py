"""An answer's time that stands still: only for a listed reason, never for long, told at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from portal.complaints.dates.answer_dates import resume_answer
from portal.complaints.dates.extending import extend_answer
from portal.complaints.handling import casework, escalation, following
from portal.complaints.handling.documents import StoredDocument, add_to_complaint
from portal.domain.actor import PORTAL, complainant
from portal.domain.complaint import Status
from portal.domain.errors import IncompleteError, NotAllowedError, TransitionNotAllowedError
from portal.domain.figures.counted import Happened
from portal.domain.figures.measures import Measure
from portal.domain.figures.tallying import Tally
from portal.domain.role import Role
from portal.domain.time.promise import Allowance
from portal.releases.calendar_moves import move_later
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import (
    act,
    clocks,
    complaint,
    due,
    history,
    history_holds,
    kinds,
    last,
    letters,
    member,
    messages,
    ruled_by,
    staffed,
    status,
    templates,
    told,
)
from tests.support import TUESDAY, FixedClock, file, on_both

QUESTION = "Quel est le relevé de votre compteur?"
PROMISED = date(2026, 12, 8)
CAP = date(2026, 12, 1)


@pytest.fixture
def number(runtime: Runtime) -> str:
    return file(runtime, "water").number


def ask(runtime: Runtime, number: str, pause: str | None = "meter", **who: object) -> None:
    act(runtime, number, casework.ask_complainant, body=QUESTION, pause=pause, **who)


def reply(runtime: Runtime, number: str) -> None:
    who = complainant(complaint(runtime, number).id)
    act(runtime, number, following.write_message, who, body="Le voici.", once=None)


def days_later(clock: FixedClock, days: int) -> None:
    clock.moment = TUESDAY + timedelta(days=days)


def refused(runtime: Runtime, number: str, pause: str = "meter") -> tuple[str, ...]:
    with pytest.raises(IncompleteError) as raised:
        ask(runtime, number, pause)
    return raised.value.missing


@on_both
def test_a_question_stops_the_time_for_a_listed_reason_and_the_person_is_told(
    runtime: Runtime, number: str
):
    ask(runtime, number)
    [answer] = clocks(runtime, number, "answer")
    assert (answer.due_at, answer.last_day, answer.pending) == (None, None, True)
    assert datetime.fromisoformat(answer.explanation["suspended_since"]) == TUESDAY
    assert complaint(runtime, number).due_at is None
    [wait] = clocks(runtime, number, "pause")
    assert (wait.last_day, wait.pending, wait.allowance) == (CAP, True, "5 working days")
    assert status(runtime, number) is Status.WAITING
    facts = last(runtime, number, "paused").facts
    assert (facts["reason"], facts["until"]) == ("meter", str(CAP))
    assert last(runtime, number, "paused").public
    assert letters(runtime, number)[-1] == ("question", "m.gagnon@exemple.org")
    assert history_holds(runtime)


def test_a_question_alone_stops_nothing(runtime: Runtime, number: str):
    before = clocks(runtime, number, "answer")[0].explanation
    ask(runtime, number, None)
    [answer] = clocks(runtime, number, "answer")
    assert (answer.last_day, answer.explanation) == (PROMISED, before)
    assert "paused" not in kinds(runtime, number)


@on_both
def test_what_the_complainant_writes_lets_the_time_go_on_with_what_it_held(
    runtime: Runtime, number: str, clock: FixedClock
):
    ask(runtime, number)
    days_later(clock, 2)
    reply(runtime, number)
    [answer] = clocks(runtime, number, "answer")
    # Asked on the day of receipt and answered on Thursday: Wednesday was not used.
    assert answer.last_day == date(2026, 12, 9)
    assert complaint(runtime, number).due_at == answer.due_at
    [wait] = clocks(runtime, number, "pause")
    assert (wait.pending, wait.met_at, wait.missed_at) == (False, clock.moment, None)
    assert status(runtime, number) is Status.UNDER_REVIEW
    facts = last(runtime, number, "resumed").facts
    assert (facts["by_itself"], facts["last_day"]) == (False, "2026-12-09")
    assert kinds(runtime, number)[-2:] == ["resumed", "message_received"]
    assert "resumed" in templates(runtime, number)
    assert history_holds(runtime)


def test_a_document_is_a_reply_too_but_not_the_agency_s_own(
    runtime: Runtime, number: str, clock: FixedClock
):
    ask(runtime, number)
    days_later(clock, 2)
    limits = runtime.agencies.portal.attachments
    for rank, actor in enumerate((None, complainant(complaint(runtime, number).id))):
        assert clocks(runtime, number, "answer")[0].due_at is None
        kept = StoredDocument("releve.pdf", "application/pdf", 9, str(rank), str(rank))
        act(runtime, number, add_to_complaint, actor, document=kept, limits=limits)
    assert clocks(runtime, number, "answer")[0].last_day == date(2026, 12, 9)
    assert status(runtime, number) is Status.UNDER_REVIEW


def test_an_officer_lets_it_go_on_when_the_reply_came_by_telephone(
    runtime: Runtime, number: str, clock: FixedClock
):
    ask(runtime, number)
    days_later(clock, 2)
    act(runtime, number, resume_answer)
    assert clocks(runtime, number, "answer")[0].last_day == date(2026, 12, 9)
    assert status(runtime, number) is Status.UNDER_REVIEW
    with pytest.raises(TransitionNotAllowedError):
        act(runtime, number, resume_answer)


@on_both
def test_it_goes_on_by_itself_at_the_end_however_late_the_worker_comes_by(
    runtime: Runtime, number: str, clock: FixedClock
):
    staffed(runtime, "water")
    ask(runtime, number)
    days_later(clock, 10)
    run_clocks(runtime, clock.moment)
    [answer] = clocks(runtime, number, "answer")
    # It stood still until the midnight after 1 December: ten working days from the 2nd on.
    assert answer.last_day == date(2026, 12, 15)
    assert last(runtime, number, "resumed").facts["by_itself"] is True
    assert status(runtime, number) is Status.WAITING
    kinds_told = [kind for kind, _ in told(runtime, number)]
    assert kinds_told.count("resumed_by_itself") == 2
    assert "resumed" in kinds_told
    assert complaint(runtime, number).level == 1


def test_it_goes_on_by_itself_once(runtime: Runtime, number: str, clock: FixedClock):
    ask(runtime, number)
    days_later(clock, 9)
    for _ in range(2):
        run_clocks(runtime, clock.moment)
    assert kinds(runtime, number).count("resumed") == 1


def test_nobody_climbs_while_it_stands_still_and_everybody_does_after_the_new_date(
    runtime: Runtime, number: str, clock: FixedClock
):
    staffed(runtime, "water")
    days_later(clock, 13)
    ask(runtime, number)
    days_later(clock, 16)
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, number).level == 1
    days_later(clock, 24)
    run_clocks(runtime, clock.moment)
    last_day = date.fromisoformat(last(runtime, number, "resumed").facts["last_day"])
    assert last_day > PROMISED
    clock.moment = due(runtime, number)
    run_clocks(runtime, clock.moment)
    assert complaint(runtime, number).level == 2


def test_the_right_to_turn_elsewhere_after_silence_never_stands_still(
    runtime: Runtime, number: str, clock: FixedClock
):
    days_later(clock, 13)
    before = due(runtime, number, "silence")
    ask(runtime, number)
    assert due(runtime, number, "silence") == before
    clock.moment = before
    run_clocks(runtime, clock.moment)
    assert "recourse_opened" in kinds(runtime, number)
    assert complaint(runtime, number).level == 1


def test_an_answer_while_it_stands_still_is_in_time_and_ends_the_wait(
    runtime: Runtime, number: str, clock: FixedClock
):
    ask(runtime, number)
    days_later(clock, 6)
    act(runtime, number, casework.answer, body="C’est réglé.")
    assert last(runtime, number, "answered").facts["in_time"] is True
    [wait] = clocks(runtime, number, "pause")
    assert (wait.pending, wait.ended_at) == (False, clock.moment)
    assert [one.kind for one in clocks(runtime, number) if one.pending] == ["closing"]


def test_an_answer_long_after_the_end_is_late_although_no_worker_came_by(
    runtime: Runtime, number: str, clock: FixedClock
):
    ask(runtime, number)
    days_later(clock, 30)
    act(runtime, number, casework.answer, body="C’est réglé.")
    assert last(runtime, number, "answered").facts["in_time"] is False
    assert last(runtime, number, "resumed").facts["last_day"] == "2026-12-15"


def test_a_reply_after_the_end_does_not_stop_the_time_for_longer(
    runtime: Runtime, number: str, clock: FixedClock
):
    ask(runtime, number)
    days_later(clock, 10)
    reply(runtime, number)
    assert clocks(runtime, number, "answer")[0].last_day == date(2026, 12, 15)
    assert kinds(runtime, number).count("resumed") == 1
    assert status(runtime, number) is Status.UNDER_REVIEW


def test_a_complaint_that_is_withdrawn_no_longer_stands_still(runtime: Runtime, number: str):
    ask(runtime, number)
    who = complainant(complaint(runtime, number).id)
    act(runtime, number, following.withdraw, who)
    assert not any(one.pending for one in clocks(runtime, number))
    assert complaint(runtime, number).due_at is None


def test_a_change_of_calendar_passes_over_what_has_no_date(runtime: Runtime, number: str):
    ask(runtime, number)
    rules = runtime.agencies.agency("water").settings.model_dump(mode="json")["calendar"]
    rules["extra_closures"] = [{"on": "2026-12-03"}, {"on": "2026-12-04"}]
    ruled_by(runtime, "water", calendar=rules)
    assert act(runtime, number, move_later, PORTAL) is False
    act(runtime, number, resume_answer)
    # At once: not one day that was promised is counted otherwise.
    assert clocks(runtime, number, "answer")[0].last_day == PROMISED


def test_passed_up_it_still_stands_still(runtime: Runtime, number: str):
    staffed(runtime, "water")
    ask(runtime, number)
    act(runtime, number, escalation.pass_to_top, question="Que dire?", opinion="")
    [answer] = clocks(runtime, number, "answer")
    assert (answer.due_at, complaint(runtime, number).level) == (None, 2)


def test_only_listed_reasons_stop_it(runtime: Runtime, number: str):
    assert refused(runtime, number, "holidays") == ("pause_unknown",)
    assert kinds(runtime, number)[-1] == "acknowledged"
    other = file(runtime, "parks").number
    assert refused(runtime, other) == ("pause_unknown",)


def test_a_reason_is_used_as_often_as_it_is_listed(runtime: Runtime, number: str):
    for reason in ("meter", "bills", "bills"):
        ask(runtime, number, reason)
        reply(runtime, number)
    assert refused(runtime, number, "meter") == ("pause_used",)
    assert refused(runtime, number, "bills") == ("pause_used",)


def test_what_stands_still_is_not_stopped_again_nor_put_off(runtime: Runtime, number: str):
    rules = runtime.agencies.agency("water").settings.model_dump(mode="json")["deadlines"]
    rules["answer"]["extension"] = {"times": 1, "at_most": "5 working days"}
    ruled_by(runtime, "water", deadlines=rules)
    number = file(runtime, "water").number
    ask(runtime, number)
    assert refused(runtime, number, "bills") == ("pause_stopped",)
    more = Allowance.parse("2 working days")
    with pytest.raises(IncompleteError) as raised:
        act(runtime, number, extend_answer, by=more, reason="Une visite.")
    assert raised.value.missing == ("stopped",)


def test_once_the_date_has_passed_nothing_stops_it(
    runtime: Runtime, number: str, clock: FixedClock
):
    clock.moment = due(runtime, number)
    assert refused(runtime, number) == ("pause_run_out",)


def test_what_waits_for_the_complete_file_is_not_stopped(runtime: Runtime):
    rules = runtime.agencies.agency("water").settings.model_dump(mode="json")["deadlines"]
    rules["answer"] |= {"starts": "complete_file", "complete_within": "5 working days"}
    ruled_by(runtime, "water", deadlines=rules)
    assert refused(runtime, file(runtime, "water").number) == ("pause_waiting",)


def test_a_manager_cannot_stop_it_nor_let_it_go_on(runtime: Runtime, number: str):
    manager = member(runtime, Role.MANAGER, "water")
    with pytest.raises(NotAllowedError):
        act(runtime, number, resume_answer, manager)


def test_nothing_is_written_when_a_pause_is_refused(runtime: Runtime, number: str):
    before = kinds(runtime, number)
    refused(runtime, number, "holidays")
    assert kinds(runtime, number) == before
    assert messages(runtime, number) == []


def test_an_answer_while_it_stands_still_counts_as_kept(runtime: Runtime, number: str):
    ask(runtime, number)
    act(runtime, number, casework.answer, body="C’est réglé.")
    zone = runtime.agencies.agency("water").consult().calendar().zone
    tally = Tally(lambda _release: zone)
    for entry in history(runtime, number):
        tally.add(Happened(entry.kind, entry.at, entry.facts))
    counted = {cell.measure: cell.month for cell, n in tally.taken().items() if n}
    assert counted[Measure.ANSWER_KEPT] == "2026-11"
