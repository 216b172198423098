"""The counts of reports: what services write is counted, and any feeding equals a rebuild."""

import re
from datetime import timedelta
from functools import partial

from hypothesis import HealthCheck
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.dates import extending
from portal.complaints.handling import casework, escalation, following
from portal.complaints.planning import plan_filing
from portal.complaints.records.complaint import IssueRecord
from portal.complaints.records.message import ReportCountRecord
from portal.complaints.work import complaint_by_number
from portal.domain.actor import PORTAL
from portal.domain.complaint import draft_of
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.role import Role
from portal.features.transfers import actions_desk as routing
from portal.reporting import counting as reporting
from portal.runtime import Runtime
from portal.worker import Worker
from portal.worker.due_clocks import run_clocks
from tests.features.organisation_changes.successions import merge
from tests.features.transfers.transferred import route
from tests.reporting.counted import cube, fed, measures
from tests.support import TUESDAY, FixedClock, add_user, file, officer, on_both

DAY = timedelta(days=1)
READABLE = {"suppress_health_check": [HealthCheck.function_scoped_fixture], "deadline": None}


def themes(session: Session) -> dict[str, int]:
    detailed = select(ReportCountRecord).where(ReportCountRecord.theme != "")
    return {record.theme: record.n for record in session.scalars(detailed)}


def test_a_filed_complaint_is_counted_as_received(runtime: Runtime):
    file(runtime)
    assert fed(runtime) == {"parks 2026-11 received 0": 1}


@on_both
def test_a_whole_life_is_counted_from_what_the_services_write(runtime: Runtime, clock: FixedClock):
    number = file(runtime, category="trail", answers={"place": "Nord"}).number
    clock.moment = TUESDAY + DAY
    runtime.change(officer(), number, casework.record_first_contact)
    clock.moment = TUESDAY + 7 * DAY
    runtime.change(officer(), number, partial(casework.answer, body="Le sentier est rouvert."))
    clock.moment = TUESDAY + 8 * DAY
    close(runtime, number, Finding.FOUNDED, measure="Une ronde chaque mois.")
    assert fed(runtime) == {
        "parks 2026-11 received 0": 1,
        "parks 2026-11 contacted 1": 1,
        "parks 2026-11 contact_due_kept 0": 1,
        "parks 2026-12 answered 5": 1,
        "parks 2026-12 answer_due_kept 0": 1,
        "parks 2026-12 level 1": 1,
        "parks 2026-12 hints 0": 1,
        "parks 2026-12 substance 0": 1,
        "parks 2026-12 finding_founded 0": 1,
        "parks 2026-12 corrected 0": 1,
        # What the six criteria are measured by.
        "parks 2026-11 first_act 7": 1,
        "parks 2026-12 recourse_named 1": 1,
        "parks 2026-12 in_language 1": 1,
        "parks 2026-12 own_words 100": 1,
        "parks 2026-12 as_asked 1": 1,
        "parks 2026-12 hand_offs 0": 1,
        "parks 2026-12 same_person 1": 1,
        "parks 2026-12 concluded 1": 1,
    }


def close(runtime: Runtime, number: str, finding: Finding, measure: str = "") -> None:
    with runtime.reading(PORTAL) as session:
        issue_id = session.scalars(select(IssueRecord.id)).one()
    findings = (IssueFinding(issue_id, finding, "Les faits le montrent.", measure),)
    runtime.change(officer(), number, partial(casework.close, findings=findings))


def test_an_open_complaint_whose_date_passed_is_a_missed_answer(
    runtime: Runtime, clock: FixedClock
):
    file(runtime)
    clock.moment = TUESDAY + 40 * DAY
    run_clocks(runtime, clock.moment)
    counts = fed(runtime)
    assert counts["parks 2026-12 answer_due_missed 0"] == 1
    assert counts["parks 2027-01 contact_due_missed 0"] == 1


def test_a_complaint_answered_late_is_missed_once_at_the_level_it_reached(
    runtime: Runtime, clock: FixedClock
):
    number = file(runtime).number
    clock.moment = TUESDAY + 40 * DAY
    run_clocks(runtime, clock.moment)
    runtime.change(officer(), number, partial(casework.answer, body="Avec retard."))
    counts = fed(runtime)
    assert [n for name, n in counts.items() if "answer_due" in name] == [1]
    level = [name for name in counts if " level " in name]
    assert level[0].split()[-1] in ("2", "3")


