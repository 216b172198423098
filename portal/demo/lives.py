"""Invented lives of complaints: what an agency answers for them, what happened, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from random import Random

from portal.agencies.agency import Agency
from portal.complaints.entries import (
    Answered,
    Closed,
    DateMissed,
    EntryFacts,
    Escalated,
    RecourseOpened,
    Reopened,
    TakenInCharge,
)
from portal.domain.category import Category
from portal.domain.complaint import Channel, Complaint, ReplyBy, Status
from portal.domain.conclusion import Finding
from portal.domain.handling.escalation import EscalationStep
from portal.domain.handling.notices import Recourse
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ClockKind, working_days_between
from portal.domain.time.promise import Allowance, Promise, Stage
from portal.domain.time.promised_dates import PlannedClock, planned
from portal.domain.time.worked import working_hours_between

_FINDINGS = (
    [Finding.FOUNDED] * 5
    + [Finding.PARTLY_FOUNDED] * 3
    + [Finding.UNFOUNDED] * 6
    + [Finding.SETTLED] * 2
    + [Finding.INADMISSIBLE]
)
_CHANNELS = [Channel.WEB] * 14 + [Channel.PHONE] * 3 + [Channel.POST] + [Channel.COUNTER]
# Of the complaints closed lately, this share is taken up again.
_REOPENED = 0.1
# Of the complaints answered, this share waits long to be closed.
_CLOSED_LATE = 0.04
# An answer takes this share of the time allowed, or more: one in nine comes late.
_SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9, 1.3)


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
    first_answer: int = 2
    escalations: list[tuple[int, int, datetime]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    status: Status = Status.RECEIVED
    level: int = 1
    finding: Finding | None = None
    has_measure: bool = False
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


def live(ways: Ways, received_at: datetime, now: datetime, random: Random) -> Life:
    """Let a complaint live from its receipt to `now`."""
    life = Life(ways, received_at, random.choice(_CHANNELS))
    for stage, kind in (
        (Stage.ACKNOWLEDGE, ClockKind.ACKNOWLEDGE),
        (Stage.FIRST_CONTACT, ClockKind.FIRST_CONTACT),
        (Stage.ANSWER, ClockKind.ANSWER),
    ):
        life.clocks.append(planned(kind, 1, ways.promises[stage], received_at, ways.calendar))
    life.met[0] = received_at
    contact_at = received_at + timedelta(hours=random.uniform(0.5, 60))
    answered_at = _answer_moment(life, contact_at, random)
    acts = _acts(life, contact_at, answered_at, now, random)
    life.events.extend(sorted(acts, key=lambda event: event.at))
    return life


def _answer_moment(life: Life, contact_at: datetime, random: Random) -> datetime:
    due = life.clocks[2].due.due_at
    assert due is not None
    allowed = due - life.received_at
    share = random.choice(_SHARES) * random.uniform(0.8, 1.2)
    return max(contact_at + timedelta(hours=1), life.received_at + allowed * share)


def _acts(
    life: Life, contact_at: datetime, answered_at: datetime, now: datetime, random: Random
) -> Iterator[Event]:
    yield from _contact(life, contact_at, now)
    yield from _escalations(life, min(answered_at, now))
    if answered_at > now:
        return
    position = max(n for n in range(len(life.clocks)) if n not in life.missed)
    if life.clocks[position].kind is ClockKind.ANSWER:
        life.met[position] = answered_at
    life.answered_at, life.status = answered_at, Status.ANSWERED
    answered = Answered(
        first=True,
        in_time=life.late_since is None,
        level=life.level,
        working_days=_days(life, answered_at),
        recourses=[recourse.code for recourse in life.ways.recourses],
        hints=_hints(life),
        own_words=_own_words(life),
        in_language=True,
        reply_by=ReplyBy.NONE.value,
    )
    yield Event(answered_at, answered)
    waited = timedelta(days=random.uniform(1, 12))
    if random.random() < _CLOSED_LATE:
        waited += timedelta(days=60)
    yield from _time_to_close(life, answered_at, answered_at + waited, now)
    yield from _closing(life, answered_at + waited, now, random)


def _hints(life: Life) -> int:
    """Return with how many hints on plain language the answer left; half have none.

    By the day and not by chance, so that the rest of an invented life does not change for it.
    """
    return max(0, life.received_at.day % 6 - 2)


def _own_words(life: Life) -> int:
    """Return how much of the answer stands in no model, by the hour of receipt."""
    return 40 + life.received_at.hour * 2


def _contact(life: Life, contact_at: datetime, now: datetime) -> Iterator[Event]:
    due = life.clocks[1].due.due_at
    assert due is not None
    if due <= min(contact_at, now):
        yield Event(due, DateMissed(ClockKind.FIRST_CONTACT, level=1))
        life.missed.add(1)
    if contact_at > now:
        return
    if 1 not in life.missed:
        life.met[1] = contact_at
    life.taken_in_charge_at, life.status = contact_at, Status.TAKEN_IN_CHARGE
    taken = TakenInCharge(
        in_time=1 not in life.missed,
        working_days=_days(life, contact_at),
        working_hours=working_hours_between(life.received_at, contact_at, life.ways.calendar),
    )
    yield Event(contact_at, taken)


def _escalations(life: Life, until: datetime) -> Iterator[Event]:
    """Escalate by one step each time an answer's date passes before `until`."""
    position = 2
    while (due := life.clocks[position].due.due_at) is not None and due <= until:
        life.missed.add(position)
        yield Event(due, DateMissed(ClockKind.ANSWER, life.level))
        if life.level == len(life.ways.path):
            recourse = life.ways.recourses[-1].code if life.ways.recourses else ""
            yield Event(due, RecourseOpened(recourse))
            return
        life.escalations.append((position, life.level, due))
        life.level += 1
        step = life.ways.path[life.level - 1]
        promise = life.ways.promises[Stage.ANSWER]
        promise = Promise(step.within or promise.allowance, promise.basis, promise.confidence)
        clock = planned(ClockKind.ANSWER, life.level, promise, due, life.ways.calendar)
        life.clocks.append(clock)
        position = len(life.clocks) - 1
        yield Event(due, Escalated(life.level, step.to, clock.due.last_day))


