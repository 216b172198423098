"""What the kernel itself declares: what every complaint owes by a date, and what may leave."""

from __future__ import annotations

from portal.complaints.dates import first_promise, running_clocks
from portal.complaints.dates.answer_pauses import resume_by_itself, start_by_itself
from portal.complaints.dates.extending import extend_answer
from portal.complaints.features import Feature, Obligation
from portal.complaints.handling import casework
from portal.complaints.handling.escalation import escalate, open_recourse, tell_in_charge
from portal.complaints.outgoing import (
    AnswerContent,
    ClosingContent,
    ExtensionContent,
    QuestionContent,
)
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.work import Work
from portal.domain.errors import StaleComplaintError
from portal.domain.time.allowance import Allowance
from portal.domain.time.clock import ClockKind


def _start_answer(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    start_by_itself(work, complaint, clock.missed_at or work.now)


def _resume(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    resume_by_itself(work, complaint, clock.missed_at or work.now)


def _open_recourse(work: Work, complaint: ComplaintRecord, clock: ClockRecord) -> None:
    open_recourse(work, complaint, str(clock.promise["silence"]))


def _answer(work: Work, complaint: ComplaintRecord, content: AnswerContent) -> None:
    casework.answer(work, complaint, content.body)


def _ask(work: Work, complaint: ComplaintRecord, content: QuestionContent) -> None:
    casework.ask_complainant(work, complaint, content.body, content.pause)


def _extend(work: Work, complaint: ComplaintRecord, content: ExtensionContent) -> None:
    due = extend_answer(work, complaint, Allowance.parse(content.by), content.reason)
    if due.last_day != content.last_day:
        # Another calendar moved it meanwhile: a day that nobody looked at is not promised.
        raise StaleComplaintError


def _close(work: Work, complaint: ComplaintRecord, content: ClosingContent) -> None:
    casework.close(work, complaint, content.findings, language_shown=content.language_shown)


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
        Obligation(ClockKind.INTAKE, running_clocks.tell_intake_missed),
        Obligation(ClockKind.CLOSING, tell_in_charge),
    ),
    outgoing={
        AnswerContent: _answer,
        QuestionContent: _ask,
        ExtensionContent: _extend,
        ClosingContent: _close,
    },
)
"""What the kernel itself declares: the first of the features of any portal."""
