"""What a complainant does with a number and a code: look, write, add a document, withdraw."""

from __future__ import annotations

from sqlalchemy import select

from portal.complaints.dates import answer_dates, running_clocks
from portal.complaints.events import ContactChanged, MessageReceived, Withdrawn
from portal.complaints.held_messages.holding import stop
from portal.complaints.letters import letters
from portal.complaints.records.complaint import COMPLAINANT, ComplaintRecord, PersonRecord
from portal.complaints.work import Work
from portal.domain.complaint import ReplyBy, Status
from portal.domain.handling.lifecycle import Action, is_possible, status_after
from portal.domain.history import EntryKind
from portal.words.letters.to_citizens import CONTACT_CHANGED, WITHDRAWN
from portal.words.letters.to_staff import NEW_MESSAGE, WITHDRAWN_STAFF


def write_message(work: Work, complaint: ComplaintRecord, body: str, once: str | None) -> None:
    """Add what the complainant writes; an expected reply ends the wait, and lets a time go on.

    Sent twice, kept once.
    """
    if letters.was_sent(work, once):
        return
    if is_possible(Status(complaint.status), Action.REPLY):
        complaint.status = status_after(Status(complaint.status), Action.REPLY).value
    # Before the message, which stays the newest thing that happened.
    answer_dates.resume_on_reply(work, complaint)
    seq = work.record(complaint, EntryKind.MESSAGE_RECEIVED, text=body)
    letters.add_message(work, complaint, "message", body, seq, once)
    received = MessageReceived(work, complaint, body)
    work.features.happened(received)
    if received.is_told:
        letters.to_assignee(work, complaint, NEW_MESSAGE)


def withdraw(work: Work, complaint: ComplaintRecord, reason: str) -> None:
    """End the complaint because the complainant asks for it; nothing is owed any more.

    What other agencies were asked for ends with it.
    """
    complaint.status = status_after(Status(complaint.status), Action.WITHDRAW).value
    complaint.is_open, complaint.closed_at = False, work.now
    stop(work, complaint)
    work.features.happened(Withdrawn(work, complaint))
    running_clocks.end_all(work, complaint)
    seq = work.record(complaint, EntryKind.WITHDRAWN, text=reason)
    if reason.strip():
        letters.add_message(work, complaint, "withdrawal", reason, seq)
    letters.to_citizen(work, complaint, WITHDRAWN)
    letters.to_assignee(work, complaint, WITHDRAWN_STAFF)


def change_contact(
    work: Work, complaint: ComplaintRecord, reply_by: ReplyBy, email: str, phone: str, address: str
) -> None:
    """Change how the complainant is reached; the history says that it changed, not to what."""
    mine = (PersonRecord.complaint_id == complaint.id, PersonRecord.role == COMPLAINANT)
    whole, *others = work.session.scalars(
        select(PersonRecord).where(*mine).order_by(PersonRecord.id)
    ).all()
    for person in (whole, *(one for one in others if one.email or one.phone or one.address)):
        reach(work, person, email, phone, address)
    complaint.reply_by = reply_by.value
    changed = ContactChanged(work, complaint, reply_by, email, phone, address)
    work.features.happened(changed)
    work.record(complaint, EntryKind.CONTACT_CHANGED)
    letters.to_citizen(work, complaint, CONTACT_CHANGED)


def reach(work: Work, person: PersonRecord, email: str, phone: str, address: str) -> None:
    """Keep how somebody is reached from now on; what is empty is not kept."""
    person.email, person.phone, person.address = email or None, phone or None, address or None
    person.email_hash = (email and work.keyring.hashed(email.lower(), "email")) or None
