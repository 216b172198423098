"""Another agency is asked for a part of a complaint, and its complainant for what it may read.

The agency that has the complaint keeps it, with its dates: the part has its own. It goes by itself
when the time to choose is over. From then on it is a complaint of that other agency's as any other,
with officers, warnings and a way up; only its complainant has one complaint, one number and one
page. What they let be read is copied to it, then and later; what they did not stays where it is.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.agencies.registry import Registry
from portal.complaints.dates.running_clocks import clock_again, start_clock, start_planned
from portal.complaints.events import AgencyAsked, ContactChanged, ReachesAgency
from portal.complaints.handling.filing import subject_of
from portal.complaints.handling.following import reach
from portal.complaints.handling.identity_told import note_told_to_agency
from portal.complaints.letters import letters
from portal.complaints.planning import FilingPlan, plan_filing
from portal.complaints.queries.search import index_again
from portal.complaints.records.complaint import (
    COMPLAINANT,
    ClockRecord,
    ComplaintRecord,
    IssueRecord,
    PersonRecord,
)
from portal.complaints.records.message import AttachmentRecord
from portal.complaints.work import Work, beside, require
from portal.db.row_filter import as_the_portal
from portal.domain.complaint import Channel, Draft, FiledFor, Status
from portal.domain.errors import AlreadyAskedError, IncompleteError, TransitionNotAllowedError
from portal.domain.history import GENESIS, EntryKind
from portal.domain.number import MOST_PARTS, part_number
from portal.domain.permissions import Permission
from portal.domain.time.clock import ClockKind
from portal.domain.typed import is_blank
from portal.features.joint_answers import rules
from portal.features.joint_answers.letters import (
    PART_FOR_YOU,
    PART_RELEASED,
    PART_WISHED,
    PartAsked,
    PartBegun,
)
from portal.features.joint_answers.queries_held import (
    begun_parts_of,
    complainants_of,
    count_parts,
    documents_to_share,
    held_part_of,
    is_awaited_of,
    number_of_part_at,
    part_of_clock,
    part_record,
    people_to_share,
    waiting_part,
)
from portal.features.joint_answers.records import PartRecord
from portal.features.joint_answers.rules import (
    PART,
    Shared,
    agreed_when_filed,
    read_unanswered,
)


def ask_part(
    work: Work,
    complaint: ComplaintRecord,
    to: Agency,
    asked: str,
    plan: FilingPlan,
    *,
    is_naming_meant: bool = False,
) -> None:
    """Ask `to` for a part of a complaint; `plan` is what it promises, asked before the lock.

    It waits until the complainant chose what may be read. Who chose when they filed is not asked
    again: the part goes at once.
    """
    require(work, complaint, Permission.ASK_PART)
    status, is_part = Status(complaint.status), complaint.parent_id is not None
    if is_part or not status.is_open or status is Status.ANSWERED:
        raise TransitionNotAllowedError(complaint.status, PART)
    parts_so_far = count_parts(work.session, complaint.id)
    _refuse_incomplete(work, complaint, to, asked, parts_so_far)
    work.features.happened(AgencyAsked(work, complaint, to.code, is_for_part=True))
    number = part_number(complaint.number, parts_so_far)
    chosen = agreed_when_filed(complaint.answers, to.code)
    clock = None if chosen is not None else _start_time_to_choose(work, complaint)
    last_day = clock.last_day if clock is not None else None
    entry = rules.PartAsked(to=to.code, agency_name=to.name, part=number, last_day=last_day)
    seq = letters.record_text(work, complaint, entry, PART, asked)
    part = PartRecord(
        complaint_id=complaint.id,
        number=number,
        agency=to.code,
        category=plan.category.code,
        asked=asked,
        asked_at=work.now,
        asked_by=work.actor.user_id,
        history_seq=seq,
        clock_id=clock.id if clock is not None else None,
        agreed=chosen,
    )
    work.session.add(part)
    work.session.flush()
    note_told_to_agency(work, complaint, asked, to.code, is_meant=is_naming_meant)
    if last_day is None:
        begin(work, complaint, part, plan)
    else:
        contact_goes = bool(_read_unanswered(complaint))
        letters.to_citizen(work, complaint, PartAsked(to.name, last_day, contact_goes))


def plan_for_part(
    agencies: Registry,
    complaint: ComplaintRecord,
    agency: str,
    asked: str,
    category: str | None,
    now: datetime,
) -> FilingPlan:
    """Ask an agency what it promises for a part that it has from now on; nothing is locked.

    It is told what it is asked, and none of the words of the complaint.
    """
    heir = agencies.heir_of(agency, category, now)
    draft = Draft(
        category=heir.category if category or heir.agency != agency else None,
        story=asked,
        language="en" if complaint.language == "en" else "fr",
        filed_for=FiledFor(complaint.filed_for),
        channel=Channel(complaint.channel),
        received_at=now,
    )
    return plan_filing(agencies.agency(heir.agency), draft, now)


def _refuse_incomplete(
    work: Work, complaint: ComplaintRecord, to: Agency, asked: str, parts_so_far: int
) -> None:
    """Raise IncompleteError where nothing is asked, or not of an agency that can answer."""
    missing = ["question"] if is_blank(asked) else []
    is_elsewhere = to.code not in (work.agencies.portal.portal.intake_desk, complaint.agency)
    is_free = is_elsewhere and not is_awaited_of(work.session, complaint.id, to.code)
    if not is_free or parts_so_far >= MOST_PARTS:
        missing.append("part_agency")
    if missing:
        raise IncompleteError(*missing)


def refuse_whole_to_a_part(event: AgencyAsked) -> None:
    """Let no agency be handed a complaint as a whole of which it has a part that goes on."""
    work, complaint = event.work, event.complaint
    if event.is_for_part:
        return
    with as_the_portal(work.session):
        number = number_of_part_at(work.session, complaint.id, event.agency)
    if number is not None:
        raise AlreadyAskedError(complaint.status, PART, number)


# What the complainant lets be read.


def agree(
    work: Work, complaint: ComplaintRecord, part_id: int, fields: Collection[str], plan: FilingPlan
) -> None:
    """Let a part begin at once with what the complainant lets be read, be it nothing.

    Raise TransitionNotAllowedError if it no longer waits, or is not for the agency of `plan`.
    """
    part = waiting_part(work.session, complaint.id, PartRecord.id == part_id)
    if part is None or not _is_for(work, part, plan):
        raise TransitionNotAllowedError(complaint.status, PART)
    part.agreed = sorted(set(fields) & set(Shared))
    work.record(complaint, rules.PartAgreed(part=part.number, fields=part.agreed))
    begin(work, complaint, part, plan)


def let_read(work: Work, complaint: ComplaintRecord, part_id: int, fields: Collection[str]) -> None:
    """Let the agency that has a part read what the complainant kept from it until now."""
    theirs = held_part_of(work.session, complaint.id, part_id)
    part = part_record(work.session, complaint.id, part_id)
    agreed = set(part.agreed or ()) if part is not None else set()
    more = sorted(set(fields) & set(Shared) - agreed)
    if theirs is None or part is None or part.ended_at is not None or not more:
        raise TransitionNotAllowedError(complaint.status, PART)
    part.agreed = sorted({*agreed, *more})
    share(work, complaint, theirs, more)
    for record in (complaint, theirs):
        work.record(record, rules.PartAgreed(part=part.number, fields=more))
    letters.to_assignee(beside(work, theirs), theirs, PART_RELEASED)


# The time to choose, and what happens when it is over.


def plan_waiting_part(
    session: Session,
    agencies: Registry,
    complaint: ComplaintRecord,
    clock_id: int,
    now: datetime,
) -> FilingPlan | None:
    """Ask the agency of a part what it promises, if the time to choose is all that it waits for."""
    part = part_of_clock(session, clock_id)
    if part is None:
        return None
    return plan_for_part(agencies, complaint, part.agency, part.asked, part.category, now)


def begin_by_itself(
    work: Work, complaint: ComplaintRecord, clock: ClockRecord, plan: FilingPlan
) -> bool:
    """Let a part begin because the time to choose is over: what is asked is all it says."""
    part = waiting_part(work.session, complaint.id, PartRecord.clock_id == clock.id)
    if part is None or not _is_for(work, part, plan):
        return False
    begin(work, complaint, part, plan)
    return True


def _read_unanswered(complaint: ComplaintRecord) -> Collection[str]:
    return read_unanswered(complaint.channel, complaint.reply_by)


def _is_for(work: Work, part: PartRecord, plan: FilingPlan) -> bool:
    return work.agencies.heir_of(part.agency, part.category, work.now).agency == plan.agency.code


def _start_time_to_choose(work: Work, complaint: ComplaintRecord) -> ClockRecord:
    promise = work.agencies.handing_on.transfer
    clock = start_clock(work, complaint, ClockKind.PART, promise)
    work.session.flush()
    return clock


def time_to_choose(work: Work, part: PartRecord) -> ClockRecord | None:
    """Return the time to choose that still runs for a part, as it is now."""
    clock = clock_again(work, part.clock_id) if part.clock_id is not None else None
    return clock if clock is not None and clock.pending else None


CONTACT_COLUMNS = ("email", "email_hash", "phone", "address")
"""How somebody is reached, as it is stored."""


def begin(
    work: Work,
    complaint: ComplaintRecord,
    part: PartRecord,
    plan: FilingPlan,
    *,
    subject: str | None = None,
    is_wished: bool = False,
) -> None:
    """Give a part to the agency of `plan`, and tell both sides; the complaint's dates stay.

    Its `subject` is what is asked, unless something else says more. One that `is_wished` by its
    complainant is told them by the letter that acknowledges the complaint.
    """
    if clock := time_to_choose(work, part):
        clock.meet(work.now, is_late=False)
    agreed = _read_unanswered(complaint) if part.agreed is None else part.agreed
    part.agreed, part.agency, part.begun_at = sorted(agreed), plan.agency.code, work.now
    theirs = _complaint_of(work, complaint, part, plan, subject_of(subject or part.asked))
    # From here on the rows are another agency’s: whoever asked reads none of them again.
    with work.session.no_autoflush:
        work.session.add(theirs)
        work.session.flush()
        part.part_id = theirs.id
        _fill(work, complaint, theirs, part, plan)
        _tell_receivers(work, theirs, plan, is_wished=is_wished)
        share(work, complaint, theirs, agreed)
    last_day = plan.clock(ClockKind.ANSWER).due.last_day
    entry = rules.PartBegun(
        part=part.number, fields=part.agreed, agency_name=plan.agency.name, last_day=last_day
    )
    if is_wished:
        part.history_seq = letters.record_text(work, complaint, entry, PART, part.asked)
    else:
        work.record(complaint, entry)
        letters.to_citizen(work, complaint, PartBegun(plan.agency.name, last_day))


def _complaint_of(
    work: Work, complaint: ComplaintRecord, part: PartRecord, plan: FilingPlan, subject: str
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
        subject=subject,
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
    seq = work.record(
        theirs,
        rules.PartReceived(
            of=complaint.number,
            by=complaint.agency,
            agency=plan.agency.code,
            release=plan.agency.release_id,
            category=plan.category.code,
            theme=plan.category.theme,
            channel=theirs.channel,
            due_at=plan.clock(ClockKind.ANSWER).due.due_at,
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


def _tell_receivers(
    work: Work, theirs: ComplaintRecord, plan: FilingPlan, *, is_wished: bool
) -> None:
    """Tell whoever receives a part that an agency asks them for it, or the complainant does."""
    members = work.staff.receivers(work.session, plan.agency.code, plan.path[0].to)
    if is_wished:
        letters.to_members(work, theirs, members, PART_WISHED)
    else:
        letters.to_members(work, theirs, members, PART_FOR_YOU)


# What the agency of a part may read.


def share(
    work: Work, complaint: ComplaintRecord, theirs: ComplaintRecord, fields: Collection[str]
) -> None:
    """Give the agency that has a part its own rows of what it may read."""
    if Shared.STORY in fields:
        theirs.story = complaint.story
    if {Shared.NAME, Shared.CONTACT} & set(fields):
        _share_people(work, complaint, theirs, fields)
    if Shared.CONTACT in fields:
        theirs.needs = list(complaint.needs)
    if Shared.DOCUMENTS in fields:
        documents = documents_to_share(work.session, complaint.id)
        work.session.add_all(_copied(document, theirs) for document in documents)
    work.session.flush()
    index_again(work.session, work.keyring, theirs, theirs.agency)


def reach_through_parts(event: ContactChanged) -> None:
    """Let the agencies of parts that may read it know how the complainant is reached now.

    By which way, all know: the portal writes for them.
    """
    work = event.work
    begun = begun_parts_of(work.session, event.complaint.id)
    parts = [theirs for theirs, agreed in begun if Shared.CONTACT in agreed]
    for person in complainants_of(work.session, [theirs.id for theirs in parts]):
        if person.email or person.phone or person.address:
            reach(work, person, event.email, event.phone, event.address)
    for theirs, _agreed in begun:
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
    if Shared.CONTACT in fields:
        for column in CONTACT_COLUMNS:
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