def test_an_extended_answer_is_due_in_the_month_of_its_new_date(
    runtime: Runtime, clock: FixedClock
):
    number = file(runtime).number
    extend = partial(extending.extend_answer, reason="Une visite est prévue.")
    with runtime.reading(PORTAL) as session:
        promise = runtime.agencies.agency("parks").settings.deadlines.answer
    assert session is not None
    assert promise.extension is not None
    runtime.change(officer(), number, partial(extend, by=promise.extension.at_most))
    clock.moment = TUESDAY + DAY
    runtime.change(officer(), number, partial(casework.answer, body="Voici."))
    assert fed(runtime)["parks 2027-01 answer_due_kept 0"] == 1


def test_a_routed_complaint_is_received_where_it_went(runtime: Runtime):
    number = file(runtime, agency="desk").number
    with runtime.reading(PORTAL) as session:
        draft = draft_of(complaint_by_number(session, number), "welcome")
    plan = plan_filing(runtime.agencies.agency("parks"), draft, runtime.now())
    route = partial(routing.route_complaint, plan=plan, reason="C’est le bon organisme.")
    runtime.change(PORTAL, number, route)
    assert fed(runtime) == {
        "parks 2026-11 received 0": 1,
        "desk 2026-11 routed 0": 1,
        "desk 2026-11 sent_to_parks 0": 1,
    }


def test_a_reclassified_complaint_changes_theme(runtime: Runtime):
    number = file(runtime, category="other").number
    fed(runtime)
    welcome = runtime.agencies.agency("parks").consult().category("welcome")
    runtime.change(officer(), number, partial(casework.reclassify, category=welcome))
    fed(runtime)
    with runtime.reading(PORTAL) as session:
        assert themes(session) == {"courtesy": 1}


def test_a_withdrawn_complaint_is_counted(runtime: Runtime):
    number = file(runtime).number
    runtime.change(PORTAL, number, following.withdraw)
    assert fed(runtime)["parks 2026-11 withdrawn 0"] == 1


def test_passing_to_the_top_counts_as_the_level_reached(runtime: Runtime):
    number = file(runtime).number
    add_user(runtime, "top@parcs.example", Role.TOP_AUTHORITY, post="president")
    passing = partial(escalation.pass_to_top, question="Rembourser?", opinion="Oui.")
    runtime.change(officer(), number, passing)
    runtime.change(officer(), number, partial(casework.answer, body="C’est remboursé."))
    assert fed(runtime)["parks 2026-11 level 3"] == 1


def test_the_worker_feeds_the_counts(runtime: Runtime):
    file(runtime)
    Worker(runtime).run_once(runtime.now())
    with runtime.reading(PORTAL) as session:
        assert measures(session) == {"parks 2026-11 received 0": 1}


def test_nothing_is_counted_twice(runtime: Runtime):
    file(runtime)
    once = fed(runtime)
    assert fed(runtime) == once


@on_both
def test_a_merge_leaves_what_was_counted_where_it_was(runtime: Runtime, clock: FixedClock):
    number = file(runtime).number
    fed(runtime)
    merge(runtime)
    runtime.change(officer("water"), number, partial(casework.answer, body="Voici."))
    counted = fed(runtime)
    assert counted["parks 2026-11 received 0"] == 1
    assert counted["water 2026-11 answered 0"] == 1
    with runtime.transaction() as session:
        in_steps = cube(session)
        reporting.rebuild(session)
        assert cube(session) == in_steps


def test_what_was_promised_at_first_is_counted_where_it_was_promised(
    runtime: Runtime, clock: FixedClock
):
    kept, late = (file(runtime, agency="desk").number for _ in range(2))
    clock.moment = TUESDAY + 3 * DAY
    for number in (kept, late):
        route(runtime, number)
    runtime.change(officer(), kept, partial(casework.answer, body="Voici."))
    clock.moment = TUESDAY + 29 * DAY
    run_clocks(runtime, clock.moment)
    runtime.change(officer(), late, partial(casework.answer, body="Voici."))
    counts = fed(runtime)
    assert counts["desk 2026-11 first_promise_kept 0"] == 1
    assert counts["desk 2026-12 first_promise_missed 0"] == 1
    assert sum(n for cell, n in counts.items() if re.match("parks .* answer_due_kept", cell)) == 2
    # Three days are late: the desk is not rid of what it had promised.
    assert counts["desk 2026-12 answer_due_missed 0"] == 1
    with runtime.transaction() as session:
        reporting.rebuild(session)
    assert fed(runtime) == counts
