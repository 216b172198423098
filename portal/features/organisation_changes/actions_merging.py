"""Carrying a merge or a split out: staff first, complaints a batch at a time, then the end of it.

Complaints that are closed move too: whoever answers for an organisation reads its past, and a
complaint has one agency alone, by which it is kept from all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import structlog
from msgspec import Struct
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency, PluginFailure
from portal.agencies.registry import Registry
from portal.complaints import entries
from portal.complaints.events import ReachesAgency, Succeeded
from portal.complaints.letters import letters
from portal.complaints.queries.search import index_again
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.people import AbsenceRecord, MembershipRecord
from portal.complaints.work import Work
from portal.domain.category import Category
from portal.domain.complaint import draft_of, facts_of
from portal.domain.handling.escalation import EscalationStep, step_at
from portal.domain.succession import Destination, Succession, level_after
from portal.features.organisation_changes.letters import AgencySucceeded
from portal.features.organisation_changes.queries import (
    absences_after,
    complaints_after,
    has_complaints,
    is_known_away,
    is_member,
    locked_change,
    locked_unmoved,
    members_of,
    succession_by_id,
    succession_of,
)
from portal.features.organisation_changes.records import AgencyChangeRecord
from portal.features.organisation_changes.rules import follows
from portal.releases.breaks import note_replaced

log = structlog.get_logger()

# Few, so that whoever files meanwhile waits a fifth of a second at most.
AT_ONCE = 50


class Move(Struct, frozen=True):
    """Where one complaint goes, as the successor's rules said of it at one version."""

    complaint_id: int
    version: int
    to: Destination
    release_id: int
    category: Category
    unit: str | None
    path: tuple[EscalationStep, ...]
    failures: tuple[PluginFailure, ...]

    def level_of(self, complaint: ComplaintRecord) -> int:
        """Return the level at which the successor takes the complaint over."""
        return level_after(complaint.level, complaint.top_level, len(self.path))


def begin(work: Work, change_id: int) -> None:
    """Let the staff follow, once: from here on they see what their successor has."""
    change = locked_change(work.session, change_id)
    if change.begun_at is None:
        succession = succession_of(change)
        _let_staff_follow(work.session, work.agencies, succession)
        note_replaced(work.session, succession, change.on_day, work.now)
        change.begun_at = work.now
        change.version += 1


def moves_after(
    session: Session, agencies: Registry, change_id: int, after: int, now: datetime
) -> list[Move]:
    """Ask the successors about the next complaints beyond the id `after`; nothing is locked."""
    succession = succession_by_id(session, change_id)
    return [
        _move(agencies, complaint, succession.destination(complaint.category), now)
        for complaint in complaints_after(session, succession.agency, after, AT_ONCE)
    ]


def carry_out(work: Work, change_id: int, moves: list[Move]) -> int:
    """Move complaints that are still as they were when asked about; return how many.

    One that cannot be moved is left for the next run, and does not hold back the others.
    """
    change = locked_change(work.session, change_id)
    moved = sum(_is_moved(work, change, move) for move in moves)
    change.complaints += moved
    return moved


def finish(work: Work, change_id: int) -> None:
    """End a change once no complaint is left behind."""
    change = locked_change(work.session, change_id)
    if change.done_at is not None or has_complaints(work.session, change.agency):
        return
    # Nobody is anything to the old agency any more.
    for member in members_of(work.session, change.agency):
        work.session.delete(member)
    rest = work.agencies.heir_of(change.agency, None, work.now).agency
    work.features.take_over(work.session, change.agency, rest)
    change.done_at = work.now
    change.version += 1


# One complaint.


def _move(
    agencies: Registry, complaint: ComplaintRecord, place: Destination, now: datetime
) -> Move:
    # A successor may have a successor of its own by now.
    to = agencies.heir_of(place.agency, place.category, now)
    successor = agencies.agency(to.agency)
    consultation = successor.consult()
    category = consultation.category(to.category)
    unit = consultation.receiving_unit(draft_of(complaint, category.code)) or category.unit
    facts = replace(facts_of(complaint), agency=to.agency, category=category.code)
    path = consultation.escalation_path(facts)
    return Move(
        complaint_id=complaint.id,
        version=complaint.version,
        to=Destination(to.agency, category.code),
        release_id=successor.release_id,
        category=category,
        unit=unit,
        path=path,
        failures=tuple(consultation.failures),
    )


