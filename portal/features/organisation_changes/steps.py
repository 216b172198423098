"""Carrying a merge or a split out: staff first, complaints a batch at a time, then the end of it.

Complaints that are closed move too: whoever answers for an organisation reads its past, and a
complaint has one agency alone, by which it is kept from all others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.agencies.consultation import PluginFailure
from portal.agencies.registry import Registry
from portal.complaints.events import ReachesAgency, Succeeded
from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord, draft_of, facts_of
from portal.complaints.records.people import MembershipRecord
from portal.complaints.search import index_again
from portal.complaints.work import Work
from portal.domain.category import Category
from portal.domain.escalation import EscalationStep, step_at
from portal.domain.history import EntryKind
from portal.domain.succession import Destination, level_after
from portal.features.organisation_changes.actions import succession_of
from portal.features.organisation_changes.records import AgencyChangeRecord
from portal.features.organisation_changes.staff import end_memberships, let_staff_follow

log = structlog.get_logger()

# Few, so that whoever files meanwhile waits a fifth of a second at most.
AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Move:
    """Where one complaint goes, as the successor's rules said of it at one version."""

    complaint_id: int
    version: int
    to: Destination
    release_id: int
    category: Category
    unit: str | None
    path: tuple[EscalationStep, ...]
    failures: tuple[PluginFailure, ...]


def begin(work: Work, change_id: int) -> None:
    """Let the staff follow, once: from here on they see what their successor has."""
    change = _locked(work.session, change_id)
    if change.begun_at is None:
        let_staff_follow(work.session, work.agencies, succession_of(change))
        change.begun_at = work.now
        change.version += 1


def moves_after(
    session: Session, agencies: Registry, change_id: int, after: int, now: datetime
) -> list[Move]:
    """Ask the successors about the next complaints beyond the id `after`; nothing is locked."""
    change = session.get_one(AgencyChangeRecord, change_id)
    waiting = select(ComplaintRecord).where(
        ComplaintRecord.agency == change.agency, ComplaintRecord.id > after
    )
    batch = session.scalars(waiting.order_by(ComplaintRecord.id).limit(AT_ONCE))
    succession = succession_of(change)
    return [
        _asked(agencies, complaint, succession.destination(complaint.category), now)
        for complaint in batch
    ]


def carry_out(work: Work, change_id: int, moves: list[Move]) -> int:
    """Move complaints that are still as they were when asked about; return how many.

    One that cannot be moved is left for the next run, and does not hold back the others.
    """
    change = _locked(work.session, change_id)
    moved = sum(_tried(work, change, move) for move in moves)
    change.complaints += moved
    return moved


def finish(work: Work, change_id: int) -> bool:
    """End a change once no complaint is left behind; return whether it is done."""
    change = _locked(work.session, change_id)
    theirs = select(ComplaintRecord.id).where(ComplaintRecord.agency == change.agency)
    if work.session.scalar(theirs.limit(1)) is not None:
        return False
    if change.done_at is None:
        end_memberships(work.session, change.agency)
        rest = work.agencies.heir_of(change.agency, None, work.now).agency
        work.features.take_over(work.session, change.agency, rest)
        change.done_at = work.now
        change.version += 1
    return True


def _locked(session: Session, change_id: int) -> AgencyChangeRecord:
    """Return the change, held: another worker waits, and then finds less left to do."""
    return session.get_one(
        AgencyChangeRecord, change_id, with_for_update=True, populate_existing=True
    )


def _asked(
    agencies: Registry, complaint: ComplaintRecord, place: Destination, now: datetime
) -> Move:
    # A successor may have a successor of its own by now.
    to = agencies.heir_of(place.agency, place.category, now)
    successor = agencies.agency(to.agency)
    asked = successor.consult()
    category = asked.category(to.category)
    unit = asked.receiving_unit(draft_of(complaint, category.code)) or category.unit
    facts = replace(facts_of(complaint), agency=to.agency, category=category.code)
    path = asked.escalation_path(facts)
    return Move(
        complaint_id=complaint.id,
        version=complaint.version,
        to=Destination(to.agency, category.code),
        release_id=successor.release_id,
        category=category,
        unit=unit,
        path=path,
        failures=tuple(asked.failures),
    )


def _tried(work: Work, change: AgencyChangeRecord, move: Move) -> bool:
    try:
        with work.session.begin_nested():
            return _moved(work, change, move)
    except Exception:
        log.exception("complaint not moved", change=change.id, complaint=move.complaint_id)
        return False


def _moved(work: Work, change: AgencyChangeRecord, move: Move) -> bool:
    unmoved = select(ComplaintRecord).where(
        ComplaintRecord.id == move.complaint_id,
        ComplaintRecord.agency == change.agency,
        ComplaintRecord.version == move.version,
    )
    complaint = work.session.scalar(unmoved.with_for_update())
    if complaint is None:
        return False
    work.features.happened(ReachesAgency(work, complaint, move.to.agency))
    _tell(work, complaint, change, move)
    index_again(work, complaint, move.to.agency)
    _place(work.session, complaint, move)
    work.features.happened(Succeeded(work, complaint, change.agency))
    return True


def _tell(work: Work, complaint: ComplaintRecord, change: AgencyChangeRecord, move: Move) -> None:
    """Write the move into the history, and to the complainant while their complaint is open."""
    names: dict[str, Any] = {
        "before_name": _name(work.agencies, complaint.agency),
        "agency_name": _name(work.agencies, move.to.agency),
    }
    last_event, last_event_at = complaint.last_event, complaint.last_event_at
    work.record(
        complaint,
        EntryKind.SUCCEEDED,
        change=change.id,
        on=change.on_day.isoformat(),
        before=complaint.agency,
        before_category=complaint.category,
        agency=move.to.agency,
        release=move.release_id,
        category=move.category.code,
        theme=move.category.theme,
        unit=move.unit,
        level=level_after(complaint.level, complaint.top_level, len(move.path)),
        **names,
    )
    for failure in move.failures:
        work.record(complaint, EntryKind.PLUGIN_FAILED, hook=failure.hook, reason=failure.reason)
    # Nobody worked on it: a message that waits to be read still does.
    complaint.last_event, complaint.last_event_at = last_event, last_event_at
    if complaint.is_open:
        on = change.on_day.isoformat()
        letters.to_citizen(work, complaint, "succeeded", on=on, **names)


def _place(session: Session, complaint: ComplaintRecord, move: Move) -> None:
    """Put the complaint into the successor's hands: its clocks, dates and release stay."""
    level = level_after(complaint.level, complaint.top_level, len(move.path))
    complaint.agency, complaint.category = move.to
    complaint.theme, complaint.unit = move.category.theme, move.unit
    complaint.level, complaint.top_level = level, len(move.path)
    complaint.holder = step_at(move.path, level).to
    if complaint.assignee_id is not None and not _is_staff(session, complaint):
        complaint.assignee_id = None


def _is_staff(session: Session, complaint: ComplaintRecord) -> bool:
    found = select(MembershipRecord.id).where(
        MembershipRecord.user_id == complaint.assignee_id,
        MembershipRecord.agency == complaint.agency,
    )
    return session.scalar(found.limit(1)) is not None


def _name(agencies: Registry, code: str) -> dict[str, str]:
    name = agencies.agency(code).name
    return {"fr": name.fr, "en": name.en}
