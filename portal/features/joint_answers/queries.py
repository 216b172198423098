"""Parts of a complaint that other agencies answer: as whoever asked, or is asked, may see them.

Of what another agency has, these few columns are all that leaves it: the part itself is narrowed to
whoever sees either side, and what joins it here is a table of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import CaseRead
from portal.complaints.queries.case_rows import Heading
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord, PersonRecord
from portal.complaints.records.message import AttachmentRecord
from portal.complaints.records.people import UserRecord
from portal.db.row_filter import FOR_DELIVERY, as_the_portal
from portal.domain.complaint import Status
from portal.domain.time.clock import ANSWERING, ClockKind
from portal.features.joint_answers.records import PartRecord
from portal.features.joint_answers.rules import Shared

_P, _C = PartRecord, ComplaintRecord
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


COMPLAINANT = "complainant"
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
    number, agency, asked, agreed, *state = row
    return Whole(number, agency, asked, _tuple(agreed) or (), *state)


def _whole(session: Session, complaint: Heading) -> Whole | None:
    return whole_of(session, complaint.id) if complaint.parent_id is not None else None


def _withheld_from_part(whole: Whole | None) -> Collection[str]:
    return {"messages", *Shared}.difference(whole.agreed) if whole is not None else ()


PARTS: CaseRead[tuple[Part, ...]] = CaseRead(
    "parts",
    lambda session, complaint: parts_of(session, complaint.id),
    # What the people of the parts' agencies are written is with them alone.
    withheld=lambda parts: ("messages",) if parts else (),
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


# The rows that use cases look at and hold.


def count_parts(session: Session, complaint_id: int) -> int:
    """Return how many parts of a complaint were asked for, whatever became of them."""
    return session.scalar(select(func.count()).where(_P.complaint_id == complaint_id)) or 0


def is_awaited_of(session: Session, complaint_id: int, agency: str) -> bool:
    """Tell whether an agency still owes its answer to a part of a complaint."""
    owed = (_P.answered_at.is_(None), _P.ended_at.is_(None))
    of_agency = select(_P.id).where(_P.complaint_id == complaint_id, _P.agency == agency, *owed)
    return session.scalar(of_agency.limit(1)) is not None


def wholes_among(session: Session, complaint_ids: Collection[int]) -> list[int]:
    """Return which of these complaints have parts."""
    return list(
        session.scalars(
            select(_P.complaint_id).where(_P.complaint_id.in_(complaint_ids)).distinct()
        )
    )


def part_record(session: Session, complaint_id: int, part_id: int) -> PartRecord | None:
    """Return a part of a complaint."""
    return session.scalar(select(_P).where(_P.id == part_id, _P.complaint_id == complaint_id))


def part_of_clock(session: Session, clock_id: int) -> PartRecord | None:
    """Return the part whose time to choose a clock is, as long as it waits."""
    waiting = (_P.begun_at.is_(None), _P.ended_at.is_(None))
    return session.scalar(select(_P).where(_P.clock_id == clock_id, *waiting))


def waiting_part(
    session: Session, complaint_id: int, which: ColumnElement[bool]
) -> PartRecord | None:
    """Hold a part of a complaint that has not begun, and may still begin."""
    waiting = (_P.begun_at.is_(None), _P.ended_at.is_(None))
    chosen = select(_P).where(_P.complaint_id == complaint_id, which, *waiting)
    return session.scalar(chosen.with_for_update())


def parts_not_begun(session: Session, complaint_id: int) -> Sequence[PartRecord]:
    """Return the parts of a complaint that no agency has yet, ended or not."""
    mine = (_P.complaint_id == complaint_id, _P.begun_at.is_(None))
    return session.scalars(select(_P).where(*mine)).all()


def held_part(session: Session, which: ColumnElement[bool]) -> PartRecord | None:
    """Hold a part, as it is now."""
    statement = select(_P).where(which).with_for_update()
    return session.scalar(statement.execution_options(populate_existing=True))


IS_JOINT = or_(_C.parent_id.is_not(None), exists().where(_P.complaint_id == _C.id))
"""Whether a complaint is a part, or parts of it were asked of other agencies."""


def held_parts(session: Session, complaint_id: int) -> Sequence[PartRecord]:
    """Hold every part of a complaint, in order."""
    mine = select(_P).where(_P.complaint_id == complaint_id).order_by(_P.id)
    return session.scalars(mine.with_for_update()).all()


def held_elsewhere(session: Session, complaint_id: int) -> ComplaintRecord | None:
    """Hold the complaint that a part is at its agency, as it is now, whoever acts."""
    statement = select(_C).where(_C.id == complaint_id).with_for_update()
    with as_the_portal(session):
        return session.scalar(statement.execution_options(populate_existing=True))


def held_part_of(session: Session, complaint_id: int, part_id: int) -> ComplaintRecord | None:
    """Hold the complaint that a part is at its agency, for its complainant."""
    chosen = (
        select(_C)
        .join(_P, _P.part_id == _C.id)
        .where(_P.id == part_id, _P.complaint_id == complaint_id)
    )
    return session.scalar(chosen.with_for_update(of=_C))


def held_parts_of(session: Session, complaint_id: int) -> Sequence[ComplaintRecord]:
    """Hold the complaints that the parts of one are at their agencies, in order."""
    parts = select(_C).where(_C.parent_id == complaint_id).order_by(_C.id)
    return session.scalars(parts.with_for_update()).all()


def begun_parts_of(
    session: Session, complaint_id: int
) -> list[tuple[ComplaintRecord, tuple[str, ...]]]:
    """Return the parts that agencies have and were not called off, each with what it may read."""
    chosen = (
        select(_C, _P.agreed)
        .join(_P, _P.part_id == _C.id)
        .where(_P.complaint_id == complaint_id, _P.ended_at.is_(None))
        .order_by(_P.id)
    )
    return [(theirs, _tuple(agreed) or ()) for theirs, agreed in session.execute(chosen)]


def whole_to_write_to(session: Session, part: PartRecord) -> ComplaintRecord:
    """Return the complaint of a part, to write to whoever handles it.

    The agency of the part reads nothing of it.
    """
    chosen = select(_C).where(_C.id == part.complaint_id)
    return session.scalars(chosen.execution_options(**{FOR_DELIVERY: True})).one()


def is_given(session: Session, part_id: int) -> bool:
    """Tell whether the complainant has an agency's answer to its part."""
    return session.scalar(select(_P.given_at).where(_P.part_id == part_id)) is not None


