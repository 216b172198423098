"""Another agency is asked for a part of a complaint, and its complainant for what it may read.

The agency that has the complaint keeps it, with its dates: the part has its own. What nobody agreed
to stays where it is, and the part goes by itself when the time to choose is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.agencies.registry import Registry
from portal.complaints.letters import letters
from portal.complaints.planning.filing_plan import FilingPlan, plan_filing
from portal.complaints.planning.promised_dates import clock_row, planned
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.complaint import Channel, Draft, FiledFor, Status
from portal.domain.errors import IncompleteError, TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.domain.number import MOST_PARTS, part_number
from portal.domain.permissions import Permission
from portal.domain.time.clock import ClockKind
from portal.features.joint_answers.beginning import begin
from portal.features.joint_answers.records import PartRecord
from portal.features.joint_answers.rules import Shared

PART = "part"
"""The kind of the message that says what an agency is asked to answer."""


def ask_part(
    work: Work, complaint: ComplaintRecord, to: Agency, asked: str, plan: FilingPlan
) -> None:
    """Ask `to` for a part of a complaint; `plan` is what it promises, asked before the lock.

    It waits until the complainant chose what may be read. Who chose when they filed is not asked
    again: the part goes at once.
    """
    require(work, complaint, Permission.ASK_PART)
    _refuse_impossible(complaint)
    _refuse_incomplete(work, complaint, to, asked)
    number = part_number(complaint.number, _how_many(work, complaint))
    named = {"fr": to.name.fr, "en": to.name.en}
    chosen = agreed_when_filed(complaint.answers, to.code)
    clock = None if chosen is not None else _time_to_choose(work, complaint)
    last_day = clock.last_day.isoformat() if clock is not None and clock.last_day else None
    told = {"to": to.code, "agency_name": named, "part": number, "last_day": last_day}
    seq = work.record(complaint, EntryKind.PART_ASKED, text=asked, **told)
    letters.add_message(work, complaint, PART, asked, seq)
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
    if clock is None:
        begin(work, complaint, part, plan)
    else:
        letters.to_citizen(work, complaint, "part_asked", to_name=named, last_day=last_day)


def agreed_when_filed(answers: Mapping[str, Any] | None, agency: str) -> list[str] | None:
    """Return what the complainant let an agency read when they named it; None if they did not."""
    named = (answers or {}).get("other_agency") or {}
    if named.get("agency") != agency:
        return None
    return sorted(set(named.get("reads", ())) & set(Shared))


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


def part_to_begin(session: Session, clock_id: int) -> PartRecord | None:
    """Return the part whose time to choose a clock is, as long as it waits."""
    waiting = (PartRecord.clock_id == clock_id, PartRecord.begun_at.is_(None))
    return session.scalar(select(PartRecord).where(*waiting, PartRecord.ended_at.is_(None)))


def part_by_id(session: Session, part_id: int) -> PartRecord:
    """Return a part that the session's actor may see."""
    return session.scalars(select(PartRecord).where(PartRecord.id == part_id)).one()


def _time_to_choose(work: Work, complaint: ComplaintRecord) -> ClockRecord:
    promise = work.agencies.handing_on.transfer
    clock = planned(ClockKind.PART, complaint.level, promise, work.now, work.advised.calendar)
    row = ClockRecord(complaint_id=complaint.id, **clock_row(clock, work.advised.agency.release_id))
    work.session.add(row)
    work.session.flush()
    return row


def _refuse_impossible(complaint: ComplaintRecord) -> None:
    status = Status(complaint.status)
    is_part = complaint.parent_id is not None
    if is_part or not status.is_open or status is Status.ANSWERED:
        raise TransitionNotAllowedError(complaint.status, PART)


def _refuse_incomplete(work: Work, complaint: ComplaintRecord, to: Agency, asked: str) -> None:
    """Raise IncompleteError where nothing is asked, or not of an agency that can answer."""
    missing = [] if asked.strip() else ["question"]
    desk = work.agencies.portal.portal.intake_desk
    is_refused = to.code in (desk, complaint.agency) or _is_awaited_of(work, complaint, to.code)
    if is_refused or _how_many(work, complaint) >= MOST_PARTS:
        missing.append("part_agency")
    if missing:
        raise IncompleteError(*missing)


def _is_awaited_of(work: Work, complaint: ComplaintRecord, agency: str) -> bool:
    open_there = select(PartRecord.id).where(
        PartRecord.complaint_id == complaint.id,
        PartRecord.agency == agency,
        PartRecord.answered_at.is_(None),
        PartRecord.ended_at.is_(None),
    )
    return work.session.scalar(open_there.limit(1)) is not None


def _how_many(work: Work, complaint: ComplaintRecord) -> int:
    count = select(func.count()).where(PartRecord.complaint_id == complaint.id)
    return work.session.scalar(count) or 0
