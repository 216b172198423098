"""A representation ends: by its date, or because the agency or the person says so.

From its date on nothing opens for whoever represented, whether or not the worker was there. The
worker then hands the complaint over: letters go to the person, who gets a code to take it over;
where nobody knows how to reach them letters wait, and the head is told. The agency may write to
the person at any moment, once it verified how they are reached.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from msgspec import Struct

from portal.complaints.events import ContactChanged
from portal.complaints.handling.following import is_same, reach
from portal.complaints.letters import letters
from portal.complaints.letters.readdressing import not_left_to, send_on
from portal.complaints.queries.access_codes import CODE_PURPOSE
from portal.complaints.records.complaint import COMPLAINANT, OTHER, ComplaintRecord, PersonRecord
from portal.complaints.records.message import OutboxRecord
from portal.complaints.work import Work, require
from portal.domain.complaint import FiledFor, ReplyBy
from portal.domain.errors import IncompleteError, TransitionNotAllowedError, required
from portal.domain.history import EntryKind
from portal.domain.number import new_access_code
from portal.domain.permissions import Permission
from portal.domain.time.clock import is_overdue
from portal.domain.typed import is_blank
from portal.features.representatives import rules
from portal.features.representatives.actions import (
    CHECKED_HOW,
    ENDED_WHY,
    close_codes,
    in_force,
    send_code,
)
from portal.features.representatives.letters import (
    NOBODY_TO_WRITE_TO,
    PERSON_UNREACHED,
    RepresentationOver,
)
from portal.features.representatives.queries import (
    held_representation,
    people_in,
    representations_over,
    takeover_codes,
)
from portal.features.representatives.records import RepresentationRecord
from portal.features.representatives.rules import REPRESENTATIVE, EndedBy, Scope
from portal.jobs import Job, Place, each_run
from portal.runtime import Runtime


class Reached(Struct, frozen=True):
    """How the person is reached, as somebody of the agency verified it, and how they know."""

    email: str
    address: str
    how_known: str


def end_by_agency(
    work: Work, complaint: ComplaintRecord, reason: str, reached: Reached | None = None
) -> None:
    """End a representation at once, as the person asks of the agency, or for another reason.

    Where nobody verified how they are `reached`, nothing goes to what their representative said.
    """
    require(work, complaint, Permission.CONTACT)
    record, why = in_force(work, complaint), required(reason, "reason")
    if reached is not None:
        _keep_verified(work, complaint, record, reached)
    end(work, complaint, record, EndedBy.AGENCY, why)
    if reached is not None:
        _note_how_known(work, complaint, reached)


def end_by_itself(work: Work, complaint: ComplaintRecord) -> bool:
    """End a representation whose time is over; return whether there was one."""
    record = held_representation(work.session, complaint.id)
    if record is None or record.ended_at is not None or record.ends_at is None:
        return False
    if not is_overdue(record.ends_at, work.now):
        return False
    is_for_filing = record.said.get("scope") == Scope.FILE
    end(work, complaint, record, EndedBy.FILED if is_for_filing else EndedBy.DAY)
    return True


def end(
    work: Work,
    complaint: ComplaintRecord,
    record: RepresentationRecord,
    by: EndedBy,
    reason: str = "",
) -> None:
    """Hand a complaint over to the person whose it is; tell them, whoever represented, the head."""
    is_verified = record.verified_at is not None
    email, address = (record.email or "", record.address or "") if is_verified else ("", "")
    is_reached = bool(email or address)
    # What files and does no more is still told that it was received.
    waiting = [] if by is EndedBy.FILED else not_left(work, complaint)
    put_an_end(work, complaint, record, by, is_reached=is_reached, reason=reason)
    hand_over(work, complaint)
    # Without an address that somebody verified, letters wait on paper.
    reply_by = ReplyBy.EMAIL if email else ReplyBy.POST
    _write_to_person(work, complaint, reply_by, email, "", "" if email else address)
    send_on(work, complaint, waiting)
    if is_reached:
        send_code(work, complaint, record, work.advised.calendar)
        return
    close_codes(work, complaint)
    if complaint.is_open:
        _tell_that_nobody_is_left(work, complaint)


def put_an_end(
    work: Work,
    complaint: ComplaintRecord,
    record: RepresentationRecord,
    by: EndedBy,
    *,
    is_reached: bool,
    reason: str = "",
    may_read: bool = False,
) -> None:
    """Let nobody act for the person from now on, and tell whoever did, where they are reached."""
    record.ended_at, record.ended_by = work.now, by.value
    record.former_code_hash = complaint.access_code_hash
    entry = rules.RepresentationEnded(by.value, is_reached)
    if reason:
        letters.record_text(work, complaint, entry, ENDED_WHY, reason)
    else:
        work.record(complaint, entry)
    people = people_in(work.session, complaint.id)
    whole = next(person for person in people if person.role == COMPLAINANT)
    email = letters.address_of(complaint.reply_by, whole.email, whole.phone) or ""
    address = _on_paper(whole) if complaint.reply_by == ReplyBy.POST else ""
    letter = RepresentationOver(by.value, may_read)
    letters.to_person_beside(work, complaint, letter, email, address)


def hand_over(work: Work, complaint: ComplaintRecord) -> None:
    """Let the person be the one who complains, and whoever did so far their representative."""
    people = people_in(work.session, complaint.id)
    roles = {COMPLAINANT: REPRESENTATIVE, OTHER: COMPLAINANT}
    for person in people:
        person.role = roles.get(person.role, person.role)
    complaint.filed_for, complaint.full_answer_by_email = FiledFor.SELF.value, False
    work.session.flush()


def reach_person(
    work: Work, complaint: ComplaintRecord, reply_by: ReplyBy, email: str, phone: str, address: str
) -> None:
    """Let letters get to the person from now on; the history says that it changed, not to what."""
    _write_to_person(work, complaint, reply_by, email, phone, address)
    work.record(complaint, EntryKind.CONTACT_CHANGED)


def _write_to_person(
    work: Work, complaint: ComplaintRecord, reply_by: ReplyBy, email: str, phone: str, address: str
) -> None:
    """Do the same where nobody changed it: it is the end of a representation that says so."""
    for person in people_in(work.session, complaint.id):
        if person.role == COMPLAINANT:
            reach(work, person, email, phone, address)
    complaint.reply_by = reply_by.value
    work.session.flush()
    work.features.happened(ContactChanged(work, complaint, reply_by, email, phone, address))


def not_left(work: Work, complaint: ComplaintRecord) -> list[OutboxRecord]:
    """Return the letters that have not left yet to whoever complains now."""
    person, reply_by = letters.complainant_of(work, complaint), complaint.reply_by
    if person is None:
        return []
    address = letters.address_of(reply_by, person.email, person.phone)
    return not_left_to(work, complaint, address)


def _on_paper(person: PersonRecord) -> str:
    """Return the name and address of somebody, as a letter to them begins."""
    return f"{person.name or ''}\n{person.address}".strip() if person.address else ""


def _tell_that_nobody_is_left(work: Work, complaint: ComplaintRecord) -> None:
    """Tell the head that letters wait because nobody knows where the person is reached."""
    heads = work.staff.heads(work.session, complaint.agency)
    told = heads or work.staff.administrators(work.session, complaint.agency)
    letters.to_members(work, complaint, told, NOBODY_TO_WRITE_TO)
    letters.notify_handling(work, complaint, PERSON_UNREACHED)


def end_representations(runtime: Runtime, now: datetime) -> int:
    """End what is over, however long the worker was away; return of how many complaints."""
    return runtime.change_waiting(partial(representations_over, now=now), end_by_itself, now)


ENDING = Job(
    "end representations",
    Place.BEFORE_CLOCKS,
    each_run(end_representations),
    counted="representations_ended",
)


# The agency writes to the person.


def invite(work: Work, complaint: ComplaintRecord, reached: Reached) -> None:
    """Keep how the person is reached, as the agency verified it, and send them a code.

    Where nobody acts for them any more, all letters go there from now on. Whoever took the
    complaint over before opens it no more: it may have been somebody else.
    """
    require(work, complaint, Permission.CONTACT)
    record = held_representation(work.session, complaint.id)
    if record is None:
        raise TransitionNotAllowedError(complaint.status, "invite")
    waiting = not_left(work, complaint) if record.taken_back_at is not None else []
    _keep_verified(work, complaint, record, reached)
    if record.taken_back_at is not None:
        _close_to_whoever_took_over(work, complaint, record)
    if record.ended_at is not None:
        by = ReplyBy.EMAIL if reached.email else ReplyBy.POST
        address = "" if reached.email else reached.address
        reach_person(work, complaint, by, reached.email, "", address)
    send_on(work, complaint, waiting)
    send_code(work, complaint, record, work.advised.calendar)
    _note_how_known(work, complaint, reached)


def _keep_verified(
    work: Work, complaint: ComplaintRecord, record: RepresentationRecord, reached: Reached
) -> None:
    """Keep where the person is reached; what went elsewhere opens nothing from now on."""
    required(reached.how_known, "how")
    if is_blank(reached.email) and is_blank(reached.address):
        raise IncompleteError("person_contact")
    if not _is_where_codes_go(record, reached):
        close_codes(work, complaint)
    record.email, record.address = reached.email or None, reached.address or None
    record.verified_at = work.now


def _is_where_codes_go(record: RepresentationRecord, reached: Reached) -> bool:
    if record.email or reached.email:
        return is_same(reached.email, record.email)
    return is_same(reached.address, record.address)


def _note_how_known(work: Work, complaint: ComplaintRecord, reached: Reached) -> None:
    seq = work.record(complaint, EntryKind.NOTED, text=reached.how_known)
    letters.add_message(work, complaint, CHECKED_HOW, reached.how_known, seq)


def _close_to_whoever_took_over(
    work: Work, complaint: ComplaintRecord, record: RepresentationRecord
) -> None:
    """Let no code or browser that opened it so far do so, nor whoever represented them read on."""
    # What was opened before the end opens nothing: that moment is now.
    record.ended_at = work.now
    complaint.access_code_hash = work.keyring.hashed(new_access_code(), CODE_PURPOSE)
    record.taken_back_at, record.may_read = None, False
    close_codes(work, complaint)
    for code in takeover_codes(work.session, complaint.id):
        code.shown = None
