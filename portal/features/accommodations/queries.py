"""What was asked to be adapted: for the pages of a complaint, for lists, and to act on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from msgspec import Struct
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import CaseRead
from portal.complaints.queries.followed import FollowedRead
from portal.complaints.queries.of_complaint import all_as, belonging, columns_of
from portal.complaints.queries.work_list_rows import IDS, RowRead
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.db.reads import AnySelect, Rows
from portal.domain.time.clock import ClockKind
from portal.features.accommodations.records import AccommodationRecord
from portal.features.accommodations.rules import OPEN, State

_A, _K = AccommodationRecord, ClockRecord
ASKED_CLOCK, IN_PLACE_CLOCK = CLOCKS = (ClockKind.ACCOMMODATION, ClockKind.ACCOMMODATION_IN_PLACE)
"""By when whoever asks is answered, and by when what was granted is in place."""


class Accommodation(Struct, frozen=True):
    """One need that was asked for, and what became of it."""

    id: int
    need: str
    state: str
    asked_at: datetime
    answered_at: datetime | None
    answer_seq: int | None
    clock_id: int | None
    in_place_at: datetime | None


_OF_ONE: AnySelect = belonging(_A, columns_of(Accommodation, _A))

ASKED: CaseRead[tuple[Accommodation, ...]] = CaseRead(
    (_OF_ONE,), all_as(Accommodation), masked=lambda _rows, _masking: ()
)
"""What was asked of a complaint: nothing for whoever is not told who complains."""

OWN: FollowedRead[tuple[Accommodation, ...]] = FollowedRead((_OF_ONE,), all_as(Accommodation))
"""What was asked, for whoever asked it."""


class OwedDate(Struct, frozen=True):
    """By when something asked is owed: an answer, or what was granted."""

    kind: str
    last_day: date | None
    due_at: datetime | None
    missed_at: datetime | None


def _soonest(rows: Rows) -> dict[int, OwedDate]:
    owed = ((row[0], OwedDate(*row[1:])) for row in sorted(rows, key=lambda row: row[3]))
    soonest: dict[int, OwedDate] = {}
    for complaint_id, date_ in owed:
        soonest.setdefault(complaint_id, date_)
    return soonest


OWED: RowRead[OwedDate] = RowRead(
    (
        select(
            *(_K.id.label("by"), _K.complaint_id, _K.kind, _K.last_day, _K.due_at, _K.missed_at)
        ).where(
            _K.complaint_id.in_(IDS),
            _K.kind.in_([kind.value for kind in CLOCKS]),
            _K.met_at.is_(None),
            _K.ended_at.is_(None),
        ),
    ),
    _soonest,
)
"""By when the soonest thing asked is owed, of complaints by their `ids`."""

IS_OPEN = exists().where(
    _A.complaint_id == ComplaintRecord.id, _A.state.in_([state.value for state in OPEN])
)
"""Whether anything asked waits for an answer, or for what was granted."""


def records_in(
    session: Session, complaint_id: int, states: Collection[State] = tuple(State)
) -> Sequence[AccommodationRecord]:
    """Return what was asked of a complaint and is in one of these states, to act on it."""
    of_complaint = _A.complaint_id == complaint_id, _A.state.in_([state.value for state in states])
    return session.scalars(select(_A).where(*of_complaint).order_by(_A.id)).all()


def clocks_by_id(session: Session, ids: Collection[int]) -> Sequence[ClockRecord]:
    """Return dates by their ids."""
    return session.scalars(select(_K).where(_K.id.in_(sorted(ids))).order_by(_K.id)).all()


# What is counted.


class Counted(Struct, frozen=True):
    """One need as it is counted: in which agency, and what became of it when."""

    agency: str
    category: str
    state: str
    asked_at: datetime
    answered_at: datetime | None
    in_place_at: datetime | None


def asked_between(
    session: Session, agencies: Collection[str], since: datetime, until: datetime
) -> list[Counted]:
    """Return what was asked of agencies in a time, without what was asked for."""
    complaint = ComplaintRecord
    asked = (
        select(complaint.agency, complaint.category, _A.state, _A.asked_at)
        .add_columns(_A.answered_at, _A.in_place_at)
        .join(complaint, complaint.id == _A.complaint_id)
        .where(complaint.agency.in_(sorted(agencies)), _A.asked_at >= since, _A.asked_at < until)
        .order_by(_A.id)
    )
    return [Counted(*row) for row in session.execute(asked)]
