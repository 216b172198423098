"""A demonstration has answers on their way, where an agency has them read."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from sqlalchemy import func, select

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HeldMessageRecord, HistoryEntryRecord
from portal.demo.colleagues import answer_some, ask_some
from portal.demo.complaints import make_complaints
from portal.demo.people import add_staff
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.complaints.cases import history_holds, ruled_by


def test_one_waits_for_a_reader_one_came_back_and_one_complaint_is_settled(runtime: Runtime):
    ruled_by(runtime, second_reader={"answers": "always"})
    add_staff(runtime)
    make_complaints(runtime, 200, seed=7)
    with runtime.reading(PORTAL) as session:
        closed = select(func.count()).where(ComplaintRecord.finding == "settled")
        before = session.scalar(closed)
    assert answer_some(runtime, seed=7) == 3
    with runtime.reading(PORTAL) as session:
        waiting = session.scalars(select(HeldMessageRecord.waiting)).all()
        assert sorted(waiting) == ["author", "reader"]
        assert session.scalar(closed) == before + 1
    assert history_holds(runtime)


def test_an_agency_without_complaints_that_are_read_gets_them(runtime: Runtime):
    ruled_by(runtime, second_reader={"answers": "categories", "categories": ["welcome"]})
    add_staff(runtime)
    assert answer_some(runtime, seed=7) == 2
    with runtime.reading(PORTAL) as session:
        waiting = session.scalars(select(HeldMessageRecord.waiting)).all()
        assert sorted(waiting) == ["author", "reader"]
        assert set(session.scalars(select(ComplaintRecord.category))) == {"welcome"}


def test_nothing_is_on_its_way_where_no_agency_has_answers_read(runtime: Runtime):
    add_staff(runtime)
    make_complaints(runtime, 20, seed=7)
    assert answer_some(runtime, seed=7) == 0


def test_what_is_asked_inside_is_asked_after_all_that_happened_before(runtime: Runtime):
    make_complaints(runtime, 600, seed=7)
    add_staff(runtime)
    assert ask_some(runtime) > 0
    entry = HistoryEntryRecord
    with runtime.reading(PORTAL) as session:
        entries = session.execute(select(entry.complaint_id, entry.at).order_by(entry.seq)).all()
    moments: dict[int, list[datetime]] = defaultdict(list)
    for complaint_id, at in entries:
        moments[complaint_id].append(at)
    assert [id_ for id_, at in moments.items() if at != sorted(at)] == []
