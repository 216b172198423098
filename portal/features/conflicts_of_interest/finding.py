"""Whom of the staff a complaint names: kept out the moment their whole name is found.

Closing comes first, because it hurts nobody; what follows from it the worker does within seconds
(see `consequences`), and a wrong match is quickly lifted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import chain
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, delete, func, or_, select
from sqlalchemy.orm import Session

from portal.complaints.features import Closing
from portal.complaints.planning.added import Added, Filing
from portal.complaints.queries.case_file import CaseFile
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.notice import NoticeRecord
from portal.complaints.records.people import MembershipRecord, UserRecord
from portal.complaints.texts import filed_texts, texts_of, texts_of_all, texts_of_filing
from portal.complaints.work import Work
from portal.domain.masking import names_somebody, people_named
from portal.features.conflicts_of_interest.records import ConflictRecord
from portal.features.conflicts_of_interest.row_rule import ever_concerned_by
from portal.features.conflicts_of_interest.rules import Origin

# Many file: names are not read and unsealed for each complaint, only the mark of who is there.
_MEMBERSHIP = MembershipRecord.__table__
_MARK = select(func.count(), func.max(_MEMBERSHIP.c.id)).select_from(_MEMBERSHIP)
_Known = dict[str, tuple[tuple[int, int | None], dict[int, str]]]
# By the engine: two databases may have the same address, one after the other.
_LATELY: WeakKeyDictionary[Engine, _Known] = WeakKeyDictionary()


def named_in_texts(session: Session, agency: str, texts: Iterable[str]) -> frozenset[int]:
    """Return who of the agency, or of the whole portal, is named by their whole name."""
    said = "\n".join(one for one in texts if one)
    return people_named(said, _names(session, agency)) if said else frozenset()


def concerned(session: Session, complaint_id: int, agency: str, story: str) -> frozenset[int]:
    """Return whom a complaint concerns: as it is noted, and as its story says it.

    Who was let back in is none of them, though the story names them.
    """
    conflict = ConflictRecord
    statement = select(conflict.user_id, conflict.lifted_at).where(
        conflict.complaint_id == complaint_id
    )
    known = {user_id: lifted_at is None for user_id, lifted_at in session.execute(statement)}
    found = named_in_texts(session, agency, [story]) - known.keys()
    return found | {user_id for user_id, is_in_force in known.items() if is_in_force}


def closing(session: Session, file: CaseFile) -> Closing | None:
    """Return what keeps out whoever reads what names them, unless somebody let them back in.

    It was written before they came to the agency, for instance, and is noticed now.
    """
    reader = session.info["actor"]
    if reader.user_id in file.concerned:
        return None
    return look_again if names_somebody("\n".join(_said(session, file)), reader.name) else None


def _said(session: Session, file: CaseFile) -> list[str]:
    """Return what the complainant wrote, also what the agency of the reader may not read."""
    if file.withheld:
        return texts_of_all(session, file.complaint.parent_id or file.complaint.id)
    written = [one.body for one in file.messages if one.from_citizen]
    return [*filed_texts(file.complaint.story, file.complaint.answers), *written]


def look_again(work: Work, complaint: ComplaintRecord) -> None:
    """Look at everything that the complainant wrote: somebody may have come since."""
    look_at(work, complaint, *texts_of(work, complaint))


def found_at_filing(session: Session, filing: Filing) -> Added | None:
    """Keep out of a new complaint each of the staff whom it names: they never see it."""
    draft, content = filing.draft, filing.content
    texts = texts_of_filing(draft.story, draft.answers, content.wish, content.when_where)
    named = named_in_texts(session, filing.plan.agency.code, texts)
    rows = [conflict_row(user_id, filing.now) for user_id in sorted(named)]
    return Added(rows={ConflictRecord: rows}) if rows else None


def conflict_row(user_id: int, now: datetime) -> dict[str, Any]:
    """Return the row of somebody whom a complaint names as it is entered."""
    return {"user_id": user_id, "origin": Origin.FOUND.value, "at": now}


def look_at(work: Work, complaint: ComplaintRecord, *texts: str, agency: str | None = None) -> None:
    """Keep out whom these texts name, unless somebody let them back in before.

    `agency` is whose staff is looked for, where the complaint is about to be in its hands. So is
    that of every agency which has the whole, or a part of it, whatever it may read.
    """
    others = _same_complaint(work.session, complaint).values()
    looked_for = (
        named_in_texts(work.session, one, texts) for one in {agency or complaint.agency, *others}
    )
    named = frozenset(chain.from_iterable(looked_for))
    new = named - ever_concerned_by(work.session, complaint.id) if named else frozenset()
    for user_id in sorted(new):
        forget_notices(work, complaint, user_id)
        row = conflict_row(user_id, work.now)
        work.session.add(ConflictRecord(complaint_id=complaint.id, **row))
    work.staff.kept_out.update(new)
    keep_out_of_parts(work, complaint, new)


def keep_out_of_parts(work: Work, complaint: ComplaintRecord, people: Collection[int]) -> None:
    """Keep people out of what belongs to the same complaint: the whole, and its other parts.

    What follows from it there the worker does, as for whom it finds.
    """
    for other in _same_complaint(work.session, complaint) if people else ():
        for user_id in sorted(frozenset(people) - ever_concerned_by(work.session, other)):
            row = conflict_row(user_id, work.now)
            work.session.add(ConflictRecord(complaint_id=other, **row))


def _same_complaint(session: Session, complaint: ComplaintRecord) -> dict[int, str]:
    """Return the agencies that have the whole, or other parts of it, by its id there."""
    # Below what narrows an actor's queries: parts are other agencies', and nothing of them is read.
    table = ComplaintRecord.__table__
    whole = complaint.parent_id or complaint.id
    belongs = or_(table.c.id == whole, table.c.parent_id == whole)
    statement = select(table.c.id, table.c.agency).where(belongs, table.c.id != complaint.id)
    return {row.id: row.agency for row in session.connection().execute(statement)}


def forget_notices(work: Work, complaint: ComplaintRecord, user_id: int) -> None:
    """Take away what somebody was still to be told about a complaint that concerns them."""
    theirs = (NoticeRecord.complaint_id == complaint.id, NoticeRecord.user_id == user_id)
    work.session.execute(
        delete(NoticeRecord).where(*theirs), execution_options={"synchronize_session": False}
    )


def _names(session: Session, agency: str) -> dict[int, str]:
    """Return the names of the staff, unsealed anew only when somebody joined or left an agency."""
    mark = tuple(session.connection().execute(_MARK).one())
    lately = _LATELY.setdefault(session.get_bind().engine, {})
    known = lately.get(agency)
    if known is None or known[0] != mark:
        known = lately[agency] = (mark, _read_names(session, agency))
    return known[1]


def _read_names(session: Session, agency: str) -> dict[int, str]:
    statement = (
        select(UserRecord.id, UserRecord.name)
        .join(MembershipRecord)
        .where(
            or_(MembershipRecord.agency == agency, MembershipRecord.agency.is_(None)),
            UserRecord.is_active,
        )
        .distinct()
    )
    return {row.id: row.name for row in session.execute(statement)}
