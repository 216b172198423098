"""Invented exceptions: somebody named, something urgent, contact limited, reprisals reported."""

from __future__ import annotations

from functools import partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.complaints.handling.following import write_message
from portal.complaints.records.complaint import ComplaintRecord
from portal.demo import stories
from portal.demo.people import holder_of_role
from portal.domain.actor import PORTAL, complainant
from portal.domain.complaint import Status
from portal.domain.role import Role
from portal.domain.text import Language
from portal.domain.time.promise import Allowance
from portal.features.contact_limits import actions as limits
from portal.features.contact_limits.actions import Limit
from portal.features.contact_limits.rules import Means
from portal.features.reprisals.actions import apart, report
from portal.features.urgency import actions as urgency
from portal.runtime import Act, Runtime

_FIRST, _ONE_AGENCY_IN = 2, 3
_IN_PROGRESS = (Status.TAKEN_IN_CHARGE.value, Status.UNDER_REVIEW.value)
_Complaint = tuple[int, str]


def make_exceptions(runtime: Runtime, first: int = _FIRST) -> int:
    """Let what is rare happen in one agency in three, from the `first`; return in how many."""
    agencies = list(runtime.agencies)[first::_ONE_AGENCY_IN]
    return sum(_happen_in(runtime, agency) for agency in agencies)


def _happen_in(runtime: Runtime, agency: Agency) -> bool:
    with runtime.reading(PORTAL) as session:
        complaints = _in_progress(session, agency.code)
    officer = holder_of_role(runtime, agency.code, Role.OFFICER)
    head = holder_of_role(runtime, agency.code, Role.HEAD)
    if officer is None or head is None or len(complaints) < 5:
        return False
    named, looks, urgent, proposed, limited = complaints
    language = agency.settings.agency.languages[0]
    _write(runtime, named, stories.naming(officer.name, language))
    _write(runtime, looks, stories.NEED.in_(language))
    why = partial(urgency.confirm, why=stories.NEED.in_(language))
    runtime.change(officer, urgent[1], why)
    runtime.change(officer, proposed[1], _limiting(agency, language))
    runtime.change(head, limited[1], _limiting(agency, language))
    asked = partial(limits.ask_review, why=stories.WHY_REVIEW_LIMIT.in_(language))
    runtime.change(complainant(limited[0]), limited[1], asked)
    return True


def _limiting(agency: Agency, language: Language) -> Act[None]:
    unit = agency.configured.longest_limit.allowance.unit
    limit = Limit(
        (Means.WRITTEN, Means.WEEKLY), stories.TOO_MANY_CALLS.in_(language), Allowance(2, unit)
    )
    return partial(limits.limit_contact, limit=limit)


def _write(runtime: Runtime, complaint: _Complaint, body: str) -> None:
    complaint_id, number = complaint
    runtime.change(complainant(complaint_id), number, partial(write_message, body=body, once=None))


def _in_progress(session: Session, agency: str) -> list[_Complaint]:
    statement = (
        select(ComplaintRecord.id, ComplaintRecord.number)
        .where(
            ComplaintRecord.agency == agency,
            ComplaintRecord.status.in_(_IN_PROGRESS),
            ComplaintRecord.level == 1,
        )
        .order_by(ComplaintRecord.id.desc())
        .limit(5)
    )
    return [(row.id, row.number) for row in session.execute(statement)]


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
        act = partial(report, body=stories.REPRISAL.in_(language))
        apart(runtime, complainant(complaint_id), number, act)
    return len(chosen_complaints)
