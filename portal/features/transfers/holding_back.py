"""What of a complaint the next agency may not read: kept for the one that had it, until released.

Rows are marked, and sessions of the staff do not see them (`db/row_filter.py`): no page, search or
letter has to remember it. The complainant sees everything, and the portal writes to them.
"""

from __future__ import annotations

from collections.abc import Collection

from portal.complaints.events import ContactChanged
from portal.complaints.records.complaint import COMPLAINANT, ComplaintRecord, PersonRecord
from portal.complaints.records.message import MessageRecord
from portal.complaints.work import Work
from portal.features.transfers import records
from portal.features.transfers.queries import (
    documents_of,
    last_carried_out,
    messages_of,
    people_of,
)
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
        field.value
        for field in Travels
        if field not in agreed and _is_there(work, complaint, field)
    ]
    leaving = complaint.agency
    for message in messages_of(work.session, complaint.id):
        if message.kept_for is None and not _travels(message, agreed, notes):
            message.kept_for = leaving
    if Travels.DOCUMENTS not in agreed:
        for document in documents_of(work.session, complaint.id):
            document.kept_for = document.kept_for or leaving
    _hold_people(work, complaint, agreed)
    return held


def release(work: Work, complaint: ComplaintRecord, fields: Collection[str]) -> None:
    """Let the agency that has the complaint read what the complainant had held back."""
    if Travels.MESSAGES in fields:
        for message in messages_of(work.session, complaint.id):
            if message.kind in EXCHANGED:
                message.kept_for = None
    if Travels.DOCUMENTS in fields:
        for document in documents_of(work.session, complaint.id):
            document.kept_for = None
    _release_people(work, complaint, fields)


def let_be_reached(event: ContactChanged) -> None:
    """Let the agency read where to write or call, once the complainant wants it to."""
    work, complaint = event.work, event.complaint
    transfer = last_carried_out(work.session, complaint.id)
    needed = needed_to_reach(complaint.reply_by).intersection(transfer.held if transfer else ())
    if transfer is None or not needed:
        return
    transfer.held = [field for field in transfer.held if field not in needed]
    release(work, complaint, needed)
    work.record(complaint, records.TransferAgreed(fields=sorted(needed)))


def _travels(message: MessageRecord, agreed: Collection[str], notes: Collection[int]) -> bool:
    if message.kind in INTERNAL:
        return message.id in notes
    return message.kind not in EXCHANGED or Travels.MESSAGES in agreed


def _is_there(work: Work, complaint: ComplaintRecord, field: Travels) -> bool:
    """Tell whether there is anything of this kind to hold back."""
    match field:
        case Travels.NAME:
            return any(person.name for person in people_of(work.session, complaint.id))
        case Travels.CONTACT:
            return any(_reaches(person) for person in people_of(work.session, complaint.id))
        case Travels.DOCUMENTS:
            return bool(documents_of(work.session, complaint.id))
        case Travels.MESSAGES:
            return any(
                message.kind in EXCHANGED for message in messages_of(work.session, complaint.id)
            )


def _reaches(person: PersonRecord) -> bool:
    return any(getattr(person, name) for name in _CONTACT)


def _hold_people(work: Work, complaint: ComplaintRecord, agreed: Collection[str]) -> None:
    """Keep whole people for the agency left, and give the next what the complainant agrees to."""
    leaving, people = complaint.agency, people_of(work.session, complaint.id)
    if {Travels.NAME, Travels.CONTACT} <= set(agreed):
        for person in people:
            person.kept_for = None
        return
    whole = next(person for person in people if person.role == COMPLAINANT)
    for person in people:
        shared = person.role != COMPLAINANT and Travels.NAME in agreed
        person.kept_for = None if shared else person.kept_for or leaving
    stand_in = PersonRecord(complaint_id=complaint.id, role=COMPLAINANT)
    _copy(whole, stand_in, agreed)
    work.session.add(stand_in)


def _release_people(work: Work, complaint: ComplaintRecord, fields: Collection[str]) -> None:
    people = people_of(work.session, complaint.id)
    whole, *others = [person for person in people if person.role == COMPLAINANT]
    for person in people:
        if person.role != COMPLAINANT and Travels.NAME in fields:
            person.kept_for = None
    stand_in = next((person for person in others if person.kept_for is None), None)
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
