"""A representation ends: by its date, or because the agency or the person says so.

From its date on nothing opens for whoever represented, whether or not the worker was there. The
worker then hands the complaint over: letters go to the person, who gets a code to take it over;
where nobody knows how to reach them letters wait, and the head is told.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from portal.complaints.events import ContactChanged
from portal.complaints.handling.following import reach
from portal.complaints.letters import letters
from portal.complaints.records.complaint import COMPLAINANT, OTHER, ComplaintRecord, PersonRecord
from portal.complaints.work import Work, require
from portal.domain.complaint import FiledFor, ReplyBy
from portal.domain.errors import required
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.time.clock import is_overdue
from portal.features.representatives import rules
from portal.features.representatives.actions import (
    ENDED_WHY,
    forget_shown_codes,
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
)
from portal.features.representatives.records import RepresentationRecord
from portal.features.representatives.rules import REPRESENTATIVE, EndedBy, Scope
from portal.jobs import Job, Place, each_run
from portal.runtime import Runtime


def end_by_agency(work: Work, complaint: ComplaintRecord, reason: str) -> None:
    """End a representation at once, as the person asks of the agency, or for another reason."""
    require(work, complaint, Permission.CONTACT)
    record, why = in_force(work, complaint), required(reason, "reason")
    end(work, complaint, record, EndedBy.AGENCY, why)


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
    email, address = record.email or "", record.address or ""
    is_reached = bool(email or address)
    put_an_end(work, complaint, record, by, is_reached=is_reached, reason=reason)
    hand_over(work, complaint)
    # Without an address, letters wait on paper until somebody finds one.
    reply_by = ReplyBy.EMAIL if email else ReplyBy.POST
    reach_person(work, complaint, reply_by, email, "", "" if email else address)
    if is_reached:
        send_code(work, complaint, record)
    elif complaint.is_open:
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
    for person in people_in(work.session, complaint.id):
        if person.role == COMPLAINANT:
            reach(work, person, email, phone, address)
    complaint.reply_by = reply_by.value
    work.session.flush()
    work.features.happened(ContactChanged(work, complaint, reply_by, email, phone, address))
    work.record(complaint, EntryKind.CONTACT_CHANGED)


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


JOBS = (
    Job(
        "end representations",
        Place.BEFORE_CLOCKS,
        each_run(end_representations),
        counted="representations_ended",
    ),
    Job("forget shown codes", Place.LAST, each_run(forget_shown_codes)),
)