def _time_to_close(
    life: Life, answered_at: datetime, closed_at: datetime, now: datetime
) -> Iterator[Event]:
    """Leave the time to close, which the closing keeps or misses."""
    promise = life.ways.agency.configured.promise("closing", life.ways.category.code)
    position, calendar = len(life.clocks), life.ways.calendar
    clock = planned(ClockKind.CLOSING, life.level, promise, answered_at, calendar)
    life.clocks.append(clock)
    if closed_at <= now:
        life.met[position] = closed_at
    if clock.due.due_at is not None and clock.due.due_at <= min(closed_at, now):
        life.missed.add(position)
        yield Event(clock.due.due_at, DateMissed(ClockKind.CLOSING, life.level))


def _closing(life: Life, closed_at: datetime, now: datetime, random: Random) -> Iterator[Event]:
    if closed_at > now:
        return
    life.finding = random.choice(_FINDINGS)
    life.has_measure = life.finding is Finding.FOUNDED and random.random() < 0.6
    life.closed_at, life.status = closed_at, Status.CLOSED
    closed = Closed(
        finding=life.finding,
        findings=[life.finding],
        criteria=[],
        measures=int(life.has_measure),
        level=life.level,
        working_days=_days(life, closed_at),
    )
    yield Event(closed_at, closed)
    yield from _reopening(life, closed_at, now, random)


def _reopening(life: Life, closed_at: datetime, now: datetime, random: Random) -> Iterator[Event]:
    """Leave the time to reopen; some complaints are taken up again and wait for their answer."""
    promise, calendar = life.ways.agency.configured.reopening, life.ways.calendar
    if promise is None:
        return
    window, asked_at = len(life.clocks), closed_at + timedelta(days=random.uniform(2, 20))
    life.clocks.append(planned(ClockKind.REOPENING, life.level, promise, closed_at, calendar))
    answer = planned(ClockKind.ANSWER, 1, life.ways.promises[Stage.ANSWER], asked_at, calendar)
    ends_at, due_at = life.clocks[window].due.due_at, answer.due.due_at
    assert ends_at is not None
    assert due_at is not None
    if asked_at <= now < due_at and asked_at < ends_at and random.random() < _REOPENED:
        life.met[window], life.first_answer = asked_at, len(life.clocks)
        life.clocks.append(answer)
        life.status, life.level, life.closed_at = Status.UNDER_REVIEW, 1, None
        life.finding, life.has_measure = None, False
        yield Event(asked_at, Reopened(level=1, last_day=answer.due.last_day))
    elif ends_at <= now:
        life.ended.add(window)


def _days(life: Life, at: datetime) -> int:
    return working_days_between(life.received_at, at, life.ways.calendar)
