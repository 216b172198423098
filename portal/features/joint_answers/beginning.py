"""A part begins: the agency that was asked has it, with what may be read, and its own dates.

It is a complaint of that agency's as any other, with officers, warnings and a way up; only its
complainant has one complaint, one number and one page. What they let be read is copied to it, then
and later; what they did not stays where it is.
"""

from __future__ import annotations

from collections.abc import Collection

from portal.complaints.dates.running_clocks import clock_again, start_planned
from portal.complaints.events import ContactChanged, ReachesAgency
from portal.complaints.filing.file_complaint import subject_of
from portal.complaints.handling.following import reach
from portal.complaints.letters import letters
from portal.complaints.planning.filing_plan import FilingPlan
from portal.complaints.records.complaint import (
    COMPLAINANT,
    ComplaintRecord,
    IssueRecord,
    PersonRecord,
)
from portal.complaints.records.message import AttachmentRecord
from portal.complaints.search import index_more
from portal.complaints.work import Work
from portal.domain.complaint import Status
from portal.domain.history import GENESIS, EntryKind
from portal.domain.time.clock import ClockKind
from portal.features.joint_answers import records
from portal.features.joint_answers.letters import PART_FOR_YOU, PartBegun
from portal.features.joint_answers.queries import (
    begun_parts_of,
    complainants_of,
    documents_to_share,
    people_to_share,
)
from portal.features.joint_answers.records import PartRecord
from portal.features.joint_answers.rules import PART, Shared, needed_for_a_part

_CONTACT = ("email", "email_hash", "phone", "address")


def begin(work: Work, complaint: ComplaintRecord, part: PartRecord, plan: FilingPlan) -> None:
    """Give a part to the agency of `plan`, and tell both sides; the complaint's dates stay."""
    _stop_time_to_choose(work, part)
    agreed = {*(part.agreed or ()), *needed_for_a_part(complaint.reply_by)}
    part.agreed, part.agency, part.begun_at = sorted(agreed), plan.agency.code, work.now
    theirs = _complaint_of(work, complaint, part, plan)
    # From here on the rows are another agency’s: whoever asked reads none of them again.
    with work.session.no_autoflush:
        work.session.add(theirs)
        work.session.flush()
        part.part_id = theirs.id
        _fill(work, complaint, theirs, part, plan)
        share(work, complaint, theirs, agreed)
    last_day = plan.clock(ClockKind.ANSWER).due.last_day
    work.record(
        complaint,
        records.PartBegun(
            part=part.number, fields=part.agreed, agency_name=plan.agency.name, last_day=last_day
        ),
    )
    letters.to_citizen(work, complaint, PartBegun(plan.agency.name, last_day))


def _stop_time_to_choose(work: Work, part: PartRecord) -> None:
    clock = clock_again(work, part.clock_id) if part.clock_id is not None else None
    if clock is not None and clock.pending:
        clock.meet(work.now, is_late=False)


def _complaint_of(
    work: Work, complaint: ComplaintRecord, part: PartRecord, plan: FilingPlan
) -> ComplaintRecord:
    """Return the part as a complaint of its agency, with nothing of the person's in it yet."""
    return ComplaintRecord(
        number=part.number,
        parent_id=complaint.id,
        agency=plan.agency.code,
        release_id=plan.agency.release_id,
        category=plan.category.code,
        theme=plan.category.theme,
        unit=plan.unit,
        status=Status.RECEIVED.value,
        is_open=True,
        level=1,
        top_level=len(plan.path),
        holder=plan.path[0].to,
        channel=complaint.channel,
        language=complaint.language,
        reply_by=complaint.reply_by,
        full_answer_by_email=complaint.full_answer_by_email,
        filed_for=complaint.filed_for,
        needs=[],
        received_at=work.now,
        due_at=plan.due_at,
        last_event=EntryKind.PART_RECEIVED.value,
        last_event_at=work.now,
        subject=subject_of(part.asked),
        story="",
        answers={},
        access_code_hash=complaint.access_code_hash,
        version=1,
        head_seq=0,
        head_hash=GENESIS,
        head_signature=b"",
    )


