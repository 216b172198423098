"""What is written to people: messages on the complaint, mail for the outbox, notices for the staff.

Ordinary mail carries the number, dates and a link; never a name, a story or an access code. What
clocks have to tell the staff is a notice, written in the transaction of what it tells: the worker
gathers those that wait for a person into one letter, see `digests`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from portal.complaints import entries
from portal.complaints.entries import EntryFacts
from portal.complaints.events import ComplainantQuoted
from portal.complaints.queries.accounts import user_of
from portal.complaints.queries.staff import Member, without
from portal.complaints.queries.waiting_letters import has_text
from portal.complaints.queries.withheld import withheld_from
from portal.complaints.records.complaint import (
    COMPLAINANT,
    ClockRecord,
    ComplaintRecord,
    PersonRecord,
)
from portal.complaints.records.message import MessageRecord, NoticeRecord, OutboxRecord
from portal.complaints.work import Work, excluded_from
from portal.db.row_filter import FOR_DELIVERY
from portal.db.search.texts import index_more
from portal.domain.actor import ActorKind
from portal.domain.complaint import ReplyBy, is_own_motion
from portal.domain.handling.escalation import Alarmed
from portal.domain.history import EntryKind
from portal.domain.number import whole_number
from portal.domain.portal_services import phone_address
from portal.words.letters.letter import Letter
from portal.words.letters.staff_parts import Notice
from portal.words.letters.to_staff import NOBODY_IN_CHARGE, DateMissed


def add_message(
    work: Work,
    complaint: ComplaintRecord,
    kind: str,
    body: str,
    history_seq: int,
    once: str | None = None,
) -> MessageRecord:
    """Add a text to the complaint: a message, question, answer, extension or internal note."""
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
    withheld = withheld_from(work.session, {complaint.id: complaint.agency})
    findable = withheld[complaint.id].masked(body) if complaint.id in withheld else body
    index_more(work.session, work.keyring, complaint, findable)
    if message.from_citizen:
        work.features.happened(ComplainantQuoted(work, complaint, message))
    return message


def record_text(
    work: Work,
    complaint: ComplaintRecord,
    entry: EntryKind | EntryFacts,
    kind: str,
    text: str,
    once: str | None = None,
) -> int:
    """Record that something happened, and the text that goes with it; return the entry's place."""
    seq = work.record(complaint, entry, text=text)
    add_message(work, complaint, kind, text, seq, once)
    return seq


def was_sent(work: Work, once: str | None) -> bool:
    """Tell whether a text that carries this mark was added before."""
    return once is not None and has_text(work.session, once)


def stored_facts(
    complaint: ComplaintRecord, letter: Letter, agency: str | None = None
) -> dict[str, Any]:
    """Return what is stored in clear of a letter about a complaint, as JSON has it."""
    about: dict[str, Any] = {"number": complaint.number, "agency": agency or complaint.agency}
    if is_own_motion(complaint):
        about["is_own_motion"] = True
    return about if letter.is_sealed else about | letter.facts()


def _as_message(complaint: ComplaintRecord) -> dict[str, Any]:
    """Return what lets a letter call a complaint a message: what its staff says is none."""
    return {} if complaint.nature is None else {"is_message": True}


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
    work: Work,
    complaint: ComplaintRecord,
    letter: Letter,
    agency: str | None = None,
    former: str | None = None,
) -> None:
    """Put a letter to the complainant into the outbox, unless they chose to hear nowhere.

    It speaks of `agency`, unless that is the one that has the complaint, and goes to a `former`
    address where one is given.

    Whoever chose the post gets it printed: it waits until somebody says that it was posted. Of a
    part they are told by the number of their complaint, which is the only one they have.
    """
    facts = stored_facts(complaint, letter, agency) | _as_message(complaint)
    if complaint.parent_id is not None:
        facts |= {"number": whole_number(complaint.number), "is_part": True}
    if former is None and complaint.reply_by == ReplyBy.POST:
        row = posted_row(letter.code, complaint.language, facts, work.now)
    else:
        person = None if former else _complainant(work, complaint)
        address = former or (person and address_of(complaint.reply_by, person.email, person.phone))
        if not address:
            return
        row = mail_row(letter.code, address, complaint.language, facts, work.now)
    sealed = letter.facts() if letter.is_sealed else None
    work.session.add(OutboxRecord(complaint_id=complaint.id, sealed=sealed, **row))


