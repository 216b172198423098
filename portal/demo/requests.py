"""Invented requests for information: in some agencies one waits, one is late, one is answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.complaints.accounts import actor_of
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.people import MembershipRecord, UserRecord
from portal.demo.stories import information, question_inside
from portal.domain.actor import PORTAL, Actor
from portal.domain.complaint import Status
from portal.domain.text import Language
from portal.features.information_requests.actions import ask, give
from portal.features.information_requests.records import InformationRequestRecord
from portal.features.information_requests.rules import BY_DEFAULT, Asked
from portal.runtime import Runtime

_ONE_AGENCY_IN = 3
_LONG_AGO = timedelta(days=21)
_IN_PROGRESS = [Status.TAKEN_IN_CHARGE.value, Status.UNDER_REVIEW.value]


def ask_some(runtime: Runtime) -> int:
    """Ask whoever holds the second level of one agency in three; return how many requests."""
    agencies = [agency for agency in runtime.agencies if len(agency.settings.escalation) > 1]
    return sum(_ask_in(runtime, agency) for agency in agencies[1::_ONE_AGENCY_IN])


def _ask_in(runtime: Runtime, agency: Agency) -> int:
    """Ask about the oldest complaint in progress long ago, and about the two newest today."""
    first, second = (step.to for step in agency.settings.escalation[:2])
    now = runtime.now()
    with runtime.reading(PORTAL) as session:
        complaints = _in_progress(session, agency.code)
        officer = _holder(session, agency.code, first, now)
        asked = _holder(session, agency.code, second, now)
    if officer is None or asked is None or len(complaints) < _ONE_AGENCY_IN:
        return 0
    (oldest, since), *_, (last, _), (newest, _) = complaints
    _ask(runtime, agency, officer, second, oldest, max(since, now - _LONG_AGO))
    _ask(runtime, agency, officer, second, last, now)
    _ask(runtime, agency, officer, second, newest, now)
    with runtime.reading(PORTAL) as session:
        of_newest = InformationRequestRecord.number == newest
        request_id = session.scalars(select(InformationRequestRecord.id).where(of_newest)).one()
    answer = partial(give, request_id=request_id, body=information(_language(agency)), by=asked)
    runtime.change(PORTAL, newest, answer)
    return _ONE_AGENCY_IN


def _ask(
    runtime: Runtime, agency: Agency, officer: Actor, post: str, number: str, at: datetime
) -> None:
    with runtime.reading(PORTAL) as session:
        chosen = select(ComplaintRecord.category).where(ComplaintRecord.number == number)
        category = session.scalars(chosen).one()
    asking = partial(
        ask,
        asked=Asked(post=post),
        question=question_inside(_language(agency)),
        within=agency.configured.information_promise(category).allowance,
        released=BY_DEFAULT,
    )
    runtime.change(officer, number, asking, now=at)


def _language(agency: Agency) -> Language:
    return agency.settings.agency.languages[0]


def _in_progress(session: Session, agency: str) -> list[tuple[str, datetime]]:
    statement = (
        select(ComplaintRecord.number, ComplaintRecord.received_at)
        .where(
            ComplaintRecord.agency == agency,
            ComplaintRecord.status.in_(_IN_PROGRESS),
            ComplaintRecord.reprisal_due_at.is_(None),
        )
        .order_by(ComplaintRecord.received_at)
    )
    return [(row.number, row.received_at) for row in session.execute(statement)]


def _holder(session: Session, agency: str, post: str, now: datetime) -> Actor | None:
    user = session.scalars(
        select(UserRecord)
        .join(MembershipRecord)
        .where(MembershipRecord.agency == agency, MembershipRecord.post == post)
        .order_by(UserRecord.id)
        .limit(1)
    ).first()
    return None if user is None else actor_of(session, user, now)
