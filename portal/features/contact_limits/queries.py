"""Limits on contact: what holds for the complainant of a complaint, and the agency's register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.accounts import names_of
from portal.complaints.queries.case_file import CaseRead
from portal.complaints.records.complaint import ComplaintRecord, PersonRecord
from portal.features.contact_limits.records import ContactLimitRecord
from portal.features.contact_limits.rules import LimitState

_L = ContactLimitRecord
_SHOWN_SINCE = timedelta(days=365)
_OPEN = (LimitState.PROPOSED.value, LimitState.IN_FORCE.value)


@dataclass(frozen=True, slots=True)
class ShownLimit:
    """A limit with the number of the complaint that led to it, and the name of the contact."""

    complaint_id: int
    number: str
    state: str
    means: Sequence[str]
    facts: str
    last_day: date
    proposed_at: datetime
    decided_by: int | None
    review_asked_at: datetime | None
    reviewed_at: datetime | None
    contact: str | None = None


_COLUMNS = (
    *(_L.complaint_id, ComplaintRecord.number, _L.state, _L.means, _L.facts, _L.last_day),
    *(_L.proposed_at, _L.decided_by, _L.review_asked_at, _L.reviewed_at, _L.contact_id),
)


def limits_about(session: Session, agency: str, complaint_id: int) -> list[ShownLimit]:
    """Return what is proposed or holds for a complainant in an agency.

    That is what came from this complaint, or from another of the same e-mail address.
    """
    same = select(PersonRecord.email_hash).where(
        PersonRecord.complaint_id == complaint_id, PersonRecord.email_hash.is_not(None)
    )
    theirs = or_(_L.complaint_id == complaint_id, _L.email_hash.in_(same))
    statement = (
        select(*_COLUMNS)
        .join(ComplaintRecord, ComplaintRecord.id == _L.complaint_id)
        .where(_L.agency == agency, _L.state.in_(_OPEN), theirs)
    )
    return _shown(session, session.execute(statement.order_by(_L.id)).all())


LIMITS: CaseRead[tuple[ShownLimit, ...]] = CaseRead(
    "limits",
    lambda session, complaint: tuple(limits_about(session, complaint.agency, complaint.id)),
)


def register(session: Session, agency: str, now: datetime) -> list[ShownLimit]:
    """Return the agency's limits, open ones and those of the last year, the newest first."""
    recent = or_(_L.state.in_(_OPEN), _L.ended_at >= now - _SHOWN_SINCE)
    statement = (
        select(*_COLUMNS)
        .join(ComplaintRecord, ComplaintRecord.id == _L.complaint_id)
        .where(_L.agency == agency, recent)
    )
    return _shown(session, session.execute(statement.order_by(_L.id.desc())).all())


def own_limit(session: Session, complaint_id: int) -> ShownLimit | None:
    """Return what holds, or held last, of what was decided from a complaint."""
    statement = (
        select(*_COLUMNS)
        .join(ComplaintRecord, ComplaintRecord.id == _L.complaint_id)
        .where(_L.complaint_id == complaint_id, _L.state == LimitState.IN_FORCE.value)
    )
    found = _shown(session, session.execute(statement.order_by(_L.id.desc()).limit(1)).all())
    return found[0] if found else None


def counted(limits: Sequence[ShownLimit]) -> Counter[str]:
    """Return how many limits there are in each state."""
    return Counter(one.state for one in limits)


def _shown(session: Session, rows: Sequence[Any]) -> list[ShownLimit]:
    names = names_of(session, [row.contact_id for row in rows])
    return [
        ShownLimit(
            complaint_id=row.complaint_id,
            number=row.number,
            state=row.state,
            means=row.means,
            facts=row.facts,
            last_day=row.last_day,
            proposed_at=row.proposed_at,
            decided_by=row.decided_by,
            review_asked_at=row.review_asked_at,
            reviewed_at=row.reviewed_at,
            contact=names.get(row.contact_id or 0),
        )
        for row in rows
    ]
