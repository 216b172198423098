"""The files of reports, opened for whoever made the report and for those who protect them.

What is in a file decides who may know of it: it is opened by the portal, and shown to no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, bindparam, func, literal_column, select
from sqlalchemy.orm import Session

from portal.complaints.every_feature import Features
from portal.complaints.queries.case_file import CaseRead
from portal.complaints.queries.kept_clocks import KeptClock
from portal.complaints.queries.readable import readable
from portal.complaints.queries.staff import Staff
from portal.complaints.queries.withheld import withheld_among
from portal.complaints.records.complaint import (
    COMPLAINANT,
    AgencyReleaseRecord,
    ComplaintRecord,
    PersonRecord,
)
from portal.db.reads import Read, Rows, read_all
from portal.db.row_filter import FOR_DELIVERY, as_the_portal, find
from portal.domain.actor import Actor
from portal.domain.masking import Hidden
from portal.domain.permissions import Permission, may
from portal.domain.role import Role
from portal.features.reprisals.records import ProtectionFileRecord
from portal.features.reprisals.rules import PromisedDate, ProtectionFile, read_files
from portal.keyring import Keyring

_F, _C, _R = ProtectionFileRecord, ComplaintRecord, AgencyReleaseRecord
_P = PersonRecord
# In the query's own text, as in the index of the few files it chooses.
_IS_OWED: ColumnElement[bool] = literal_column("is_owed")
_CONTENT = select(_F.content).where(_F.of == bindparam("of"))
_OWED_THERE = select(_F.id, _F.content).where(_F.place == bindparam("place"), _IS_OWED)
_OWED = select(_F.content).where(_IS_OWED).order_by(_F.id)
_EVERY = select(_F.content).order_by(_F.id)
_HEADINGS = select(_C.id, _C.number, _C.subject, _C.language).where(
    _C.id.in_(bindparam("ids", expanding=True)), _C.agency == bindparam("agency")
)
_AGENCIES = select(_C.id, _C.agency).where(_C.id.in_(bindparam("ids", expanding=True)))
# Of a part, the whole has them; of several rows of one complainant, the first is whole.
_WHOLE = select(func.coalesce(_C.parent_id, _C.id)).where(_C.id == bindparam("complaint_id"))
_COMPLAINANT = (
    select(_P.name)
    .where(_P.complaint_id == _WHOLE.scalar_subquery(), _P.role == COMPLAINANT)
    .order_by(_P.id)
    .limit(1)
    .execution_options(**{FOR_DELIVERY: True})
)
_RELEASE = select(_R.rank, _R.in_force_from).where(_R.id == bindparam("release_id"))


def key_of(keyring: Keyring, number: str) -> str:
    """Return the name under which the file of a complaint is kept."""
    return keyring.hashed(number, "protection_file.of")


def place_of(keyring: Keyring, agency: str) -> str:
    """Return the name under which the files of an agency are kept."""
    return keyring.hashed(agency, "protection_file.place")


def files_of(session: Session, keyring: Keyring, number: str) -> list[ProtectionFile]:
    """Return the files of a complaint, for its complainant and for the portal itself."""
    with as_the_portal(session):
        found = find(session, _CONTENT, of=key_of(keyring, number))
    return read_files(found[0][0]) if found else []


def files_seen(files: Sequence[ProtectionFile], actor: Actor, agency: str) -> list[ProtectionFile]:
    """Return those of the files of a complaint of the agency that the actor may know of."""
    if not may(actor, Permission.PROTECT, agency):
        return []
    return [file for file in files if _is_seen(file, actor, agency)]


# Who is left to read a file.


def people_of(session: Session, staff: Staff, file: ProtectionFile) -> frozenset[int]:
    """Return who may read a file, away or not: `staff` is without whom the complaint concerns."""
    return frozenset[int]().union(*_readers_by_role(session, staff, file).values())


def readers_of(session: Session, staff: Staff, file: ProtectionFile) -> frozenset[Role]:
    """Return in which roles somebody may read a file, away or not; in none, it is closed.

    While nobody who could is kept from it, a vacant role counts: whoever takes it reads the file.
    """
    left = _readers_by_role(session, staff, file)
    everybody = staff.excluding(())
    all_of = {role: _holding(session, everybody, file, role) for role in file.roles}
    if left == all_of:
        return frozenset(file.roles)
    return frozenset(role for role, people in left.items() if people)


def readers_now(
    session: Session, features: Features, files: Sequence[ProtectionFile], now: datetime
) -> list[frozenset[Role]]:
    """Return of each file of one complaint in which roles somebody may read it at this moment."""
    ids = {file.complaint_id for file in files}
    excluded = features.excluded(session, ids).values()
    with as_the_portal(session):
        staff = Staff(now).excluding(chain.from_iterable(excluded))
        return [readers_of(session, staff, file) for file in files]


def _readers_by_role(
    session: Session, staff: Staff, file: ProtectionFile
) -> dict[Role, frozenset[int]]:
    kept_from = frozenset(file.kept_from)
    return {role: _holding(session, staff, file, role) - kept_from for role in file.roles}


def _holding(session: Session, staff: Staff, file: ProtectionFile, role: Role) -> frozenset[int]:
    held = staff.holding(session, file.agency, role)
    return frozenset(member.user_id for member in held)


def _opened_by(session: Session, number: str) -> dict[str, Any]:
    keyring: Keyring = session.get_bind().dialect.keyring  # type: ignore[attr-defined]
    return {"protection_of": key_of(keyring, number)}


class WaitingFile(Struct, frozen=True):
    """A complaint and one of its files, in which something is owed to its complainant."""

    number: str
    subject: str
    language: str
    file: ProtectionFile


def waiting_files(
    session: Session, keyring: Keyring, actor: Actor, agency: str
) -> list[WaitingFile]:
    """Return the files of an agency in which the actor has something to do, the soonest first."""
    read = read_all(session, (OWED_FILES,), place=place_of(keyring, agency))
    return seen_of(session, read[OWED_FILES], actor, agency)


def opened(rows: Rows) -> list[ProtectionFile]:
    """Return the files that rows hold."""
    read = (readable("protection file", read_files, content) for (content,) in rows)
    return [file for files in read if files is not None for file in files]


FILES: CaseRead[Sequence[ProtectionFile]] = CaseRead(
    (select(_F.id, _F.content).where(_F.of == bindparam("protection_of")),),
    opened,
    values=_opened_by,
)
"""The files of a complaint, read with it: no row of it for whoever protects nobody."""

OWED_FILES = Read((_OWED_THERE,), opened)
"""The files of complaints of an agency, by its `place`, in which something is owed.

