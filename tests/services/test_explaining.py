"""Every clock is explained by what is kept of it, and the explanation replayed gives its date."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import partial

from sqlalchemy import select, update

from portal.db.models import ClockRecord, ComplaintRecord
from portal.db.queries.clocks import clocks_of
from portal.demo.complaints import make_complaints
from portal.domain.actor import PORTAL
from portal.domain.time.allowance import Allowance
from portal.domain.time.clock import ClockKind
from portal.domain.time.explanation import ClockState, Explanation, StartEvent
from portal.domain.time.replay import replayed
from portal.runtime import Runtime
from portal.services import casework, clocks, escalation
from portal.services.explaining import explained
from tests.services.cases import act, complaint, due, staffed
from tests.services.test_transfers import route
from tests.support import FixedClock, file, on_both


def explanations(runtime: Runtime, number: str) -> list[Explanation]:
    one = complaint(runtime, number)
    with runtime.reading(PORTAL) as session:
        kept = clocks_of(session, one.id)
    calendar = runtime.agencies.agency(one.agency).consult().calendar()
    return [explained(clock, calendar) for clock in kept]


def answer(runtime: Runtime, number: str) -> Explanation:
    return [one for one in explanations(runtime, number) if one.kind is ClockKind.ANSWER][-1]


def let_the_date_pass(runtime: Runtime, clock: FixedClock, number: str) -> None:
    clock.moment = due(runtime, number)
    with runtime.reading(PORTAL) as session:
        late = escalation.clocks_run_out(session, clock.moment)
    for one in late:
        runtime.change(
            PORTAL, one.number, partial(escalation.act_if_run_out, clock_id=one.clock_id)
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
    act(runtime, number, clocks.extend_answer, by=by, reason="Un rapport.")
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


def test_every_clock_of_the_demonstration_data_replays(runtime: Runtime):
    make_complaints(runtime, 150, seed=5)
    with runtime.reading(PORTAL) as session:
        found = session.execute(select(ComplaintRecord.id, ComplaintRecord.agency)).all()
        kept = [(agency, clocks_of(session, complaint_id)) for complaint_id, agency in found]
    calendars = {agency: runtime.agencies.agency(agency).consult().calendar() for agency, _ in kept}
    told = [explained(one, calendars[agency]) for agency, each in kept for one in each]
    assert {one.state for one in told} >= {"running", "met", "missed"}
    assert all_replay(told)
