"""Why a date is what it is: everything that a clock rests on, as facts that anybody can replay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from portal.domain.facts import written
from portal.domain.text import Text
from portal.domain.time.calendar import NotCounted
from portal.domain.time.clock import ClockKind
from portal.domain.time.due_date import CountedIn, DueDate, Pause
from portal.domain.time.promise import Allowance, Confidence
from portal.domain.time.replay import IN_HOURS, WORKING, Part, replay


class StartEvent(StrEnum):
    """What set a clock going."""

    RECEIVED = "received"
    ROUTED = "routed"
    HANDED_OVER = "handed_over"
    FILE_COMPLETED = "file_completed"
    PAUSED = "paused"
    REPORTED = "reported"
    CONFIRMED_URGENT = "confirmed_urgent"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"
    REVIEW_ASKED = "review_asked"
    INFORMATION_REQUESTED = "information_requested"
    RECOMMENDED = "recommended"
    ACCEPTED = "accepted"
    TRANSFER_PROPOSED = "transfer_proposed"
    PART_ASKED = "part_asked"
    ACCOMMODATION_ASKED = "accommodation_asked"
    ACCOMMODATION_GRANTED = "accommodation_granted"
    WITHDRAWAL_ASKED = "withdrawal_asked"


class DayZero(StrEnum):
    """Why day 0 is the day it is."""

    RECEIVED_IN_TIME = "received_in_time"
    AFTER_CLOSING = "after_closing"
    CLOSED_DAY = "closed_day"
    ANY_DAY = "any_day"
    VERY_MOMENT = "very_moment"


class ClockState(StrEnum):
    """What became of a clock."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPED = "stopped"
    MET = "met"
    MET_LATE = "met_late"
    MISSED = "missed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Rule:
    """What a clock rests on: the rule, and the release of the settings that it stands in."""

    basis: Text
    confidence: Confidence
    release: int
    in_force_from: datetime | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """When what a clock waits for was done, was missed, or was no longer owed."""

    met_at: datetime | None = None
    missed_at: datetime | None = None
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """A clock explained: `parts` count the promise and then each of its extensions.

    A clock that waits for the complete file has no parts and no day 0 yet; it starts by itself
    after the day `starts_by`.

    A clock of `silence` has the answer's length and never lands: it opens a recourse on the day
    after the last one, closed or not.
    """

    kind: ClockKind
    level: int
    rule: Rule
    length: Allowance
    start: StartEvent
    started_at: datetime
    day_zero: DayZero | None
    before_day_zero: tuple[NotCounted, ...]
    calendars: tuple[CountedIn, ...]
    parts: tuple[Part, ...]
    pauses: tuple[Pause, ...]
    suspended_since: datetime | None
    due_at: datetime | None
    last_day: date | None
    state: ClockState
    outcome: Outcome = field(default=Outcome())
    starts_by: date | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the clock was counted."""
        return ZoneInfo(self.calendars[0].timezone)

    @property
    def lands(self) -> bool:
        """Tell whether a last day that is closed moves to the next working day."""
        return self.kind is not ClockKind.SILENCE

    @property
    def is_waiting(self) -> bool:
        """Tell whether the clock never started: it waits, or waited, for the complete file."""
        return not self.parts

    def as_facts(self) -> dict[str, Any]:
        """Return everything as values that JSON can hold; `replayed` counts them again."""
        return {
            "kind": self.kind.value,
            "level": self.level,
            "rule": {
                "length": str(self.length),
                "basis": self.rule.basis.as_facts(),
                "confidence": self.rule.confidence.value,
                "release": self.rule.release,
                "in_force_from": written(self.rule.in_force_from),
            },
            "start": self.start.value,
            "started_at": None if self.is_waiting else self.started_at.isoformat(),
            "starts_by": written(self.starts_by),
            "day_zero": self._day_zero_facts(),
            "lands": self.lands,
            "pauses": written(self.pauses),
            "parts": [
                _part(part, calendar)
                for part, calendar in zip(self.parts, self.calendars, strict=False)
            ],
            "suspended_since": written(self.suspended_since),
            "last_day": written(self.last_day),
            "due_at": written(self.due_at),
            "state": self.state.value,
            "met_at": written(self.outcome.met_at),
            "missed_at": written(self.outcome.missed_at),
            "ended_at": written(self.outcome.ended_at),
        }

    def _day_zero_facts(self) -> dict[str, Any] | None:
        if self.day_zero is None:
            return None
        return {
            "day": self.parts[0].day_zero.isoformat(),
            "because": self.day_zero.value,
            "not_counted": written(self.before_day_zero),
        }


def explain(
    kind: ClockKind,
    level: int,
    rule: Rule,
    start: StartEvent,
    due: DueDate,
    due_at: datetime | None,
    outcome: Outcome = Outcome(),
    starts_by: date | None = None,
) -> Explanation:
    """Explain a clock from what is kept of it: nothing is asked of today's rules or calendar.

    `due_at` is when the clock itself runs out, which for silence is not when the answer is due.
    """
    lands = kind is not ClockKind.SILENCE
    lengths = (due.allowance, *due.extensions)
    parts = (
        ()
        if due.is_waiting
        else replay(due.started_at, lengths, due.counted_in, due.pauses, lands=lands)
    )
    return Explanation(
        kind=kind,
        level=level,
        rule=rule,
        length=due.allowance,
        start=start,
        started_at=due.started_at,
        day_zero=_why_day_zero(due) if parts else None,
        before_day_zero=tuple(off for off in due.not_counted if off.day < due.day_zero),
        calendars=due.counted_in,
        parts=parts,
        pauses=due.pauses,
        suspended_since=due.suspended_since if due_at is None else None,
        due_at=due_at,
        last_day=due.last_day if lands else parts[-1].last_day,
        state=_state(due, due_at, outcome),
        outcome=outcome,
        starts_by=starts_by if due.is_waiting else None,
    )


def _why_day_zero(due: DueDate) -> DayZero:
    unit = due.allowance.unit
    if unit not in WORKING:
        return DayZero.VERY_MOMENT if unit in IN_HOURS else DayZero.ANY_DAY
    received_on = due.started_at.astimezone(ZoneInfo(due.counted_in[0].timezone)).date()
    if received_on == due.day_zero:
        return DayZero.RECEIVED_IN_TIME
    # A working day that was passed over was one on which it came too late.
    came_late = due.counted_in[0].why_closed(received_on) is None
    return DayZero.AFTER_CLOSING if came_late else DayZero.CLOSED_DAY


def _state(due: DueDate, due_at: datetime | None, outcome: Outcome) -> ClockState:
    if outcome.met_at is not None:
        return ClockState.MET_LATE if outcome.missed_at is not None else ClockState.MET
    if outcome.missed_at is not None:
        return ClockState.MISSED
    if outcome.ended_at is not None:
        return ClockState.ENDED
    if due.is_waiting:
        return ClockState.WAITING
    return ClockState.STOPPED if due_at is None else ClockState.RUNNING


def _part(part: Part, calendar: CountedIn) -> Mapping[str, Any]:
    return {
        "length": str(part.length),
        "day_zero": part.day_zero.isoformat(),
        "calendar": calendar.as_facts(),
        "days": written(part.days),
        "landed_from": written(part.landed_from),
        "last_day": written(part.last_day),
        "due_at": written(part.due_at),
    }
