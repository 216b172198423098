"""What of a complaint the next agency may not read: kept for the one that had it, until released.

Rows are marked, and sessions of the staff do not see them (`db/row_filter.py`): no page, search or
letter has to remember it. The complainant sees everything, and the portal writes to them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from portal.complaints.records.complaint import COMPLAINANT, ComplaintRecord, PersonRecord
from portal.complaints.records.message import AttachmentRecord, MessageRecord
from portal.complaints.work import Work
from portal.domain.history import EntryKind
from portal.features.transfers.queries import last_carried_out
from portal.features.transfers.rules import EXCHANGED, INTERNAL, Travels, needed_to_reach

_CONTACT = ("email", "email_hash", "phone", "address")


def hold_back(
    work: Work, complaint: ComplaintRecord, agreed: Collection[str], notes: Collection[int]
) -> list[str]:
    """Keep for the agency that a complaint leaves what does not travel; return what is held back.

    `agreed` is what the complainant lets travel, `notes` the internal notes chosen one by one.
    How to reach them travels with both, where only the agency can.
    """
    agreed = {*agreed, *needed_to_reach(complaint.reply_by)}
    held = [
        each.value for each in Travels if each not in agreed and _is_there(work, complaint, each)
    ]
    leaving = complaint.agency
    for message in _messages(work, complaint):
        if message.kept_for is None and not _travels(message, agreed, notes):
            message.kept_for = leaving
    if Travels.DOCUMENTS not in agreed:
        for document in _documents(work, complaint):
            document.kept_for = document.kept_for or leaving
    _hold_people(work, complaint, agreed)
    return held


def release(work: Work, complaint: ComplaintRecord, fields: Collection[str]) -> None:
    """Let the agency that has the complaint read what the complainant had held back."""
    if Travels.MESSAGES in fields:
        for message in _messages(work, complaint):
            if message.kind in EXCHANGED:
                message.kept_for = None
    if Travels.DOCUMENTS in fields:
        for document in _documents(work, complaint):
            document.kept_for = None
    _release_people(work, complaint, fields)


def let_be_reached(work: Work, complaint: ComplaintRecord) -> None:
    """Let the agency read where to write or call, once the complainant wants it to."""
    transfer = last_carried_out(work.session, complaint.id)
    needed = needed_to_reach(complaint.reply_by).intersection(transfer.held if transfer else ())
    if transfer is None or not needed:
        return
    transfer.held = [each for each in transfer.held if each not in needed]
    release(work, complaint, needed)
    work.record(complaint, EntryKind.TRANSFER_AGREED, fields=sorted(needed))


def _travels(message: MessageRecord, agreed: Collection[str], notes: Collection[int]) -> bool:
    if message.kind in INTERNAL:
        return message.id in notes
    return message.kind not in EXCHANGED or Travels.MESSAGES in agreed


def _is_there(work: Work, complaint: ComplaintRecord, what: Travels) -> bool:
    """Tell whether there is anything of this kind to hold back."""
    match what:
        case Travels.NAME:
            return any(one.name for one in _people(work, complaint))
        case Travels.CONTACT:
            return any(_reaches(one) for one in _people(work, complaint))
        case Travels.DOCUMENTS:
            return bool(_documents(work, complaint))
        case Travels.MESSAGES:
            return any(one.kind in EXCHANGED for one in _messages(work, complaint))


def _reaches(person: PersonRecord) -> bool:
    return any(getattr(person, name) for name in _CONTACT)


def _hold_people(work: Work, complaint: ComplaintRecord, agreed: Collection[str]) -> None:
    """Keep whole people for the agency left, and give the next what the complainant agrees to."""
    leaving, people = complaint.agency, _people(work, complaint)
    if {Travels.NAME, Travels.CONTACT} <= set(agreed):
        for person in people:
            person.kept_for = None
        return
    whole = next(one for one in people if one.role == COMPLAINANT)
    for person in people:
        shared = person.role != COMPLAINANT and Travels.NAME in agreed
        person.kept_for = None if shared else person.kept_for or leaving
    stand_in = PersonRecord(complaint_id=complaint.id, role=COMPLAINANT)
    _copy(whole, stand_in, agreed)
    work.session.add(stand_in)


def _release_people(work: Work, complaint: ComplaintRecord, fields: Collection[str]) -> None:
    people = _people(work, complaint)
    whole, *others = [one for one in people if one.role == COMPLAINANT]
    for person in people:
        if person.role != COMPLAINANT and Travels.NAME in fields:
            person.kept_for = None
    stand_in = next((one for one in others if one.kept_for is None), None)
    if stand_in is None:
        return
    _copy(whole, stand_in, fields)
    if stand_in.name == whole.name and all(
        getattr(stand_in, name) == getattr(whole, name) for name in _CONTACT
    ):
        whole.kept_for = None
        work.session.delete(stand_in)


def _copy(whole: PersonRecord, stand_in: PersonRecord, fields: Collection[str]) -> None:
    if Travels.NAME in fields:
        stand_in.name, stand_in.agreement = whole.name, whole.agreement
    if Travels.CONTACT in fields:
        for name in _CONTACT:
            setattr(stand_in, name, getattr(whole, name))


def _people(work: Work, complaint: ComplaintRecord) -> Sequence[PersonRecord]:
    """Return the people of a complaint; the complainant's first row is whole."""
    chosen = select(PersonRecord).where(PersonRecord.complaint_id == complaint.id)
    return work.session.scalars(chosen.order_by(PersonRecord.id)).all()


def _messages(work: Work, complaint: ComplaintRecord) -> Sequence[MessageRecord]:
    chosen = select(MessageRecord).where(MessageRecord.complaint_id == complaint.id)
    return work.session.scalars(chosen.order_by(MessageRecord.id)).all()


def _documents(work: Work, complaint: ComplaintRecord) -> Sequence[AttachmentRecord]:
    chosen = select(AttachmentRecord).where(AttachmentRecord.complaint_id == complaint.id)
    return work.session.scalars(chosen.order_by(AttachmentRecord.id)).all()