They are read with the work list.
"""


def seen_of(
    session: Session, every: Sequence[ProtectionFile], actor: Actor, agency: str
) -> list[WaitingFile]:
    """Return those of an agency's files in which the actor has something to do, soonest first."""
    if not may(actor, Permission.PROTECT, agency):
        return []
    files = [file for file in every if file.owed and _is_seen(file, actor, agency)]
    ids = {file.complaint_id for file in files}
    # As the actor: a complaint that concerns them is none of theirs, and neither are its files.
    headings = find(session, _HEADINGS, ids=list(ids), agency=agency) if files else []
    withheld = withheld_among(session, [key for key, *_ in headings]) if headings else {}
    waiting = [
        WaitingFile(number, withheld.get(key, Hidden()).masked(subject), language, file)
        for key, number, subject, language in headings
        for file in files
        if file.complaint_id == key
    ]
    return sorted(waiting, key=lambda one: one.file.owed[0].due_at)


def _is_seen(file: ProtectionFile, actor: Actor, agency: str) -> bool:
    return file.is_read_by(
        actor.user_id, agency, is_top=may(actor, Permission.PROTECT_ABOVE, agency)
    )


# For whatever changes them.


def complainant_name(session: Session, complaint_id: int) -> str:
    """Return what the complainant is called, nothing if they did not say: to be shown to nobody."""
    with as_the_portal(session):
        found = find(session, _COMPLAINANT, complaint_id=complaint_id)
    return found[0][0] or "" if found else ""


def held_file(session: Session, keyring: Keyring, number: str) -> ProtectionFileRecord | None:
    """Return the row of a complaint's file, held, so that nobody else changes it meanwhile."""
    statement = select(_F).where(_F.of == key_of(keyring, number)).with_for_update()
    with as_the_portal(session):
        return session.scalar(statement.execution_options(populate_existing=True))


def files_to_look_at(session: Session) -> list[ProtectionFile]:
    """Return every file of the complaints in which something is owed."""
    return opened(find(session, _OWED))


def every_file(session: Session) -> list[ProtectionFile]:
    """Return every file there is, for what is told of all agencies together."""
    return opened(find(session, _EVERY))


def agencies_now(session: Session, complaint_ids: Sequence[int]) -> dict[int, str]:
    """Return which agency has each of these complaints."""
    return dict(find(session, _AGENCIES, ids=list(complaint_ids))) if complaint_ids else {}


def release_told(session: Session, release_id: int) -> tuple[int, datetime | None]:
    """Return the rank of a release and since when it is in force; 0 where it is none."""
    found = find(session, _RELEASE, release_id=release_id)
    return found[0] if found else (0, None)


# What explains their dates.


def as_clocks(dates: Iterable[PromisedDate]) -> list[KeptClock]:
    """Return promised dates as what explains the date of any clock."""
    return [_as_clock(one) for one in dates]


def _as_clock(one: PromisedDate) -> KeptClock:
    return KeptClock(
        kind=one.kind,
        level=1,
        pending=one.met_at is None and one.missed_at is None,
        started_at=one.started_at,
        due_at=one.due_at,
        last_day=one.last_day,
        allowance=one.allowance,
        extended=0,
        met_at=one.met_at,
        missed_at=one.missed_at,
        ended_at=None,
        promise=one.promise,
        explanation=one.explanation,
        release=one.release,
        in_force_from=one.in_force_from,
        is_routed=False,
        is_reopened=False,
        is_handed_on=False,
        file_day=None,
    )
