"""What an agency promises for a draft, and what features add to it: ready before it is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from msgspec import Struct, field
from sqlalchemy import Connection

from portal.agencies.agency import Agency, Consultation, PluginFailure
from portal.agencies.registry import Registry
from portal.complaints.entries import EntryFacts
from portal.complaints.kept_drafts import DraftContent
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.db.base import Base
from portal.domain.category import Category
from portal.domain.complaint import Complaint, Draft, Status
from portal.domain.handling.escalation import EscalationStep
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ClockKind, count
from portal.domain.time.due_date import DueDate
from portal.domain.time.promise import Confidence, Stage
from portal.domain.time.promised_dates import (
    PlannedClock,
    clock_row,
    planned,
    silence_rows,
    waiting_for_file,
)
from portal.payload import Payload
from portal.words.letters.to_citizens import AfterFile, AlsoAnswering, AtDesk, Closed

_STAGES = {
    Stage.ACKNOWLEDGE: ClockKind.ACKNOWLEDGE,
    Stage.FIRST_CONTACT: ClockKind.FIRST_CONTACT,
    Stage.ANSWER: ClockKind.ANSWER,
}


class FilingPlan(Struct, frozen=True):
    """What the agency promises for a draft: shown on the check page, then kept as promised."""

    agency: Agency
    category: Category
    unit: str | None
    calendar: WorkingCalendar
    path: tuple[EscalationStep, ...]
    clocks: tuple[PlannedClock, ...]
    failures: tuple[PluginFailure, ...]

    @property
    def file_due(self) -> DueDate | None:
        """By when the file is complete or the answer's time starts by itself; None if it runs."""
        file_days = (clock.due for clock in self.clocks if clock.kind is ClockKind.COMPLETE_FILE)
        return next(file_days, None)

    @property
    def intake(self) -> PlannedClock | None:
        """By when the intake desk hands the complaint on; None for any other agency."""
        return next((clock for clock in self.clocks if clock.kind is ClockKind.INTAKE), None)

    @property
    def file_is_sample(self) -> bool:
        """Tell whether the time after which the answer's starts by itself is a sample."""
        promise = self.clock(ClockKind.ANSWER).promise
        return promise.complete_confidence is Confidence.ASSUMED

    @property
    def due_at(self) -> datetime | None:
        """Until when the next thing that leads to an answer has to be done."""
        first = self.intake.due if self.intake else self.file_due
        return (first or self.clock(ClockKind.ANSWER).due).due_at

    def latest_day(self, kind: ClockKind) -> date | None:
        """Return the last day of a clock; while it waits for the file, the latest possible one."""
        clock = self.clock(kind)
        if self.file_due is None or self.file_due.due_at is None or not clock.due.is_waiting:
            return clock.due.last_day
        return count(self.file_due.due_at, clock.promise.allowance, self.calendar).last_day

    def told_of_file(self) -> AfterFile:
        """Return what letters tell of an answer that waits for the file; nothing of any other."""
        if self.file_due is None or self.file_due.last_day is None:
            return {}
        return {
            "after_file": str(self.clock(ClockKind.ANSWER).promise.allowance),
            "file_day": self.file_due.last_day,
            "file_is_sample": self.file_is_sample,
        }

    def told_of_intake(self) -> AtDesk:
        """Return what letters tell of the day by which the desk hands on; nothing of others."""
        if self.intake is None or self.intake.due.last_day is None:
            return {}
        return {
            "intake_day": self.intake.due.last_day,
            "intake_is_sample": self.intake.promise.confidence is Confidence.ASSUMED,
        }

    def told_of_closing(self) -> Closed:
        """Return what letters tell of a receipt while the agency was closed; nothing of others."""
        promised = (self.intake, self.clock(ClockKind.FIRST_CONTACT), self.clock(ClockKind.ANSWER))
        dues = [clock.due for clock in promised if clock and clock.due.last_day is not None]
        later = [due for due in dues if due.day_zero > self.calendar.day_of(due.started_at)]
        return {"counted_from": later[0].day_zero} if later else {}

    def clock(self, kind: ClockKind) -> PlannedClock:
        """Return the planned clock of this kind."""
        return next(clock for clock in self.clocks if clock.kind == kind)

    def clock_rows(self, without: Collection[ClockKind] = ()) -> list[dict[str, Any]]:
        """Return the clocks as rows, and beside the answer's that of silence, if it has one."""
        release_id, answer = self.agency.release_id, self.clock(ClockKind.ANSWER)
        rows = [clock_row(clock, release_id) for clock in self.clocks if clock.kind not in without]
        if ClockKind.SILENCE in without:
            return rows
        return [*rows, *silence_rows(answer, self.calendar, release_id)]


