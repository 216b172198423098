"""Parts of a complaint that other agencies answer: as whoever asked, or is asked, may see them.

Of what another agency has, these few columns are all that leaves it: the part itself is narrowed to
whoever sees either side, and what joins it here is a table of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import CaseRead
from portal.complaints.queries.case_rows import Heading
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.people import UserRecord
from portal.domain.complaint import Status
from portal.domain.time.clock import ANSWERING
from portal.features.joint_answers.records import PartRecord
from portal.features.joint_answers.rules import Shared

_P = PartRecord
_THEIRS = ComplaintRecord.__table__.alias("theirs")
_CHOICE = ClockRecord.__table__.alias("choice")
_DATES = ClockRecord.__table__.alias("dates")
_WHOLE = ComplaintRecord.__table__.alias("whole")


@dataclass(frozen=True, slots=True)
class PartDate:
    """The running promise of a part's answer; without a day it waits, or stands still."""

    due_at: datetime | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part that an agency was asked for, where it stands there, and what was handed in."""

    id: int
    complaint_id: int | None
    number: str
    agency: str
    asked: str
    asked_at: datetime
    history_seq: int
    agreed: tuple[str, ...] | None
    begun_at: datetime | None
    ended_at: datetime | None
    answer: str | None
    answered_at: datetime | None
    announced_at: datetime | None
    given_at: datetime | None
    called_off: str | None
    declined: str | None
    declined_at: datetime | None
    choose_until: date | None
    status: str | None
    level: int | None
    late_since: datetime | None
    taken_in_charge_at: datetime | None
    release_id: int | None
    officer: str | None
    phone: str | None
    date: PartDate | None = None

    @property
    def waits_for_choice(self) -> bool:
        """Tell whether the complainant may still choose what the agency reads first."""
        return self.begun_at is None and self.ended_at is None

    @property
    def is_awaited(self) -> bool:
        """Tell whether the agency's answer to it is still to come."""
        return self.answered_at is None and self.ended_at is None and self.status != _WITHDRAWN

    @property
    def is_late(self) -> bool:
        """Tell whether a day promised for it passed, and it is still awaited, or its review is."""
        return (self.is_awaited or self.is_reviewed) and self.late_since is not None

    @property
    def is_reviewed(self) -> bool:
        """Tell whether somebody else looks at an answer that the complainant was given."""
        return self.given_at is not None and self.status in _REVIEWED

    @property
    def may_be_written_to(self) -> bool:
        """Tell whether the agency has it, so that a message reaches somebody."""
        return self.begun_at is not None and self.status != _WITHDRAWN


@dataclass(frozen=True, slots=True)
class Whole:
    """The complaint that a part belongs to: its number, and whoever has it now."""

    number: str
    agency: str
    asked: str
    agreed: tuple[str, ...]
    given_at: datetime | None
    announced_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    called_off: str | None
    declined: str | None

    @property
    def is_awaited(self) -> bool:
        """Tell whether the answer of the agency that has the part is still to come."""
        return self.answered_at is None and self.ended_at is None


_WITHDRAWN = Status.WITHDRAWN.value
_REVIEWED = (Status.UNDER_REVIEW.value, Status.WAITING.value)
# Whoever took the place of the agency that was asked has the part by now.
_AGENCY = func.coalesce(_THEIRS.c.agency, _P.agency)
_COLUMNS = (
    *(_P.id, _P.part_id, _P.number, _AGENCY, _P.asked, _P.asked_at, _P.history_seq, _P.agreed),
    *(_P.begun_at, _P.ended_at, _P.answer, _P.answered_at, _P.announced_at, _P.given_at),
    *(_P.called_off, _P.declined, _P.declined_at),
    _CHOICE.c.last_day,
    *(_THEIRS.c.status, _THEIRS.c.level, _THEIRS.c.late_since, _THEIRS.c.taken_in_charge_at),
    *(_THEIRS.c.release_id, UserRecord.name, UserRecord.phone),
)

_OF_WHOLE = (
    *(_P.given_at, _P.announced_at, _P.answered_at, _P.ended_at),
    *(_P.called_off, _P.declined),
)


def parts_of(session: Session, complaint_id: int) -> tuple[Part, ...]:
    """Return the parts of a complaint in the order in which they were asked for (two queries)."""
    statement = (
        select(*_COLUMNS)
        .outerjoin(_THEIRS, _THEIRS.c.id == _P.part_id)
        .outerjoin(_CHOICE, _CHOICE.c.id == _P.clock_id)
        .outerjoin(UserRecord, (UserRecord.id == _THEIRS.c.assignee_id) & UserRecord.is_active)
        .where(_P.complaint_id == complaint_id)
        .order_by(_P.id)
    )
    rows: Sequence[Any] = session.execute(statement).all()
    dates = _dates(session, [row.part_id for row in rows if row.part_id is not None])
    return tuple(_part(row, dates) for row in rows)


def whole_of(session: Session, part_id: int) -> Whole | None:
    """Return what a part belongs to, as the agency that has the part may know it; else None."""
    columns = (_WHOLE.c.number, _WHOLE.c.agency, _P.asked, _P.agreed)
    statement = select(*columns, *_OF_WHOLE).join(_WHOLE, _WHOLE.c.id == _P.complaint_id)
    row = session.execute(statement.where(_P.part_id == part_id)).one_or_none()
    if row is None:
        return None
    number, agency, asked, agreed, *said = row
    return Whole(number, agency, asked, _tuple(agreed) or (), *said)


def _whole(session: Session, complaint: Heading) -> Whole | None:
    return whole_of(session, complaint.id) if complaint.parent_id is not None else None


def _withheld_elsewhere(parts: Collection[Part]) -> Collection[str]:
    """Return what is with the agencies of the parts alone: what their people are written."""
    return ("messages",) if parts else ()


def _withheld_from_part(whole: Whole | None) -> Collection[str]:
    if whole is None:
        return ()
    return {"messages", *Shared}.difference(whole.agreed)


PARTS: CaseRead[tuple[Part, ...]] = CaseRead(
    "parts",
    lambda session, complaint: parts_of(session, complaint.id),
    withheld=_withheld_elsewhere,
)
WHOLE: CaseRead[Whole | None] = CaseRead("whole", _whole, withheld=_withheld_from_part)


def _part(row: Any, dates: Mapping[int, PartDate]) -> Part:
    *before, agreed = row[:8]
    return Part(*(*before, _tuple(agreed), *row[8:], dates.get(row.part_id)))


def _dates(session: Session, ids: Collection[int]) -> dict[int, PartDate]:
    if not ids:
        return {}
    rows = session.execute(
        select(_DATES.c.complaint_id, _DATES.c.due_at, _DATES.c.last_day)
        .where(
            _DATES.c.complaint_id.in_(ids),
            _DATES.c.kind.in_([kind.value for kind in ANSWERING]),
            _DATES.c.pending,
        )
        .order_by(_DATES.c.id)
    )
    return {row[0]: PartDate(row[1], row[2]) for row in rows}


def _tuple(agreed: list[str] | None) -> tuple[str, ...] | None:
    return None if agreed is None else tuple(agreed)