def _fill(
    work: Work,
    complaint: ComplaintRecord,
    theirs: ComplaintRecord,
    part: PartRecord,
    plan: FilingPlan,
) -> None:
    """Write what a part begins with: its history, its clocks, what is asked, whom it is for."""
    due_at = plan.clock(ClockKind.ANSWER).due.due_at
    seq = work.record(
        theirs,
        records.PartReceived(
            of=complaint.number,
            by=complaint.agency,
            agency=plan.agency.code,
            release=plan.agency.release_id,
            category=plan.category.code,
            theme=plan.category.theme,
            channel=theirs.channel,
            due_at=due_at,
            fields=part.agreed,
        ),
        text=part.asked,
    )
    message = letters.add_message(work, theirs, PART, part.asked, seq)
    # Whoever set it going, these are the words of the agency that asks.
    message.from_citizen, message.author_id = False, None
    work.session.add(IssueRecord(complaint_id=theirs.id, rank=1, text=theirs.subject))
    start_planned(work, theirs, plan, ClockKind.INTAKE)
    # Also by what they may not read: whoever the complaint names has no part in answering it.
    reaches = ReachesAgency(work, theirs, plan.agency.code, (part.asked,), complaint)
    work.features.happened(reaches)
    members = work.staff.receivers(work.session, plan.agency.code, plan.path[0].to)
    letters.to_members(work, theirs, members, PART_FOR_YOU)


# What the agency of a part may read.


def share(
    work: Work, complaint: ComplaintRecord, theirs: ComplaintRecord, fields: Collection[str]
) -> None:
    """Give the agency that has a part its own rows of what it may read."""
    if Shared.STORY in fields:
        theirs.story = complaint.story
        index_more(work.session, work.keyring, theirs, complaint.story)
    if {Shared.NAME, Shared.CONTACT} & set(fields):
        _share_people(work, complaint, theirs, fields)
    if Shared.CONTACT in fields:
        theirs.needs = list(complaint.needs)
    if Shared.DOCUMENTS in fields:
        documents = documents_to_share(work.session, complaint.id)
        work.session.add_all(_copied(document, theirs) for document in documents)


def reach_through_parts(event: ContactChanged) -> None:
    """Let the agencies of parts that may read it know how the complainant is reached now."""
    work = event.work
    begun = begun_parts_of(work.session, event.complaint.id)
    parts = [theirs for theirs, agreed in begun if Shared.CONTACT in agreed]
    for person in complainants_of(work.session, [theirs.id for theirs in parts]):
        if person.email or person.phone or person.address:
            reach(work, person, event.email, event.phone, event.address)
    for theirs in parts:
        theirs.reply_by = event.reply_by.value


def _share_people(
    work: Work, complaint: ComplaintRecord, theirs: ComplaintRecord, fields: Collection[str]
) -> None:
    mine, *others = people_to_share(work.session, complaint.id)
    copy = next(iter(complainants_of(work.session, [theirs.id])), None)
    if copy is None:
        copy = PersonRecord(complaint_id=theirs.id, role=COMPLAINANT)
        work.session.add(copy)
    if Shared.NAME in fields:
        copy.name, copy.agreement = mine.name, mine.agreement
        work.session.add_all(
            PersonRecord(
                complaint_id=theirs.id,
                role=person.role,
                name=person.name,
                agreement=person.agreement,
            )
            for person in others
            if person.role != COMPLAINANT
        )
        if mine.name:
            index_more(work.session, work.keyring, theirs, mine.name)
    if Shared.CONTACT in fields:
        for column in _CONTACT:
            setattr(copy, column, getattr(mine, column))


def _copied(document: AttachmentRecord, theirs: ComplaintRecord) -> AttachmentRecord:
    return AttachmentRecord(
        complaint_id=theirs.id,
        name=document.name,
        content_type=document.content_type,
        size=document.size,
        file_key=document.file_key,
        sha256=document.sha256,
        added_at=document.added_at,
        from_citizen=document.from_citizen,
    )
