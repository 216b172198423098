"""What is written to people: messages on the complaint, and mail put into the outbox.

Ordinary mail carries the number, dates and a link; never a name, a story or an access code.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import select

from portal.complaints.events import MessageAdded
from portal.complaints.queries.staff import Member
from portal.complaints.records.complaint import COMPLAINANT, ComplaintRecord, PersonRecord
from portal.complaints.records.message import MessageRecord, OutboxRecord
from portal.complaints.records.people import UserRecord
from portal.complaints.search import index_more
from portal.complaints.work import Work, kept_out
from portal.db.row_filter import FOR_DELIVERY
from portal.domain.actor import ActorKind
from portal.domain.complaint import ReplyBy
from portal.domain.confidential import TEXTS
from portal.domain.delivery import phone_address
from portal.domain.number import whole_number
from portal.words.letters.letter import Letter


def add_message(
    work: Work,
    complaint: ComplaintRecord,
    kind: str,
    body: str,
    history_seq: int,
    once: str | None = None,
) -> MessageRecord:
    """Add a text to the complaint: a message, question, answer, extension or internal note.

    What is confidential is found by no search: few may read it.
    """
    message = MessageRecord(
        complaint_id=complaint.id,
        at=work.now,
        kind=kind,
        from_citizen=work.actor.kind is ActorKind.COMPLAINANT,
        author_id=work.actor.user_id,
        body=body,
        history_seq=history_seq,
        once=once,
    )
    work.session.add(message)
    work.session.flush()
    if kind not in TEXTS:
        index_more(work.session, work.keyring, complaint, body)
    work.features.happened(MessageAdded(work, complaint, message))
    return message


def stored_facts(
    complaint: ComplaintRecord, letter: Letter, agency: str | None = None
) -> dict[str, Any]:
    """Return what is stored of a letter about a complaint, as JSON has it."""
    about = {"number": complaint.number, "agency": agency or complaint.agency}
    return about | letter.facts()


def mail_row(
    template: str, recipient: str, language: str, params: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """Return a letter ready for the outbox; its id is the same however often it is sent."""
    return {
        "template": template,
        "recipient": recipient,
        "language": language,
        "params": params,
        "message_id": uuid4().hex,
        "created_at": now,
        # At once, even when the clocks were run as of a later moment.
        "not_before": min(now, datetime.now(UTC)),
        "done": False,
        "attempts": 0,
    }


def posted_row(
    template: str, language: str, params: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """Return a letter that is printed and posted; where it goes, the complaint knows."""
    row = mail_row(template, "", language, params, now)
    return row | {"recipient": None, "done": True, "by_post": True}


def address_of(reply_by: str, email: str | None, phone: str | None) -> str | None:
    """Return where the portal itself writes to a complainant, or None if nowhere."""
    if reply_by == ReplyBy.EMAIL:
        return email or None
    return phone_address(phone) if reply_by == ReplyBy.TEXT and phone else None


def to_citizen(
    work: Work, complaint: ComplaintRecord, letter: Letter, agency: str | None = None
) -> None:
    """Put a letter to the complainant into the outbox, unless they chose to hear nowhere.

    It speaks of `agency`, unless that is the one that has the complaint.

    Whoever chose the post gets it printed: it waits until somebody says that it was posted. Of a
    part they are told by the number of their complaint, which is the only one they have.
    """
    facts = stored_facts(complaint, letter, agency)
    if complaint.parent_id is not None:
        facts |= {"number": whole_number(complaint.number), "is_part": True}
    if complaint.reply_by == ReplyBy.POST:
        row = posted_row(letter.code, complaint.language, facts, work.now)
    else:
        person = _complainant(work, complaint)
        address = person and address_of(complaint.reply_by, person.email, person.phone)
        if not address:
            return
        row = mail_row(letter.code, address, complaint.language, facts, work.now)
    work.session.add(OutboxRecord(complaint_id=complaint.id, **row))


def _complainant(work: Work, complaint: ComplaintRecord) -> PersonRecord | None:
    # What an agency reads of them in a part is not all of them.
    if complaint.parent_id is None and complaint.id in work.complainants:
        return work.complainants[complaint.id]
    # The first is whole, whatever of it the agency may read: the portal writes the letter.
    whole = complaint.parent_id or complaint.id
    statement = (
        select(PersonRecord)
        .where(PersonRecord.complaint_id == whole, PersonRecord.role == COMPLAINANT)
        .order_by(PersonRecord.id)
        .limit(1)
        .execution_options(**{FOR_DELIVERY: True})
    )
    # What is still to be written need not be there: nobody's address is among it.
    with work.session.no_autoflush:
        return work.session.scalar(statement)


def to_post(work: Work, complaint: ComplaintRecord, post: str, letter: Letter) -> int:
    """Put a letter to everybody who works at `post` into the outbox; return to how many.

    Whoever may not answer the complaint gets none.
    """
    but = kept_out(work, complaint)
    members = work.staff.with_post(work.session, complaint.agency, post, but)
    return to_members(work, complaint, members, letter)


def to_assignee(work: Work, complaint: ComplaintRecord, letter: Letter) -> None:
    """Put a letter to whoever handles the complaint, or replaces them, else to its post.

    Whoever may not answer it replaces nobody.
    """
    at_work = complaint.assignee_id and work.staff.in_place_of(
        work.session, complaint.agency, complaint.assignee_id
    )
    is_kept_out = at_work in kept_out(work, complaint)
    user = None if is_kept_out else at_work and work.session.get(UserRecord, at_work)
    if user and user.is_active:
        _put(work, complaint, letter, user.email, user.language)
    else:
        to_post(work, complaint, complaint.holder, letter)


def to_members(
    work: Work,
    complaint: ComplaintRecord,
    members: Sequence[Member],
    letter: Letter,
    agency: str | None = None,
) -> int:
    """Put a letter to each of `members` into the outbox at once; return to how many.

    It speaks of `agency`, unless that is the one that has the complaint.
    """
    for member in members:
        _put(work, complaint, letter, member.email, member.language, agency)
    return len(members)


def _put(
    work: Work,
    complaint: ComplaintRecord,
    letter: Letter,
    recipient: str,
    language: str,
    agency: str | None = None,
) -> None:
    facts = stored_facts(complaint, letter, agency)
    row = mail_row(letter.code, recipient, language, facts, work.now)
    work.session.add(OutboxRecord(complaint_id=complaint.id, **row))
