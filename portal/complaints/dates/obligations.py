"""What every complaint owes by a date, whatever features there are."""

from __future__ import annotations

from portal.complaints.dates import first_promise, intake
from portal.complaints.dates.complete_file import start_by_itself
from portal.complaints.dates.pauses import resume_by_itself
from portal.complaints.escalation.missed_answer import escalate, open_recourse
from portal.complaints.features import Feature, Obligation
from portal.complaints.handling.kernel import OUTGOING
from portal.complaints.letters.notices import notify_in_charge
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.history import EntryKind
from portal.domain.time.clock import ClockKind


def tell_in_charge(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    """Tell whoever is in charge, and the heads, that a date was missed; nothing escalates."""
    work.record(complaint, EntryKind.DATE_MISSED, clock=clock.kind, level=clock.level)
    heads = work.staff.heads(work.session, complaint.agency)
    notify_in_charge(work, complaint, heads, "date_missed", clock=clock.kind)


def _start_answer(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    start_by_itself(work, complaint, clock.missed_at or work.now)


def _resume(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    resume_by_itself(work, complaint, clock.missed_at or work.now)


def _open_recourse(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    open_recourse(work, complaint, str(clock.promise["silence"]))


KERNEL = Feature(
    name="complaints",
    obligations=(
        Obligation(ClockKind.ACKNOWLEDGE, tell_in_charge),
        Obligation(ClockKind.FIRST_CONTACT, tell_in_charge),
        Obligation(ClockKind.COMPLETE_FILE, _start_answer),
        Obligation(ClockKind.ANSWER, escalate),
        Obligation(ClockKind.FIRST_PROMISE, first_promise.tell_missed),
        Obligation(ClockKind.PAUSE, _resume),
        Obligation(ClockKind.SILENCE, _open_recourse),
        Obligation(ClockKind.INTAKE, intake.tell_missed),
        Obligation(ClockKind.CLOSING, tell_in_charge),
    ),
    outgoing=OUTGOING,
)
"""What the kernel itself declares: the first of the features of any portal."""