def to_person_beside(
    work: Work, complaint: ComplaintRecord, letter: Letter, email: str, address: str
) -> bool:
    """Put a letter to somebody else of the complaint into the outbox; return whether it gets there.

    It goes to their e-mail address, or else on paper to their `address`, which begins with their
    name.
    """
    facts = stored_facts(complaint, letter) | _as_message(complaint)
    if email:
        row = mail_row(letter.code, email, complaint.language, facts, work.now)
    elif address:
        row = posted_row(letter.code, complaint.language, facts, work.now)
        row |= {"recipient": address}
    else:
        return False
    sealed = letter.facts() if letter.is_sealed else None
    work.session.add(OutboxRecord(complaint_id=complaint.id, sealed=sealed, **row))
    return True


def complainant_of(work: Work, complaint: ComplaintRecord) -> PersonRecord | None:
    """Return whoever complains as the portal itself writes to them, whatever an agency reads."""
    return _complainant(work, complaint)


def _complainant(work: Work, complaint: ComplaintRecord) -> PersonRecord | None:
    # What an agency reads of them in a part is not all of them.
    if complaint.parent_id is None and complaint.id in work.read.complainants:
        return work.read.complainants[complaint.id]
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
    excluded = excluded_from(work, complaint)
    members = work.staff.with_post(work.session, complaint.agency, post, excluded)
    return to_members(work, complaint, members, letter)


def to_assignee(work: Work, complaint: ComplaintRecord, letter: Letter) -> None:
    """Put a letter to whoever handles the complaint, or replaces them, else to its post.

    Whoever may not answer it replaces nobody.
    """
    at_work = complaint.assignee_id and work.staff.in_place_of(
        work.session, complaint.agency, complaint.assignee_id
    )
    is_excluded = at_work in excluded_from(work, complaint)
    user = None if is_excluded else at_work and user_of(work.session, at_work)
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


# Notices wait for the letter of the day.


def notify(
    work: Work,
    complaint: ComplaintRecord,
    members: Iterable[Member],
    notice: Notice,
    clock_id: int | None = None,
) -> bool:
    """Leave a notice for each of `members`; return whether there was anybody.

    A warning names the clock that it warns of.
    """
    row = {
        "complaint_id": complaint.id,
        "clock_id": clock_id,
        "kind": notice.code,
        "params": stored_facts(complaint, notice),
        "at": work.now,
    }
    notices = [row | {"user_id": member.user_id} for member in members]
    work.notices.extend(notices)
    return bool(notices)


def store_notices(session: Session, notices: Sequence[dict[str, Any]]) -> None:
    """Store what use cases left in their `notices`, in one statement."""
    if notices:
        session.execute(insert(NoticeRecord), notices)


def notify_in_charge(
    work: Work,
    complaint: ComplaintRecord,
    others: Sequence[Member],
    notice: Notice,
    clock_id: int | None = None,
) -> bool:
    """Leave a notice for whoever is answerable, and for `others` who have to know it too.

    Who handled the complaint before its review is not. Without anybody the administrators are
    told. Return whether anybody is.
    """
    members = work.staff.in_charge(work.session, complaint, excluded_from(work, complaint))
    everybody = [*members, *without(others, members)]
    return notify(work, complaint, everybody, notice, clock_id) or notify_administrators(
        work, complaint
    )


def tell_missed(
    work: Work,
    complaint: ComplaintRecord,
    clock: ClockRecord,
    others: Sequence[Member],
    *,
    also: Sequence[Alarmed] = (),
    level: int | None = None,
) -> None:
    """Tell whoever is in charge, and `others`, that a date of a level passed, and record it.

    Without anybody the administrators are told. The caller says as what it told somebody `also`;
    the level is that of the clock unless it is another.
    """
    members = work.staff.in_charge(work.session, complaint, excluded_from(work, complaint))
    is_told = notify_in_charge(work, complaint, others, DateMissed(clock.kind))
    told = work.staff.told_as(work.session, complaint.agency, [*members, *others])
    if is_told and not told:
        told = (Alarmed.ADMINISTRATORS,)
    passed, everybody = clock.level if level is None else level, dict.fromkeys((*told, *also))
    work.record(complaint, entries.DateMissed(clock.kind, passed, tuple(everybody)))


def notify_handling(work: Work, complaint: ComplaintRecord, notice: Notice) -> bool:
    """Leave a notice for whoever handles the complaint; return whether there was anybody."""
    members = work.staff.in_charge(work.session, complaint, excluded_from(work, complaint))
    return notify(work, complaint, members, notice)


def notify_administrators(work: Work, complaint: ComplaintRecord) -> bool:
    """Tell the administrators that nobody is answerable for a complaint, or return False."""
    members = work.staff.administrators(work.session, complaint.agency)
    return notify(work, complaint, members, NOBODY_IN_CHARGE)