def has_time_to_ask_again(session: Session, part_id: int) -> bool:
    """Tell whether a part has, or had, a time of its own in which its review may be asked for."""
    clock = ClockRecord
    own = (clock.complaint_id == part_id, clock.kind == ClockKind.REOPENING.value)
    return session.scalar(select(clock.id).where(*own).limit(1)) is not None


def people_to_share(session: Session, complaint_id: int) -> Sequence[PersonRecord]:
    """Return the people of a complaint, the complainant first and whole.

    Whatever of them the agency that has it may read: they said what this other one reads.
    """
    chosen = select(PersonRecord).where(PersonRecord.complaint_id == complaint_id)
    whole = chosen.order_by(PersonRecord.id).execution_options(**{FOR_DELIVERY: True})
    return session.scalars(whole).all()


def documents_to_share(session: Session, complaint_id: int) -> Sequence[AttachmentRecord]:
    """Return the documents that the complainant sent, whole."""
    document = AttachmentRecord
    mine = select(document).where(document.complaint_id == complaint_id, document.from_citizen)
    whole = mine.order_by(document.id).execution_options(**{FOR_DELIVERY: True})
    return session.scalars(whole).all()


def complainants_of(session: Session, complaint_ids: Collection[int]) -> Sequence[PersonRecord]:
    """Return who complains in each of these, as their agencies may read it."""
    of_these = PersonRecord.complaint_id.in_(complaint_ids)
    mine = select(PersonRecord).where(of_these, PersonRecord.role == COMPLAINANT)
    return session.scalars(mine).all()
