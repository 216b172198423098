"""Every clock is explained by what is kept of it, and the explanation replayed gives its date."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from functools import partial

from sqlalchemy import select, update

from portal.app import FEATURES
from portal.complaints.dates import extending, running_clocks
from portal.complaints.dates.answer_dates import complete_file
from portal.complaints.handling import casework
from portal.complaints.queries.kept_clocks import clocks_of, explained
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.demo.complaints import make_complaints
from portal.domain.actor import PORTAL
from portal.domain.time.clock import ClockKind
from portal.domain.time.explanation import ClockState, Explanation, StartEvent
from portal.domain.time.promise import Allowance
from portal.domain.time.replay import replayed
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, due, staffed
from tests.complaints.dates.other_rules import WITH_OWN, WITH_WAIT, let_pass
from tests.features.transfers.transferred import route
from tests.releases.publishing import publish
from tests.support import FixedClock, file, on_both


def explanations(runtime: Runtime, number: str) -> list[Explanation]:
    one = complaint(runtime, number)
    with runtime.reading(PORTAL) as session:
        kept = clocks_of(session, one.id)
    calendar = runtime.agencies.agency(one.agency).consult().calendar(one.category)
    return [explained(clock, calendar, FEATURES) for clock in kept]


def answer(runtime: Runtime, number: str) -> Explanation:
    return [one for one in explanations(runtime, number) if one.kind is ClockKind.ANSWER][-1]


def let_the_date_pass(runtime: Runtime, clock: FixedClock, number: str) -> None:
    clock.moment = due(runtime, number)
    with runtime.reading(PORTAL) as session:
        late = running_clocks.clocks_run_out(session, clock.moment)
    for one in late:
        runtime.change(
            PORTAL, one.number, partial(running_clocks.act_if_run_out, clock_id=one.clock_id)
        )


def all_replay(found: list[Explanation]) -> bool:
    facts = [json.loads(json.dumps(one.as_facts())) for one in found]
    return [replayed(one) for one in facts] == [one.due_at for one in found]


@on_both
def test_a_running_answer_names_its_release_and_its_start(runtime: Runtime):
    number = file(runtime).number
    one = answer(runtime, number)
    assert (one.start, one.state) == (StartEvent.RECEIVED, ClockState.RUNNING)
    assert (one.rule.release, one.started_at) == (1, runtime.now())
    assert one.rule.in_force_from is not None
    assert one.due_at == due(runtime, number)


@on_both
def test_every_clock_of_a_complaint_that_climbed_and_was_extended_replays(
    runtime: Runtime, clock: FixedClock
):
    staffed(runtime)
    number = file(runtime).number
    by = Allowance.parse("3 working days")
    act(runtime, number, extending.extend_answer, by=by, reason="Un rapport.")
    let_the_date_pass(runtime, clock, number)
    found = explanations(runtime, number)
    assert [(one.kind.value, one.state.value) for one in found] == [
        ("acknowledge", "met"),
        ("first_contact", "missed"),
        ("answer", "missed"),
        ("answer", "running"),
    ]
    assert found[-1].start is StartEvent.HANDED_OVER
    assert len(found[2].parts) == 2
    assert all_replay(found)


def test_a_complaint_that_was_routed_counts_from_its_arrival_and_says_so(
    runtime: Runtime, clock: FixedClock
):
    number = file(runtime, "desk").number
    clock.moment += timedelta(days=1)
    route(runtime, number)
    found = explanations(runtime, number)
    told = [(one.kind.value, one.start.value, one.state.value) for one in found]
    assert ("answer", "received", "ended") in told
    assert told[-1] == ("answer", "routed", "running")
    assert all_replay(found)


def test_what_was_done_late_says_so(runtime: Runtime, clock: FixedClock):
    number = file(runtime).number
    clock.moment = due(runtime, number)
    act(runtime, number, casework.answer, body="Il est rouvert.")
    assert answer(runtime, number).state is ClockState.MET_LATE


def test_a_clock_that_began_before_calendars_were_kept_is_explained_by_todays(runtime: Runtime):
    number = file(runtime).number
    before = answer(runtime, number)
    with runtime.transaction() as session:
        facts = session.query(ClockRecord).filter_by(kind="answer").one().explanation
        older = {name: value for name, value in facts.items() if name != "counted_in"}
        session.execute(
            update(ClockRecord).where(ClockRecord.kind == "answer").values(explanation=older)
        )
    assert answer(runtime, number).parts == before.parts


@on_both
def test_an_answer_that_waits_for_the_file_has_no_date_and_says_when_it_starts_by_itself(
    runtime: Runtime,
):
    publish(runtime, WITH_WAIT, moving=False)
    found = explanations(runtime, file(runtime).number)
    one = next(one for one in found if one.kind is ClockKind.ANSWER)
    assert (one.start, one.state) == (StartEvent.FILE_COMPLETED, ClockState.WAITING)
    assert (one.parts, one.due_at, one.starts_by) == ((), None, date(2026, 12, 1))
    assert all_replay(found)


@on_both
def test_once_the_file_is_complete_the_answer_and_silence_count_from_then(
    runtime: Runtime, clock: FixedClock
):
    publish(runtime, WITH_WAIT, moving=False)
    number = file(runtime).number
    clock.moment += timedelta(days=2)
    act(runtime, number, complete_file)
    found = explanations(runtime, number)
    started = {one.kind.value: (one.start.value, one.started_at) for one in found}
    assert started["answer"] == started["silence"] == ("file_completed", clock.moment)
    assert started["complete_file"][0] == started["first_contact"][0] == "received"
    assert all_replay(found)


def test_an_answer_that_started_by_itself_counts_from_the_end_of_the_wait(
    runtime: Runtime, clock: FixedClock
):
    publish(runtime, WITH_WAIT, moving=False)
    number = file(runtime).number
    let_pass(runtime, clock, datetime(2026, 12, 3, 15, 0, tzinfo=UTC))
    found = explanations(runtime, number)
    wait = next(one for one in found if one.kind is ClockKind.COMPLETE_FILE)
    assert answer(runtime, number).started_at == wait.due_at
    assert all_replay(found)


def test_a_category_with_days_of_its_own_is_explained_and_replayed_by_them(runtime: Runtime):
    publish(runtime, WITH_OWN, moving=False)
    number = file(runtime, category="trail").number
    found = explanations(runtime, number)
    closed = {day.day for part in answer(runtime, number).parts for day in part.days if day.reason}
    assert date(2026, 12, 8) in closed
    assert all_replay(found)
    with runtime.transaction() as session:
        for one in session.query(ClockRecord):
            one.explanation = one.explanation | {"counted_in": []}
    assert all_replay(explanations(runtime, number))


def test_every_clock_of_the_demonstration_data_replays(runtime: Runtime):
    make_complaints(runtime, 150, seed=5)
    with runtime.reading(PORTAL) as session:
        numbers = session.scalars(select(ComplaintRecord.number)).all()
    told = [one for number in numbers for one in explanations(runtime, number)]
    assert {one.state for one in told} >= {"running", "met", "missed"}
    assert all_replay(told)
