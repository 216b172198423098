"""Decisions are counted once a month, as they stand, in rows that lead back to no complaint."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import inspect, select

from portal.complaints.handling import casework
from portal.complaints.handling.following import withdraw
from portal.domain.actor import PORTAL, complainant
from portal.domain.routing import DecidedMarks
from portal.features.finder_evidence import actions
from portal.features.finder_evidence.actions import Counting, count_decisions, period_of
from portal.features.finder_evidence.queries import decided_in, evidence_in_force
from portal.features.finder_evidence.records import FinderEvidenceRecord
from portal.features.finder_evidence.rules import FinderSaid, month_before, months_later
from portal.finder.decided import Decided
from portal.finder.evidence import LEAST_TEXTS, buckets_of
from portal.finder.learned.examples import Label
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, last
from tests.features.transfers.transferred import DESK, route, transferred
from tests.pages.citizen.journeys import number_in, sent
from tests.support import FixedClock, file, officer, on_both

STORY = "La conduite fuit sous la piste du sentier."
DECEMBER, JANUARY = datetime(2026, 12, 1, 15, tzinfo=UTC), datetime(2027, 1, 4, 15, tzinfo=UTC)
SAID = FinderSaid(("parks", "water"), finder_clear=True)


def routed(runtime: Runtime, number: int = LEAST_TEXTS) -> list[str]:
    """Return complaints that the desk handed to the water board."""
    numbers = [file(runtime, "desk", STORY, parts=(SAID,)).number for _ in range(number)]
    for one in numbers:
        route(runtime, one, "water")
    return numbers


def counts(runtime: Runtime) -> list[DecidedMarks]:
    return runtime.read(PORTAL, evidence_in_force)


def decisions(runtime: Runtime) -> list[Decided]:
    with runtime.reading(PORTAL) as session:
        return [one for _, one in decided_in(session, "desk", period_of(runtime, 202601, 202712))]


@on_both
def test_what_the_desk_decided_is_counted_once_its_month_is_over(
    runtime: Runtime, clock: FixedClock
):
    routed(runtime)
    assert count_decisions(runtime, clock.moment) == 0
    clock.moment = DECEMBER
    assert count_decisions(runtime, DECEMBER) == LEAST_TEXTS
    (marks,) = counts(runtime)
    assert (marks.agency, marks.category, marks.through) == ("water", "bill", 202611)
    assert {b for b, n in enumerate(marks.counts) if n} == buckets_of(STORY, runtime.evidence_key)
    assert runtime.agencies.in_force.decided == (marks,)


def test_it_is_counted_once_however_often_the_worker_comes_and_begins(
    runtime: Runtime, clock: FixedClock
):
    routed(runtime)
    clock.moment = DECEMBER
    first = Counting(runtime)
    assert [first.count(DECEMBER), first.count(DECEMBER)] == [LEAST_TEXTS, 0]
    before = counts(runtime)
    assert Counting(runtime).count(DECEMBER) == 0
    assert counts(runtime) == before


def test_a_crash_leaves_what_was_counted_and_the_next_run_counts_it(
    runtime: Runtime, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
):
    routed(runtime)
    clock.moment = DECEMBER
    count_decisions(runtime, DECEMBER)
    before = counts(runtime)
    counting = Counting(runtime)
    monkeypatch.setattr(actions, "insert", None)
    with pytest.raises(TypeError):
        counting.count(JANUARY)
    monkeypatch.undo()
    assert counts(runtime) == before
    assert counting.count(JANUARY) == LEAST_TEXTS
    assert [one.through for one in counts(runtime)] == [202612]


@on_both
def test_one_that_is_handed_back_counts_where_it_is_now(runtime: Runtime, clock: FixedClock):
    numbers = routed(runtime, LEAST_TEXTS + 1)
    transferred(runtime, numbers[0], "parks")
    assert {one.label.agency for one in decisions(runtime)} == {"water", "parks"}
    clock.moment = DECEMBER
    count_decisions(runtime, DECEMBER)
    (before,) = counts(runtime)
    transferred(runtime, numbers[1], "parks")
    clock.moment = JANUARY
    count_decisions(runtime, JANUARY)
    assert before.texts == 2 * LEAST_TEXTS
    assert counts(runtime) == []


def test_what_is_withdrawn_counts_for_nothing(runtime: Runtime, clock: FixedClock):
    numbers = routed(runtime)
    clock.moment = DECEMBER
    count_decisions(runtime, DECEMBER)
    owner = complainant(complaint(runtime, numbers[0]).id)
    runtime.change(owner, numbers[0], withdraw)
    clock.moment = JANUARY
    count_decisions(runtime, JANUARY)
    assert counts(runtime) == []


def test_an_answer_of_whom_its_person_chose_among_those_proposed_confirms_it(runtime: Runtime):
    chosen, other = (
        file(runtime, parts=(FinderSaid(proposed),)).number
        for proposed in (("water", "parks"), ("water",))
    )
    for number in (chosen, other, file(runtime).number):
        act(runtime, number, casework.answer, body="Le sentier est ouvert.")
    (one,) = decisions(runtime)
    assert (one.by_people, one.is_first, one.is_among) == (False, False, True)


def test_a_transfer_that_its_person_agreed_to_is_decided_by_people(runtime: Runtime):
    number = file(runtime, parts=(SAID,)).number
    assert decisions(runtime) == []
    transferred(runtime, number, "water")
    assert decisions(runtime) == [
        Decided(202611, Label("water", "bill"), True, ("parks", "water"), clear=True)
    ]


def test_the_first_entry_tells_what_the_finder_said(client: FlaskClient, runtime: Runtime):
    number = number_in(sent(client))
    told = FinderSaid.read(last(runtime, number, "filed").facts)
    assert told.finder_proposed[:1] == ("parks",)
    without = last(runtime, file(runtime).number, "filed").facts
    assert not [name for name in without if name.startswith("finder")]


def test_no_row_belongs_to_a_complaint_or_a_day(runtime: Runtime, clock: FixedClock):
    columns = {column.key for column in inspect(FinderEvidenceRecord).columns}
    assert columns == {"agency", "category", "through", "texts", "counts"}
    assert not FinderEvidenceRecord.__table__.foreign_keys
    routed(runtime, LEAST_TEXTS + 3)
    count_decisions(runtime, DECEMBER)
    with runtime.reading(PORTAL) as session:
        (row,) = session.scalars(select(FinderEvidenceRecord))
    assert (row.through, row.texts % 10) == (202611, 0)


def test_fewer_than_ten_leave_no_row_and_are_asked_for_once_a_month(
    runtime: Runtime, clock: FixedClock
):
    routed(runtime, LEAST_TEXTS - 1)
    counting = Counting(runtime)
    assert counting.count(DECEMBER) == LEAST_TEXTS - 1
    assert counts(runtime) == []
    assert counting.count(DECEMBER) == 0


def test_months_are_counted_over_the_turn_of_a_year():
    assert month_before(datetime(2027, 1, 1, tzinfo=UTC).date()) == 202612
    assert [months_later(202612, 1), months_later(202701, -1)] == [202701, 202612]
    assert months_later(202611, -23) == 202412


def test_nobody_but_the_portal_reads_it(runtime: Runtime, clock: FixedClock):
    routed(runtime)
    count_decisions(runtime, DECEMBER)
    for actor in (officer("water"), DESK, complainant(1)):
        assert runtime.read(actor, evidence_in_force) == []
