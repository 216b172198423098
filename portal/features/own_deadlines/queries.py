"""The deadlines of a complaint, for whoever complained, for the staff, and for the worker."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import CaseRead
from portal.complaints.queries.followed import FollowedRead
from portal.complaints.queries.of_complaint import belonging, read_of
from portal.complaints.records.complaint import ComplaintRecord
from portal.db.reads import Rows
from portal.domain.text import Text
from portal.features.own_deadlines.records import OwnDeadlineRecord
from portal.features.own_deadlines.rules import OwnDeadline, read_deadline

LOOKED_AT_ONCE = 200
"""How many complaints one run of the worker writes reminders about."""

_C, _D = ComplaintRecord, OwnDeadlineRecord
_KEPT = (_D.key, _D.content)

Deadlines = dict[str, OwnDeadline]
"""The deadlines of one complaint, each by the key of its limit."""


class SeenByStaff(Struct, frozen=True):
    """All that the staff sees of a deadline."""

    body: Text
    last_day: date


def _by_key(rows: Rows) -> Deadlines:
    known = ((key, opened(content)) for key, content in rows)
    return {key: deadline for key, deadline in known if deadline is not None}


def opened(content: Any) -> OwnDeadline | None:
    """Return a deadline as it is kept; None where what is kept does not open."""
    try:
        return read_deadline(content)
    except ValidationError:
        return None


def _seen(rows: Rows) -> tuple[SeenByStaff, ...]:
    seen = (SeenByStaff(one.body, one.last_day) for one in _by_key(rows).values())
    return tuple(sorted(seen, key=lambda one: one.last_day))


FOLLOWED: FollowedRead[Deadlines] = FollowedRead((belonging(_D, _KEPT),), _by_key)
"""The deadlines of a complaint, for whoever follows it."""

ON_CASE: CaseRead[tuple[SeenByStaff, ...]] = CaseRead((belonging(_D, _KEPT),), _seen)
"""The last days of a complaint's deadlines, the soonest first, for the staff."""


def deadlines_of(session: Session, complaint_id: int) -> Deadlines:
    """Return the deadlines of a complaint."""
    return read_of(session, FOLLOWED, complaint_id)


def rows_of_complaint(session: Session, complaint_id: int) -> Sequence[OwnDeadlineRecord]:
    """Return the rows of a complaint that is held, in the order in which they began."""
    statement = select(_D).where(_D.complaint_id == complaint_id).order_by(_D.id)
    return session.scalars(statement.execution_options(populate_existing=True)).all()


def to_recall(session: Session, now: datetime) -> list[str]:
    """Return the numbers of complaints with a reminder that is due, the longest due first."""
    due = (_D.recall_at.is_not(None), _D.recall_at <= now)
    statement = select(_C.number).join(_D, _D.complaint_id == _C.id).where(*due)
    ordered = statement.order_by(_D.recall_at, _D.id).limit(LOOKED_AT_ONCE)
    return list(dict.fromkeys(session.scalars(ordered)))
