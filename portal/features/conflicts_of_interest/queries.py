"""Whom a complaint concerns: as it is noted, and who of the staff could be named in it.

Several of these look below what narrows an actor's queries: they choose among people, and show
nobody a complaint.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import Connection, Engine, bindparam, delete, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import CaseFile, CaseRead
from portal.complaints.queries.of_complaint import COMPLAINT_ID, belonging
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord, NoticeRecord
from portal.complaints.records.people import MembershipRecord, UserRecord
from portal.db.direct import Direct
from portal.db.entering import enter_row
from portal.db.reads import Rows
from portal.db.row_filter import as_the_portal
from portal.db.written import Row
from portal.domain.history import EntryKind
from portal.domain.naming import People
from portal.domain.role import Role
from portal.features.conflicts_of_interest.records import (
    EXCLUSIONS,
    IN_FORCE,
    ConflictRecord,
    RefusedOpeningRecord,
)

_WAITING = (ConflictRecord.followed_up_at.is_(None), ConflictRecord.lifted_at.is_(None))

# Many file: names are not read and unsealed for each complaint, only the mark of who is there.
_MEMBERSHIP = MembershipRecord.__table__
_MARK = Direct(select(func.count(), func.max(_MEMBERSHIP.c.id)).select_from(_MEMBERSHIP))
_Known = dict[str, tuple[Row, People]]
# By the engine: two databases may have the same address, one after the other.
_LATELY: WeakKeyDictionary[Engine, _Known] = WeakKeyDictionary()


# What the page of a complaint shows.


class Tries(Struct, frozen=True):
    """How often somebody asked in vain for a complaint, and when for the last time."""

    count: int
    last_at: datetime


class Conflict(Struct, frozen=True):
    """Somebody of the staff whom the complaint concerns, or concerned until it was lifted.

    The history names them by `user_key`. `leads` are their roles by which not everybody who leads
    may let them back in. Whoever may reads their `tries` to open it.
    """

    user_id: int
    user_key: str
    origin: str
    at: datetime
    told_at: datetime | None
    lifted_at: datetime | None
    tries: Tries | None = None
    leads: frozenset[Role] = frozenset()


def _conflicts(conflicts: Rows, tries: Rows, leading: Rows) -> tuple[Conflict, ...]:
    tried = {user_id: Tries(count, last_at) for user_id, count, last_at in tries}
    leads: dict[int, set[Role]] = defaultdict(set)
    for user_id, role in leading:
        leads[user_id].add(Role(role))
    return tuple(
        replace(Conflict(*row), tries=tried.get(row[0]), leads=frozenset(leads.get(row[0], ())))
        for row in conflicts
    )


_CONFLICT, _TRIED = ConflictRecord, RefusedOpeningRecord
_PLACE = MembershipRecord.__table__.alias("place_of_concerned")
_COLUMNS = (
    *(_CONFLICT.user_id, _CONFLICT.user_key, _CONFLICT.origin, _CONFLICT.at),
    *(_CONFLICT.told_at, _CONFLICT.lifted_at),
)
CONFLICTS: CaseRead[tuple[Conflict, ...]] = CaseRead(
    (
        belonging(_CONFLICT, _COLUMNS),
        select(
            *(func.min(_TRIED.id).label("by"), _TRIED.user_id),
            *(func.count(_TRIED.id).label("tries"), func.max(_TRIED.at).label("last_at")),
        )
        .where(_TRIED.number == bindparam("number"), _TRIED.agency == bindparam("agency"))
        .group_by(_TRIED.user_id),
        # Who it is, is sealed: all who lead, where anybody is kept out.
        select(_PLACE.c.id.label("by"), _PLACE.c.user_id, _PLACE.c.role).where(
            _PLACE.c.role.in_([Role.HEAD.value, Role.TOP_AUTHORITY.value]),
            or_(_PLACE.c.agency == bindparam("agency"), _PLACE.c.agency.is_(None)),
            exists().where(EXCLUSIONS.c.complaint_id == COMPLAINT_ID),
        ),
    ),
    _conflicts,
    people=lambda conflicts: [conflict.user_id for conflict in conflicts],
    concerned=lambda conflicts: {
        conflict.user_id: conflict.lifted_at is None for conflict in conflicts
    },
)


def conflicts_in_force(file: CaseFile) -> list[Conflict]:
    """Return whom a complaint concerns now: they see nothing of it."""
    return [conflict for conflict in file.of(CONFLICTS) if conflict.lifted_at is None]


# Whom complaints concern.


CONCERNED = select(EXCLUSIONS.c.complaint_id, EXCLUSIONS.c.user_id).where(IN_FORCE)
"""The ids of complaints, each with somebody whom it concerns."""


def ever_excluded(session: Session, complaint_id: int) -> frozenset[int]:
    """Return whom a complaint concerns, and those who were let back in."""
    session.flush()
    statement = select(EXCLUSIONS.c.user_id).where(EXCLUSIONS.c.complaint_id == complaint_id)
    with as_the_portal(session):
        return frozenset(session.scalars(statement))


def has_acted(session: Session, complaint_id: int, user_id: int) -> bool:
    """Tell whether somebody registered a complaint, handles it or did anything in it."""
    acted = select(HistoryEntryRecord.id).where(
        HistoryEntryRecord.complaint_id == complaint_id, HistoryEntryRecord.user_id == user_id
    )
    has_it = select(ComplaintRecord.id).where(
        ComplaintRecord.id == complaint_id, ComplaintRecord.assignee_id == user_id
    )
    with as_the_portal(session), session.no_autoflush:
        return bool(session.scalar(select(or_(acted.exists(), has_it.exists()))))


def have_registered(session: Session, complaint_id: int, people: Iterable[int]) -> bool:
    """Tell whether one of these people wrote a complaint down, and was shown its code."""
    entry = HistoryEntryRecord
    filed = select(entry.id).where(
        entry.complaint_id == complaint_id,
        entry.kind == EntryKind.FILED.value,
        entry.user_id.in_(people),
    )
    with as_the_portal(session), session.no_autoflush:
        return session.scalar(filed.limit(1)) is not None


def excluded_by_number(session: Session, agency: str, number: str) -> dict[int, str | None]:
    """Return whom of the staff a complaint of the agency concerns, and how that is known.

    There is None for whoever does not know of it.
    """
    statement = (
        select(ConflictRecord.user_id, ConflictRecord.origin, ConflictRecord.told_at)
        .join(ComplaintRecord, ComplaintRecord.id == ConflictRecord.complaint_id)
        .where(
            ComplaintRecord.number == number,
            ComplaintRecord.agency == agency,
            ConflictRecord.lifted_at.is_(None),
        )
    )
    return {
        user_id: origin if told_at else None
        for user_id, origin, told_at in session.execute(statement)
    }


def enter_refused_opening(connection: Connection, row: Mapping[str, Any]) -> None:
    """Add that somebody asked for a complaint in vain."""
    enter_row(connection, RefusedOpeningRecord, row)


def noted_people(session: Session, complaint_id: int) -> dict[int, bool]:
    """Return whom a complaint concerns, as it is noted; False for whoever was let back in."""
    conflict = ConflictRecord
    statement = select(conflict.user_id, conflict.lifted_at).where(
        conflict.complaint_id == complaint_id
    )
    return {user_id: lifted_at is None for user_id, lifted_at in session.execute(statement)}


def conflict_with(session: Session, complaint_id: int, user_id: int) -> ConflictRecord | None:
    """Return what is noted of one person, in force or lifted."""
    is_theirs = ConflictRecord.user_key == user_id
    noted = select(ConflictRecord).where(ConflictRecord.complaint_id == complaint_id, is_theirs)
    return session.scalar(noted)


# What waits for the worker.


def complaints_to_follow_up(session: Session) -> list[str]:
    """Return the numbers of the complaints in which the portal found somebody of the staff."""
    statement = (
        select(ComplaintRecord.number)
        .join(ConflictRecord, ConflictRecord.complaint_id == ComplaintRecord.id)
        .where(*_WAITING)
        .distinct()
    )
    return list(session.scalars(statement))


def conflicts_to_follow_up(session: Session, complaint_id: int) -> list[ConflictRecord]:
    """Return what the portal found in one complaint, and nothing followed from yet."""
    statement = select(ConflictRecord).where(ConflictRecord.complaint_id == complaint_id, *_WAITING)
    return list(session.scalars(statement.order_by(ConflictRecord.id)))


def delete_notices(session: Session, complaint_id: int, user_id: int) -> None:
    """Take away what somebody was still to be told about a complaint that concerns them."""
    theirs = (NoticeRecord.complaint_id == complaint_id, NoticeRecord.user_id == user_id)
    session.execute(
        delete(NoticeRecord).where(*theirs), execution_options={"synchronize_session": False}
    )


# What belongs to the same complaint, and the staff that could be named.


def agencies_of_other_parts(session: Session, complaint: ComplaintRecord) -> dict[int, str]:
    """Return the agencies that have the whole, or other parts of it, by its id there."""
    # Parts are other agencies', and nothing of them is read.
    table: Any = ComplaintRecord.__table__
    whole = complaint.parent_id or complaint.id
    belongs = or_(table.c.id == whole, table.c.parent_id == whole)
    statement = select(table.c.id, table.c.agency).where(belongs, table.c.id != complaint.id)
    with as_the_portal(session):
        return {row.id: row.agency for row in session.execute(statement)}


def roles_of(session: Session, agency: str, user_id: int) -> frozenset[Role]:
    """Return what somebody is to the agency, or to the whole portal."""
    statement = select(MembershipRecord.role, MembershipRecord.agency).where(
        MembershipRecord.user_id == user_id
    )
    rows = session.execute(statement)
    return frozenset(Role(role) for role, of in rows if of in (agency, None))


_NAMES = Direct(
    select(UserRecord.id, UserRecord.name)
    .join(MembershipRecord)
    .where(
        or_(MembershipRecord.agency == bindparam("agency"), MembershipRecord.agency.is_(None)),
        UserRecord.is_active,
    )
    .distinct()
)


def staff_names(connection: Connection, agency: str) -> People:
    """Return the staff by name, unsealed anew only when somebody joined or left an agency."""
    [mark] = _MARK.rows(connection)
    lately = _LATELY.setdefault(connection.engine, {})
    known = lately.get(agency)
    if known is None or known[0] != mark:
        known = lately[agency] = (mark, People(dict(_NAMES.rows(connection, agency=agency))))
    return known[1]
