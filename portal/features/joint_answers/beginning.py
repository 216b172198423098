"""A part begins: the agency that was asked has it, with what may be read, and its own dates.

It is a complaint of that agency's as any other, with officers, warnings and a way up; only its
complainant has one complaint, one number and one page.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select

from portal.complaints.dates.clocks import clock_again
from portal.complaints.events import ReachesAgency
from portal.complaints.filing.writing import subject_of
from portal.complaints.letters import letters
from portal.complaints.planning.filing_plan import FilingPlan
from portal.complaints.planning.promised_dates import clock_row, silence_clock
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import (
    COMPLAINANT,
    ComplaintRecord,
    IssueRecord,
    PersonRecord,
)
from portal.complaints.records.message import AttachmentRecord
from portal.complaints.search import index_more
from portal.complaints.work import Work
from portal.db.row_filter import FOR_DELIVERY
from portal.domain.complaint import Status
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.history import GENESIS, EntryKind
from portal.domain.time.clock import ClockKind
from portal.features.joint_answers.records import PartRecord
from portal.features.joint_answers.rules import Shared, needed_for_a_part

_STARTED = (ClockKind.FIRST_CONTACT, ClockKind.ANSWER, ClockKind.COMPLETE_FILE)
_CONTACT = ("email", "email_hash", "phone", "address")


def agree(
    work: Work, complaint: ComplaintRecord, part_id: int, fields: Collection[str], plan: FilingPlan
) -> None:
    """Let a part begin at once with what the complainant lets be read, be it nothing.

    Raise TransitionNotAllowedError if it no longer waits, or is not for the agency of `plan`.
    """
    part = _waiting(work, complaint, part_id)
    if part is None or not _is_for(work, part, plan):
        raise TransitionNotAllowedError(complaint.status, "part")
    part.agreed = sorted(set(fields) & set(Shared))
    work.record(complaint, EntryKind.PART_AGREED, part=part.number, fields=part.agreed)
    begin(work, complaint, part, plan)


def begin_by_itself(work: Work, complaint: ComplaintRecord, part_id: int, plan: FilingPlan) -> bool:
    """Let a part begin because the time to choose is over: what is asked is all it says."""
    part = _waiting(work, complaint, part_id)
    if part is None or not _is_for(work, part, plan):
        return False
    begin(work, complaint, part, plan)
    return True


def begin(work: Work, complaint: ComplaintRecord, part: PartRecord, plan: FilingPlan) -> None:
    """Give a part to the agency of `plan`, and tell both sides; the complaint's dates stay."""
    _meet(work, part)
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
    day = last_day.isoformat() if last_day else None
    named = {"fr": plan.agency.name.fr, "en": plan.agency.name.en}
    told = {"part": part.number, "fields": part.agreed, "agency_name": named, "last_day": day}
    work.record(complaint, EntryKind.PART_BEGUN, None, **told)
    letters.to_citizen(work, complaint, "part_begun", to_name=named, part_day=day)


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
        work.session.add_all(_copied(one, theirs) for one in _documents(work, complaint))


def _waiting(work: Work, complaint: ComplaintRecord, part_id: int) -> PartRecord | None:
    waiting = (PartRecord.begun_at.is_(None), PartRecord.ended_at.is_(None))
    mine = (PartRecord.id == part_id, PartRecord.complaint_id == complaint.id)
    return work.session.scalar(select(PartRecord).where(*mine, *waiting).with_for_update())


def _is_for(work: Work, part: PartRecord, plan: FilingPlan) -> bool:
    return work.agencies.heir_of(part.agency, part.category, work.now).agency == plan.agency.code


def _meet(work: Work, part: PartRecord) -> None:
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
        EntryKind.PART_RECEIVED,
        text=part.asked,
        of=complaint.number,
        by=complaint.agency,
        agency=plan.agency.code,
        release=plan.agency.release_id,
        category=plan.category.code,
        theme=plan.category.theme,
        channel=theirs.channel,
        due_at=due_at and due_at.isoformat(),
        fields=part.agreed,
    )
    message = letters.add_message(work, theirs, "part", part.asked, seq)
    # Whoever set it going, these are the words of the agency that asks.
    message.from_citizen, message.author_id = False, None
    work.session.add(IssueRecord(complaint_id=theirs.id, rank=1, text=theirs.subject))
    work.session.add_all(ClockRecord(complaint_id=theirs.id, **row) for row in _clock_rows(plan))
    # Also by what they may not read: whoever the complaint names has no part in answering it.
    reached = ReachesAgency(work, theirs, plan.agency.code, (part.asked,), complaint)
    work.features.happened(reached)
    told = work.staff.receivers(work.session, plan.agency.code, plan.path[0].to)
    letters.to_members(work, theirs, told, "part_for_you", agency=plan.agency.code)


def _clock_rows(plan: FilingPlan) -> list[dict[str, Any]]:
    release_id, answer = plan.agency.release_id, plan.clock(ClockKind.ANSWER)
    rows = [clock_row(one, release_id) for one in plan.clocks if one.kind in _STARTED]
    silence = silence_clock(answer, plan.calendar)
    return rows if silence is None else [*rows, clock_row(answer, release_id) | silence]


def _share_people(
    work: Work, complaint: ComplaintRecord, theirs: ComplaintRecord, fields: Collection[str]
) -> None:
    mine, *others = _people(work, complaint)
    row = _theirs_of(work, theirs)
    if row is None:
        row = PersonRecord(complaint_id=theirs.id, role=COMPLAINANT)
        work.session.add(row)
    if Shared.NAME in fields:
        row.name, row.agreement = mine.name, mine.agreement
        work.session.add_all(_other(one, theirs) for one in others if one.role != COMPLAINANT)
        if mine.name:
            index_more(work.session, work.keyring, theirs, mine.name)
    if Shared.CONTACT in fields:
        for name in _CONTACT:
            setattr(row, name, getattr(mine, name))


def _other(person: PersonRecord, theirs: ComplaintRecord) -> PersonRecord:
    return PersonRecord(
        complaint_id=theirs.id, role=person.role, name=person.name, agreement=person.agreement
    )


def _theirs_of(work: Work, theirs: ComplaintRecord) -> PersonRecord | None:
    mine = (PersonRecord.complaint_id == theirs.id, PersonRecord.role == COMPLAINANT)
    return work.session.scalar(select(PersonRecord).where(*mine).limit(1))


def _people(work: Work, complaint: ComplaintRecord) -> Sequence[PersonRecord]:
    """Return the people of a complaint, the complainant first and whole.

    Whatever of them the agency that has it may read: they said what this other one reads.
    """
    chosen = select(PersonRecord).where(PersonRecord.complaint_id == complaint.id)
    whole = chosen.order_by(PersonRecord.id).execution_options(**{FOR_DELIVERY: True})
    return work.session.scalars(whole).all()


def _documents(work: Work, complaint: ComplaintRecord) -> Sequence[AttachmentRecord]:
    mine = (AttachmentRecord.complaint_id == complaint.id, AttachmentRecord.from_citizen)
    whole = select(AttachmentRecord).where(*mine).order_by(AttachmentRecord.id)
    return work.session.scalars(whole.execution_options(**{FOR_DELIVERY: True})).all()


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
