"""Invented lives are as sound as real ones: chains hold, and some complaints are taken up again."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from plugins import sante
from portal.agencies.agency import Agency
from portal.agencies.settings.reader import read_folder
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.demo.complaints import make_complaints
from portal.demo.lives import Ways
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.complaints.cases import clocks, history_holds, messages


def test_some_invented_complaints_are_taken_up_again_and_every_chain_holds(runtime: Runtime):
    make_complaints(runtime, 600, seed=7)
    with runtime.reading(PORTAL) as session:
        reopened = session.scalars(
            select(ComplaintRecord)
            .join(HistoryEntryRecord, HistoryEntryRecord.complaint_id == ComplaintRecord.id)
            .where(HistoryEntryRecord.kind == "reopened")
        ).all()
        windows = session.scalars(
            select(ClockRecord).where(ClockRecord.kind == "reopening", ClockRecord.pending)
        ).all()
    assert reopened
    for one in reopened:
        assert (one.status, one.is_open, one.level, one.late_since) == (
            "under_review",
            True,
            1,
            None,
        )
        assert clocks(runtime, one.number, "answer")[-1].pending
        kinds = [message.kind for message in messages(runtime, one.number)]
        assert kinds == ["answer", "conclusion", "again"]
    assert windows
    assert all(one.due_at and one.due_at > runtime.now() for one in windows)
    assert history_holds(runtime)


def test_an_answer_names_no_day_that_a_recourse_has_for_another_complaint():
    folder = Path(__file__).parents[2] / "agency_configs"
    health = Agency(read_folder(folder).agencies["sante"], plugin=sante)
    care = next(iter(health.every_category().values()))
    deadlines = [recourse.deadline.fr for recourse in Ways(health, care).recourses]
    assert any("46e jour" in deadline for deadline in deadlines)
    assert not any("2026" in deadline for deadline in deadlines)
