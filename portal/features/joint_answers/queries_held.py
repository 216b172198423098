"""Parts as use cases look at them and hold them, and what of a complaint is shared with one."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import (
    COMPLAINANT,
    ClockRecord,
    ComplaintRecord,
    IssueRecord,
    PersonRecord,
)
from portal.complaints.records.message import AttachmentRecord
from portal.db.row_filter import FOR_DELIVERY, as_the_portal
from portal.domain.time.clock import ClockKind
from portal.features.joint_answers.records import PartRecord

_P, _C = PartRecord, ComplaintRecord
_THEIRS = ComplaintRecord.__table__.alias("theirs")
_WAITING = (_P.begun_at.is_(None), _P.ended_at.is_(None))


def count_parts(session: Session, complaint_id: int) -> int:
    """Return how many parts of a complaint were asked for, whatever became of them."""
    return session.scalar(select(func.count()).where(_P.complaint_id == complaint_id)) or 0


def is_awaited_of(session: Session, complaint_id: int, agency: str) -> bool:
    """Tell whether an agency still owes its answer to a part of a complaint."""
    owed = (_P.answered_at.is_(None), _P.ended_at.is_(None))
    of_agency = select(_P.id).where(_P.complaint_id == complaint_id, _P.agency == agency, *owed)
    return session.scalar(of_agency.limit(1)) is not None


def number_of_part_at(session: Session, complaint_id: int, agency: str) -> str | None:
    """Return the number of the part that an agency has of a complaint, unless it was called off.

    Whoever took the place of the agency that was asked has it by now.
    """
    has_it = func.coalesce(_THEIRS.c.agency, _P.agency) == agency
    parts = select(_P.number).outerjoin(_THEIRS, _THEIRS.c.id == _P.part_id)
    of_it = (_P.complaint_id == complaint_id, _P.ended_at.is_(None), has_it)
    return session.scalar(parts.where(*of_it).order_by(_P.id).limit(1))


def part_record(session: Session, complaint_id: int, part_id: int) -> PartRecord | None:
    """Return a part of a complaint."""
    return session.scalar(select(_P).where(_P.id == part_id, _P.complaint_id == complaint_id))


def part_of_clock(session: Session, clock_id: int) -> PartRecord | None:
    """Return the part whose time to choose a clock is, as long as it waits."""
    return session.scalar(select(_P).where(_P.clock_id == clock_id, *_WAITING))


def waiting_part(
    session: Session, complaint_id: int, which: ColumnElement[bool]
) -> PartRecord | None:
    """Hold a part of a complaint that has not begun, and may still begin."""
    chosen = select(_P).where(_P.complaint_id == complaint_id, which, *_WAITING)
    return session.scalar(chosen.with_for_update())


def parts_not_begun(session: Session, complaint_id: int) -> Sequence[PartRecord]:
    """Return the parts of a complaint that no agency has yet, ended or not."""
    mine = (_P.complaint_id == complaint_id, _P.begun_at.is_(None))
    return session.scalars(select(_P).where(*mine)).all()


def held_part(session: Session, which: ColumnElement[bool]) -> PartRecord | None:
    """Hold a part, as it is now."""
    statement = select(_P).where(which).with_for_update()
    return session.scalar(statement.execution_options(populate_existing=True))


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
    return [(theirs, tuple(agreed or ())) for theirs, agreed in session.execute(chosen)]


def whole_to_write_to(session: Session, part: PartRecord) -> ComplaintRecord:
    """Return the complaint of a part, to write to whoever handles it.

    The agency of the part reads nothing of it.
    """
    chosen = select(_C).where(_C.id == part.complaint_id)
    return session.scalars(chosen.execution_options(**{FOR_DELIVERY: True})).one()


def is_given(session: Session, part_id: int) -> bool:
    """Tell whether the complainant has an agency's answer to its part."""
    return session.scalar(select(_P.given_at).where(_P.part_id == part_id)) is not None


def whole_of_part(session: Session, theirs: ComplaintRecord) -> ComplaintRecord:
    """Return the complaint that a part belongs to, for its complainant."""
    return session.get_one(_C, theirs.parent_id)


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


def issues_called(session: Session, complaint_id: int, subject: str) -> list[IssueRecord]:
    """Return the issues of a complaint that are called as it is."""
    mine = select(IssueRecord).where(IssueRecord.complaint_id == complaint_id)
    return [issue for issue in session.scalars(mine) if issue.text == subject]
