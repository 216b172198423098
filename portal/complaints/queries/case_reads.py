"""How a complaint is read for its page: with all that belongs to it at once, then names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from msgspec.structs import replace as replace_struct
from sqlalchemy import CompoundSelect, bindparam, or_, select, union_all
from sqlalchemy.orm import Session

from portal.complaints.entries import IN_PLACE_OF
from portal.complaints.queries.accounts import names_of
from portal.complaints.queries.case_file import (
    CaseFile,
    CaseRead,
    Document,
    Entry,
    Escalation,
    Heading,
    Issue,
    Message,
    Person,
    with_texts_masked,
)
from portal.complaints.queries.held_messages import HELD_TEXTS
from portal.complaints.queries.identity import (
    IDENTITY,
    Identity,
    knows_who_complains,
    knows_without_loans,
    with_identity_kept,
)
from portal.complaints.queries.kept_clocks import KEPT_CLOCKS
from portal.complaints.queries.of_complaint import (
    COMPLAINT_ID,
    all_as,
    columns_of,
    read_of,
    rows_of,
)
from portal.complaints.queries.post_holders import POST_HOLDERS
from portal.complaints.queries.presence import A_MOMENT, PRESENT
from portal.complaints.queries.published import but_published, published_to
from portal.complaints.queries.withheld import WITHHELD
from portal.complaints.records.complaint import (
    ComplaintRecord,
    EscalationRecord,
    IssueRecord,
    PersonRecord,
)
from portal.complaints.records.message import (
    AttachmentRecord,
    HeldMessageRecord,
    HistoryEntryRecord,
    MessageRecord,
)
from portal.complaints.records.people import UserRecord
from portal.db.reads import Read, read_all
from portal.db.row_filter import find
from portal.domain.actor import without_loans
from portal.domain.errors import UnknownComplaintError
from portal.domain.handling.confidential import is_confidential

_C = ComplaintRecord
_AGENCY = _C.agency == bindparam("agency")
_ID = select(_C.id).where(_C.number == bindparam("number"), _AGENCY)
_HEADING = Read(
    (select(_C.id.label("by"), *columns_of(Heading, _C)).where(_C.id == COMPLAINT_ID, _AGENCY),),
    all_as(Heading),
)

PEOPLE = rows_of(Person, PersonRecord)
"""The people of a complaint, as far as its agency may know them."""

_ENTRIES = rows_of(Entry, HistoryEntryRecord, "seq")
_MESSAGES = rows_of(Message, MessageRecord)
_ISSUES = rows_of(Issue, IssueRecord, "rank")
_ESCALATIONS = rows_of(Escalation, EscalationRecord)
_DOCUMENTS = rows_of(Document, AttachmentRecord)

# A table of its own, so that nothing narrows it: of what is kept from whoever looks, how many only.
_EVERY = AttachmentRecord.__table__.alias("every_document").c
_TO_RELEASE: Read[int] = Read(
    (
        select(_EVERY.id.label("by"), _EVERY.id).where(
            _EVERY.complaint_id == COMPLAINT_ID,
            or_(_EVERY.kept_for.is_(None), _EVERY.kept_for == bindparam("agency")),
        ),
    ),
    len,
)
"""How many documents there are that the agency of a complaint may read."""

_E, _M, _H = HistoryEntryRecord, MessageRecord, HeldMessageRecord
_ACTED: CompoundSelect[*tuple[Any, ...]] = union_all(
    select(_C.assignee_id).where(_C.id == COMPLAINT_ID),
    select(_E.user_id).where(_E.complaint_id == COMPLAINT_ID),
    select(_M.author_id).where(_M.complaint_id == COMPLAINT_ID),
    select(_H.author_id).where(_H.complaint_id == COMPLAINT_ID),
)
_NAMES: Read[dict[int, str]] = Read(
    (
        select(UserRecord.id.label("by"), UserRecord.id, UserRecord.name).where(
            UserRecord.id.in_(_ACTED)
        ),
    ),
    dict,
)
"""The names of those who have the complaint, or wrote or did something in it."""

_OWN: tuple[Read[Any], ...] = (
    *(_HEADING, PEOPLE, _ENTRIES, _MESSAGES, HELD_TEXTS, _ISSUES, KEPT_CLOCKS, _ESCALATIONS),
    *(_DOCUMENTS, POST_HOLDERS, PRESENT, _NAMES),
)
_NAMING = ("to", "read_by", "who", IN_PLACE_OF)
"""The facts of entries that are the ids of people."""


def case_file(
    session: Session, reads: tuple[CaseRead[Any], ...], agency: str, number: str, now: datetime
) -> CaseFile:
    """Return a complaint of the agency as it is now, or raise UnknownComplaintError.

    It takes one statement, whatever features read with it, and a second where somebody is named who
    did nothing in it. Not everybody who sees a complaint is told who complains; what earlier
    versions told there of reprisals is shown to nobody.
    """
    actor = session.info["actor"]
    is_known = knows_without_loans(actor, agency)
    own = {key: value for one in reads for key, value in one.values(session, number).items()}
    reads_of = (*_OWN, WITHHELD, *reads)
    read = read_all(
        session,
        reads_of if is_known else (*reads_of, IDENTITY, _TO_RELEASE),
        complaint_id=None,
        number=number,
        agency=agency,
        reader=actor.user_id,
        now=now,
        a_moment_ago=now - A_MOMENT,
        **own,
    )
    if not read[_HEADING]:
        raise UnknownComplaintError(number)
    (complaint,) = read[_HEADING]
    told = (kept for kept in read[_ENTRIES] if not is_confidential(kept.kind, kept.facts))
    entries: tuple[Entry, ...] = tuple(told)
    added = {of_feature: read[of_feature] for of_feature in reads}
    named = (person for of_feature in reads for person in of_feature.people(added[of_feature]))
    others = {*_named_in(entries), *named} - read[_NAMES].keys()
    file = CaseFile(
        complaint=complaint,
        people=read[PEOPLE],
        issues=read[_ISSUES],
        clocks=read[KEPT_CLOCKS],
        escalations=read[_ESCALATIONS],
        messages=read[_MESSAGES],
        entries=entries,
        documents=read[_DOCUMENTS],
        texts=read[HELD_TEXTS],
        names=read[_NAMES] | names_of(session, others),
        holders=read[POST_HOLDERS],
        present=read[PRESENT],
        added=added,
    )
    if is_known or knows_who_complains(without_loans(actor, file.excluded), agency):
        withheld = read[WITHHELD].get(complaint.id)
        if not withheld:
            return file
        masking = but_published(session, withheld).masked
        return with_texts_masked(file, masking, actor.user_id)
    of_people = read[IDENTITY].get(complaint.id, Identity())
    identity = replace_struct(of_people, published=published_to(session))
    kept = with_identity_kept(file, identity, actor.user_id)
    return replace(kept, documents_kept=read[_TO_RELEASE] - len(kept.documents))


def documents_of(session: Session, complaint_id: int) -> tuple[Document, ...]:
    """Return the documents of a complaint that the actor was shown, in their order."""
    return read_of(session, _DOCUMENTS, complaint_id)


def complaint_id_of(session: Session, agency: str, number: str) -> int:
    """Return the id of the agency's complaint with this number, if the actor may see it."""
    found = find(session, _ID, number=number, agency=agency)
    if not found:
        raise UnknownComplaintError(number)
    [(complaint_id,)] = found
    return complaint_id


def _named_in(entries: Iterable[Entry]) -> set[int]:
    """Return who was named where something happened, by their ids."""
    named = (entry.facts.get(fact) for entry in entries for fact in _NAMING)
    return {person for person in named if isinstance(person, int)}
