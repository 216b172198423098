"""Which agency people decided on for each complaint, and what the finder had said of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.complaints.entries import Filed
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.domain.complaint import Status
from portal.domain.history import EntryKind
from portal.domain.routing import DecidedMarks
from portal.domain.text import NOT_OPENED
from portal.features.finder_evidence.records import FinderEvidenceRecord
from portal.features.finder_evidence.rules import FinderSaid
from portal.finder.decided import Decided
from portal.finder.learned.examples import Label

_C, _E, _H = ComplaintRecord, FinderEvidenceRecord, HistoryEntryRecord
_FILED = aliased(HistoryEntryRecord)
_AT_ONCE = 500

EVIDENCE_MARKS = (select(func.coalesce(func.max(_E.through), 0)).scalar_subquery(),)
"""What is another when decisions were counted anew: the last month that is."""

_ROUTED = (
    select(_H.complaint_id, func.max(_H.at).label("at"))
    .where(_H.kind == EntryKind.ROUTED.value)
    .group_by(_H.complaint_id)
    .subquery()
)
_MOMENT = func.coalesce(_ROUTED.c.at, _C.answered_at)


class Period(NamedTuple):
    """From when on, until before when, and the zone whose months count."""

    since: datetime
    until: datetime
    zone: ZoneInfo


def decided_in(session: Session, desk: str, period: Period) -> list[tuple[int, Decided]]:
    """Return what was decided last of each complaint, by its id, the newest decision first.

    That is who has it now, where the desk or a transfer handed it on; and where it was answered by
    whom its complainant chose among those that the finder proposed. What was withdrawn counts for
    nothing, and neither do parts.
    """
    rows = session.execute(
        select(_C.id, _C.agency, _C.category, _ROUTED.c.at, _C.answered_at, _FILED.facts)
        .outerjoin(_ROUTED, _ROUTED.c.complaint_id == _C.id)
        .join(_FILED, and_(_FILED.complaint_id == _C.id, _FILED.kind == EntryKind.FILED.value))
        .where(
            or_(_ROUTED.c.at.is_not(None), _C.answered_at.is_not(None)),
            period.since <= _MOMENT,
            period.until > _MOMENT,
            _C.parent_id.is_(None),
            _C.status != Status.WITHDRAWN.value,
            _C.agency != desk,
        )
        .order_by(_MOMENT.desc(), _C.id.desc())
    )
    found = []
    for complaint, agency, category, routed_at, answered_at, facts in rows:
        said = Filed.read(facts).part(FinderSaid)
        if routed_at is None and agency not in said.finder_proposed:
            continue
        month = (routed_at or answered_at).astimezone(period.zone)
        decided = Decided(
            month=month.year * 100 + month.month,
            label=Label(agency, category),
            by_people=routed_at is not None,
            proposed=said.finder_proposed,
            nobody=said.finder_nobody,
            clear=said.finder_clear,
        )
        found.append((complaint, decided))
    return found


def stories(session: Session, complaints: Collection[int]) -> Iterator[tuple[int, str]]:
    """Yield the story of each complaint that opens, by its id; nothing of it is kept."""
    every = list(complaints)
    for start in range(0, len(every), _AT_ONCE):
        some = every[start : start + _AT_ONCE]
        for complaint, story in session.execute(select(_C.id, _C.story).where(_C.id.in_(some))):
            if story != NOT_OPENED:
                yield complaint, story


def evidence_in_force(session: Session) -> list[DecidedMarks]:
    """Return what is counted of all labels."""
    rows = session.execute(
        select(_E.agency, _E.category, _E.through, _E.texts, _E.counts).order_by(
            _E.agency, _E.category
        )
    )
    return [DecidedMarks(*row) for row in rows]


def counted_through(session: Session) -> int:
    """Return the last month that is counted; 0 where nothing is."""
    return session.scalar(select(func.max(_E.through))) or 0
