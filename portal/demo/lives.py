"""Invented lives of complaints: what an agency answers for them, what happened, and when."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from portal.agencies.agency import Agency
from portal.complaints.entries import EntryFacts
from portal.domain.category import Category
from portal.domain.complaint import Channel, Complaint, Status
from portal.domain.conclusion import Finding
from portal.domain.handling.escalation import EscalationStep
from portal.domain.handling.notices import Recourse
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ClockKind
from portal.domain.time.promise import Allowance, Promise, Stage
from portal.domain.time.promised_dates import PlannedClock


@dataclass(frozen=True)
class Ways:
    """What one agency answers for one category: asked once, used for many complaints."""

    agency: Agency
    category: Category
    answer_within: Allowance | None = None

    def answering_in(self, allowance: Allowance) -> Ways:
        """Return the same ways with another time allowed for the answer."""
        return replace(self, answer_within=allowance)

    @cached_property
    def calendar(self) -> WorkingCalendar:
        """The working days and hours of the category."""
        return self.agency.consult().calendar(self.category.code)

    @cached_property
    def path(self) -> tuple[EscalationStep, ...]:
        """The agency's levels."""
        return self.agency.consult().escalation_path(self._facts)

    @cached_property
    def promises(self) -> dict[Stage, Promise]:
        """What the agency promises for each stage."""
        asked = self.agency.consult()
        # Invented people send their documents with the complaint: no time waits for them.
        promised = {
            stage: replace(asked.allowance(self._facts, stage), complete_within=None)
            for stage in Stage
        }
        if self.answer_within is not None:
            answer = replace(promised[Stage.ANSWER], allowance=self.answer_within, silence=None)
            promised[Stage.ANSWER] = answer
        return promised

    @cached_property
    def recourses(self) -> tuple[Recourse, ...]:
        """Where else the complainant can turn after an answer: no day of one complaint is in it."""
        answered = replace(self._facts, status=Status.ANSWERED)
        return self.agency.consult().recourses(answered, answered.received_at)

    @property
    def _facts(self) -> Complaint:
        return Complaint(
            number="",
            agency=self.agency.code,
            category=self.category.code,
            status=Status.RECEIVED,
            level=1,
            received_at=datetime.fromisoformat("2026-01-05T15:00:00+00:00"),
        )


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, and the entry that the history keeps of it."""

    at: datetime
    entry: EntryFacts


@dataclass
class Life:
    """One complaint's life up to now."""

    ways: Ways
    received_at: datetime
    channel: Channel
    clocks: list[PlannedClock] = field(default_factory=list)
    met: dict[int, datetime] = field(default_factory=dict)
    missed: set[int] = field(default_factory=set)
    ended: set[int] = field(default_factory=set)
    extended: set[int] = field(default_factory=set)
    promised_first: datetime | None = None
    """By when its answer was due before it was put off, if it was."""
    first_answer: int = 2
    escalations: list[tuple[int, int, datetime]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    status: Status = Status.RECEIVED
    level: int = 1
    finding: Finding | None = None
    has_measure: bool = False
    is_given: bool | None = None
    taken_in_charge_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def late_since(self) -> datetime | None:
        """The first promised date of an answer that passed."""
        missed = [n for n in sorted(self.missed) if n >= self.first_answer and self._is_answer(n)]
        dates = [self.clocks[n].due.due_at for n in missed]
        return dates[0] if dates else None

    @property
    def open_clock(self) -> PlannedClock | None:
        """The answer clock that still runs, if any."""
        running = [
            n
            for n in range(len(self.clocks))
            if self._is_answer(n) and n not in self.met and n not in self.missed
        ]
        return self.clocks[running[-1]] if running else None

    @property
    def listed_by(self) -> datetime | None:
        """The date by which work lists sort it: its answer's, or its closing's after that."""
        if self.status is Status.CLOSED:
            return None
        running = self.open_clock if self.status is not Status.ANSWERED else None
        return (running or self.clocks[-1]).due.due_at

    def _is_answer(self, position: int) -> bool:
        return self.clocks[position].kind is ClockKind.ANSWER
