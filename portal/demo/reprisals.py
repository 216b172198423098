"""Invented reports of reprisals: the newest complaint in progress of some agencies has one."""

from __future__ import annotations

from functools import partial

from sqlalchemy import func, select

from portal.complaints.records.complaint import ComplaintRecord
from portal.demo.stories import reprisal
from portal.domain.actor import PORTAL, complainant
from portal.features.reprisals.actions import report
from portal.runtime import Runtime

_ONE_AGENCY_IN = 3


def report_some(runtime: Runtime) -> int:
    """Report reprisals in one agency in three; return how many reports."""
    newest = (
        select(func.max(ComplaintRecord.id))
        .where(ComplaintRecord.is_open)
        .group_by(ComplaintRecord.agency)
    )
    chosen = select(ComplaintRecord.id, ComplaintRecord.number, ComplaintRecord.language)
    with runtime.reading(PORTAL) as session:
        complaints = session.execute(
            chosen.where(ComplaintRecord.id.in_(newest)).order_by(ComplaintRecord.agency)
        ).all()
    chosen_complaints = complaints[::_ONE_AGENCY_IN]
    for complaint_id, number, language in chosen_complaints:
        act = partial(report, body=reprisal("en" if language == "en" else "fr"))
        runtime.change(complainant(complaint_id), number, act)
    return len(chosen_complaints)
