"""Somebody suffers or fears reprisals: who protects them is told at once, and has dates to keep.

It never goes by whoever handles the complaint, nor by the levels between, who may be complained
of. The complaint itself stays as it was: its status, its level and its own dates do not move.
"""

from __future__ import annotations

from dataclasses import dataclass

from portal.complaints import entries
from portal.complaints.dates.running_clocks import owed_clocks, pending_clock, start_clock
from portal.complaints.entries import EntryFacts
from portal.complaints.events import HandedOn
from portal.complaints.features import Warned
from portal.complaints.letters import letters
from portal.complaints.queries.staff import without
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.errors import TransitionNotAllowedError, required
from portal.domain.handling.confidential import ACT, CLOCKS, REPORT
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.text import Text
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Allowance, Confidence, Promise, Unit
from portal.features.reprisals.letters import (
    NOBODY_PROTECTS,
    ReprisalFlagged,
    ReprisalMissed,
    ReprisalNoted,
)

CHECK_INS = tuple(
    Promise(
        Allowance(days, Unit.CALENDAR_DAYS),
        Text("Règle du portail", "Rule of the portal"),
        Confidence.INFERRED,
    )
    for days in (30, 90)
)
"""When the head asks the person again how they are."""


@dataclass(frozen=True, slots=True)
class ReprisalActed(EntryFacts, kind=EntryKind.REPRISAL_ACTED):
    """Whoever protects complainants acted first, within or after the time of this date."""

    clock: str
    length: str
    in_time: bool


def report(work: Work, complaint: ComplaintRecord, body: str, once: str | None = None) -> None:
    """Take down what the complainant tells of reprisals. Sent twice, kept once.

    A report that comes before the first act on an earlier one joins it; any other has dates of
    its own.
    """
    if letters.was_sent(work, once):
        return
    required(body, "body")
    letters.record_text(work, complaint, EntryKind.REPRISAL_FLAGGED, REPORT, body, once)
    first_act = pending_clock(work, complaint, ClockKind.REPRISAL_FIRST_ACT) or _start(
        work, complaint
    )
    _tell_protectors(work, complaint, complaint.agency, ReprisalFlagged(first_act.last_day))
    is_sample = first_act.promise["confidence"] == Confidence.ASSUMED
    letters.to_citizen(work, complaint, ReprisalNoted(first_act.last_day, is_sample))


def note_report(work: Work, complaint: ComplaintRecord, body: str) -> None:
    """Take down what the complainant told somebody of the agency, by telephone for instance."""
    require(work, complaint, Permission.NOTE)
    report(work, complaint, body)


def act(work: Work, complaint: ComplaintRecord, body: str) -> None:
    """Note what was done about the report: the first act, or the next time of asking again.

    A first act answers every report made so far. Raise TransitionNotAllowedError if nothing is
    owed.
    """
    require(work, complaint, Permission.PROTECT)
    owed = owed_clocks(work.session, complaint.id, CLOCKS)
    if not owed:
        raise TransitionNotAllowedError(complaint.status, "protect")
    required(body, "body")
    first = owed[0]
    same = [clock for clock in owed if clock.kind == first.kind == ClockKind.REPRISAL_FIRST_ACT]
    for clock in same or [first]:
        clock.meet(work.now)
    in_time = first.missed_at is None
    entry = ReprisalActed(clock=first.kind, length=first.allowance, in_time=in_time)
    letters.record_text(work, complaint, entry, ACT, body)
    _note_next(work, complaint)


def tell_missed(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Say that nobody acted by the date: the top authority is told besides the head."""
    work.record(complaint, entries.DateMissed(clock=clock.kind, level=clock.level))
    heads = work.staff.heads(work.session, complaint.agency)
    top = without(work.staff.top_authority(work.session, complaint.agency), heads)
    letters.to_members(work, complaint, [*heads, *top], ReprisalMissed(clock.kind))
    if not top:
        _tell_administrators(work, complaint, complaint.agency)


def tell_receivers(event: HandedOn) -> None:
    """Let those who protect complainants at the next agency know what it has to do."""
    if event.complaint.reprisal_due_at is not None:
        _tell_protectors(event.work, event.complaint, event.plan.agency.code, ReprisalFlagged())


def warned(work: Work, complaint: ComplaintRecord, _clock: ClockRecord) -> Warned:
    """Return who is warned of a date: nobody but those who protect complainants."""
    return Warned(work.staff.protectors(work.session, complaint.agency))


def _tell_protectors(
    work: Work, complaint: ComplaintRecord, agency: str, letter: ReprisalFlagged
) -> None:
    """Write at once to who protects complainants in `agency`.

    Without a head of the complaints service it is the top authority, and the administrators are
    told that nobody is head.
    """
    protectors = work.staff.protectors(work.session, agency)
    letters.to_members(work, complaint, protectors, letter)
    if not work.staff.heads(work.session, agency):
        _tell_administrators(work, complaint, agency)


def _tell_administrators(work: Work, complaint: ComplaintRecord, agency: str) -> None:
    administrators = work.staff.administrators(work.session, agency)
    letters.to_members(work, complaint, administrators, NOBODY_PROTECTS)


def _start(work: Work, complaint: ComplaintRecord) -> ClockRecord:
    """Start the clocks of a report; return that of the first act."""
    first_act = work.advised.agency.configured.promise("reprisal", complaint.category)
    promised = [
        (ClockKind.REPRISAL_FIRST_ACT, first_act),
        *((ClockKind.REPRISAL_CHECK_IN, promise) for promise in CHECK_INS),
    ]
    clocks = [start_clock(work, complaint, kind, promise, level=1) for kind, promise in promised]
    work.session.flush()
    _note_next(work, complaint)
    return clocks[0]


def _note_next(work: Work, complaint: ComplaintRecord) -> None:
    owed = owed_clocks(work.session, complaint.id, CLOCKS)
    complaint.reprisal_due_at = owed[0].due_at if owed else None