def _is_moved(work: Work, change: AgencyChangeRecord, move: Move) -> bool:
    """Move one complaint, undone alone if that fails; return whether it moved."""
    try:
        with work.session.begin_nested():
            unmoved = locked_unmoved(work.session, change.agency, move.complaint_id, move.version)
            if unmoved is not None:
                _carry_over(work, unmoved, change, move)
            return unmoved is not None
    except Exception:
        log.exception("complaint not moved", change=change.id, complaint=move.complaint_id)
        return False


def _carry_over(
    work: Work, complaint: ComplaintRecord, change: AgencyChangeRecord, move: Move
) -> None:
    work.features.happened(ReachesAgency(work, complaint, move.to.agency))
    _tell(work, complaint, change, move)
    index_again(work.session, work.keyring, complaint, move.to.agency)
    _place(work.session, complaint, move)
    work.features.happened(Succeeded(work, complaint, change.agency))


def _tell(work: Work, complaint: ComplaintRecord, change: AgencyChangeRecord, move: Move) -> None:
    """Write the move into the history, and to the complainant while their complaint is open."""
    before, after = (work.agencies.agency(code) for code in (complaint.agency, move.to.agency))
    last_event, last_event_at = complaint.last_event, complaint.last_event_at
    work.record(
        complaint,
        entries.Succeeded(
            change=change.id,
            on=change.on_day,
            before=before.code,
            before_name=before.name,
            before_category=complaint.category,
            agency=after.code,
            agency_name=after.name,
            release=move.release_id,
            category=move.category.code,
            theme=move.category.theme,
            unit=move.unit,
            level=move.level_of(complaint),
        ),
    )
    for failure in move.failures:
        work.record(complaint, entries.PluginFailed(hook=failure.hook, reason=failure.reason))
    # Nobody worked on it: a message that waits to be read still does.
    complaint.last_event, complaint.last_event_at = last_event, last_event_at
    if complaint.is_open:
        letter = AgencySucceeded(change.on_day, before.name, after.name)
        letters.to_citizen(work, complaint, letter)


def _place(session: Session, complaint: ComplaintRecord, move: Move) -> None:
    """Put the complaint into the successor's hands: its clocks, dates and release stay."""
    complaint.level, complaint.top_level = move.level_of(complaint), len(move.path)
    complaint.holder = step_at(move.path, complaint.level).to
    complaint.agency, complaint.category = move.to
    complaint.theme, complaint.unit = move.category.theme, move.unit
    assignee = complaint.assignee_id
    if assignee is not None and not is_member(session, assignee, complaint.agency):
        complaint.assignee_id = None


# The staff.


def _let_staff_follow(session: Session, agencies: Registry, succession: Succession) -> None:
    """Make the staff the same to the successors of their work; no one twice."""
    old = agencies.agency(succession.agency)
    for member in members_of(session, succession.agency):
        if follows(member.role):
            for place in _destinations(old, succession, member.unit):
                _add_once(session, old, agencies.agency(place.agency), member, place.category)
    for absence in absences_after(session, succession.agency, succession.effective_at):
        for agency in succession.successors:
            if not is_known_away(session, agency, absence):
                session.add(
                    AbsenceRecord(
                        agency=agency,
                        user_id=absence.user_id,
                        begins_at=absence.begins_at,
                        ends_at=absence.ends_at,
                        substitute_id=absence.substitute_id,
                        recorded_by=absence.recorded_by,
                        recorded_at=absence.recorded_at,
                    )
                )


def _destinations(old: Agency, succession: Succession, unit: str | None) -> Iterator[Destination]:
    """Yield where the work of a unit goes, once for each successor."""
    of_unit = [
        category.code for category in old.settings.categories if unit and category.unit == unit
    ]
    places = [succession.destination(code) for code in of_unit] or [succession.rest]
    yield from {place.agency: place for place in reversed(places)}.values()


def _add_once(
    session: Session, old: Agency, new: Agency, member: MembershipRecord, category: str
) -> None:
    if is_member(session, member.user_id, new.code, member.role):
        return
    units = {own.code: own.unit for own in new.settings.categories}
    session.add(
        MembershipRecord(
            user_id=member.user_id,
            role=member.role,
            agency=new.code,
            post=_post(old, new, member.post),
            unit=units.get(category) if member.unit else None,
        )
    )
    session.flush()


def _post(old: Agency, new: Agency, post: str | None) -> str | None:
    """Return the post held at the successor: the first level's, or the same below the top."""
    if post == old.settings.escalation[0].to:
        return new.settings.escalation[0].to
    return post if post in [step.to for step in new.settings.escalation[:-1]] else None