def plan_filing(
    agency: Agency, draft: Draft, now: datetime, asked: Consultation | None = None
) -> FilingPlan:
    """Ask the agency for everything that it promises for this draft now; nothing is written.

    `asked` goes on with questions that were begun for the same use case: a plugin that failed
    there is not waited for again, and its failure is kept.
    """
    asked = asked or agency.consult()
    category = asked.category(draft.category)
    facts = facts_before(agency, category.code, draft, now)
    calendar = asked.calendar(category.code)
    clocks = [
        planned(kind, 1, asked.allowance(facts, stage), now, calendar)
        for stage, kind in _STAGES.items()
    ]
    answer = clocks[-1]
    if agency.intake is not None:
        clocks.append(planned(ClockKind.INTAKE, 1, agency.intake, now, calendar))
    return FilingPlan(
        agency=agency,
        category=category,
        unit=asked.receiving_unit(draft) or category.unit,
        calendar=calendar,
        path=asked.escalation_path(facts),
        clocks=(*clocks, *waiting_for_file(answer, now, calendar)),
        failures=tuple(asked.failures),
    )


def facts_before(agency: Agency, category: str, draft: Draft, now: datetime) -> Complaint:
    """Return what is known of a complaint before it is written."""
    return Complaint(
        number="",
        agency=agency.code,
        category=category,
        status=Status.RECEIVED,
        level=1,
        received_at=now,
        language=draft.language,
        channel=draft.channel,
        answers=draft.answers,
    )


Row = dict[str, Any]
Rows = Mapping[type[Base], Sequence[Row]]


class Filing(Struct, frozen=True):
    """A complaint about to be written: what was said, and what its agency promises for it.

    Other `agencies` may be concerned as well. `unacknowledged` is whether no letter is to say so;
    `is_one_of_several`, that the staff just wrote down another complaint of the same person.
    """

    plan: FilingPlan
    content: DraftContent
    draft: Draft
    now: datetime
    agencies: Registry
    unacknowledged: bool = False
    is_one_of_several: bool = False


class Added(Struct, frozen=True):
    """What a feature adds to a complaint that is filed.

    `columns` are those of the complaint that it alone writes, `answers` what it asked and keeps
    with those to the agency's questions. `told` is what the first entry of the history says as
    well; `entries` follow it, in the name of whoever files. `rows` are entered with the complaint,
    and get its id where their table has one: one INSERT a table. `own_days` end times that run
    against whoever files, which the acknowledgement tells.

    `claim` is asked once the complaint has this number, while others wait to write: it holds what
    nobody else may take meanwhile, and returns what is to be added because of it.

    `then` goes on with the complaint that was just entered, in the name of whoever filed it, and
    lasts with it or not at all. If it fails, the complaint is entered without it, and without what
    it was about to promise: `also_answering` are the other agencies that the first letter tells.
    """

    columns: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    told: Sequence[Payload] = ()
    entries: Sequence[EntryFacts] = ()
    rows: Rows = field(default_factory=dict)
    own_days: Sequence[date] = ()
    claim: Callable[[Connection, str], Added] | None = None
    then: Callable[[Work, ComplaintRecord], None] | None = None
    also_answering: Sequence[AlsoAnswering] = ()


def merged(every: Iterable[Rows]) -> dict[type[Base], list[Row]]:
    """Return all rows by their table, in the order in which the tables are first named."""
    rows: dict[type[Base], list[Row]] = {}
    for added in every:
        for record, some in added.items():
            rows.setdefault(record, []).extend(some)
    return rows
