"""The complaints of the past as they were told, to be replayed under other settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.complaint import Channel, Draft, FiledFor

_C = ComplaintRecord
# What was asked of an agency as its part of another’s complaint was never filed with it.
_IS_WHOLE = _C.parent_id.is_(None)
_COLUMNS = (
    *(_C.id, _C.number, _C.category, _C.language, _C.filed_for, _C.channel, _C.received_at),
    *(_C.answers, _C.story),
)


@dataclass(frozen=True, slots=True)
class PastComplaint:
    """What was said in a complaint, and when it was received."""

    id: int
    number: str
    told: Draft
    received_at: datetime
    wish: str = ""


def past_complaints(
    session: Session, agency: str, after_id: int, at_most: int
) -> Sequence[PastComplaint]:
    """Return an agency's next complaints after `after_id`, in the order they came."""
    theirs = (_C.agency == agency, _C.id > after_id, _IS_WHOLE)
    rows = session.execute(select(*_COLUMNS).where(*theirs).order_by(_C.id).limit(at_most))
    return [_past(row) for row in rows]


def newest_complaints(session: Session, agency: str, at_most: int) -> Sequence[PastComplaint]:
    """Return an agency's newest complaints, the newest first."""
    theirs = select(*_COLUMNS).where(_C.agency == agency, _IS_WHOLE)
    return [_past(row) for row in session.execute(theirs.order_by(_C.id.desc()).limit(at_most))]


def count_past(session: Session, agency: str) -> int:
    """Count an agency's complaints, open and closed."""
    return session.scalar(select(func.count()).where(_C.agency == agency, _IS_WHOLE)) or 0


def _past(row: Any) -> PastComplaint:
    answers = row.answers or {}
    told = Draft(
        category=row.category,
        story=row.story,
        language="en" if row.language == "en" else "fr",
        answers=answers.get("given", {}),
        filed_for=FiledFor(row.filed_for),
        channel=Channel(row.channel),
        received_at=row.received_at,
    )
    wish = answers.get("wish") or ""
    return PastComplaint(row.id, row.number, told, row.received_at, wish)
