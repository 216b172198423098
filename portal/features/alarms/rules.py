"""Systemic alarms: what recurs is told by rules, from counts, before anybody has to notice.

Each rule needs a number of cases before it says anything: a few are chance. Where two times are
compared, what moved has to be beyond chance as well (`domain/figures/changes.py`).

An alarm is open until it is closed or found groundless. Nothing of it is taken back: every step
stays, with who took it and when.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, NamedTuple

from portal.complaints.changes import BrokenPromise
from portal.domain.figures.shares import Share
from portal.domain.time.periods import first_day_of, months_until
from portal.payload import Payload

KNOWN_MONTHS = 3
"""How many months before have to be known, for there to be anything usual."""

USUAL_MONTHS = 12
"""Over how many months before what is usual is counted."""

ACROSS = ""
"""Where the agency of an alarm would stand, if it is about several."""

LIKE = "like"
"""In the place of an agency: those that are like another, together."""

OTHER = "other"
"""The theme of what has no subject of its own, which by itself says nothing."""


@dataclass(frozen=True, slots=True)
class FromAlarm(Payload):
    """Which alarm led to a file that the service opened by itself, as it tells from then on."""

    from_alarm: int | None = None


class Rule(StrEnum):
    """What raises an alarm."""

    RISING_THEME = "rising_theme"
    RISING_EVERYWHERE = "rising_everywhere"
    SILENCE = "silence"
    FALLING_BEHIND = "falling_behind"
    LATE_OPEN = "late_open"
    SAME_CAUSE = "same_cause"
    PROMISE = "promise"
    FOUNDED = "founded"
    MISSED_DATES = "missed_dates"
    RECOMMENDATIONS = "recommendations"


@dataclass(frozen=True, slots=True)
class Received:
    """How many complaints came about a subject in an agency: lately, and in a time before.

    The subject is a category, or a whole theme where that is empty. Without months before, there
    is nothing to compare with.
    """

    agency: str
    theme: str
    now: int
    before: int
    months: tuple[str, ...]
    months_before: tuple[str, ...]
    category: str = ""

    @property
    def usual(self) -> int:
        """What is usual in as much time as is looked at, to the nearest whole."""
        months = len(self.months_before)
        expected = self.before * len(self.months)
        return (2 * expected + months) // (2 * months) if months else 0

    @property
    def part(self) -> float:
        """The part of all the time in which the later ones came."""
        return len(self.months) / (len(self.months) + len(self.months_before))


class Quarter(NamedTuple):
    """What an agency received in some months, and how many of the answers due came in time."""

    received: int
    kept: Share


@dataclass(frozen=True, slots=True)
class Quarters:
    """The last quarter of an agency that is over, and the one that it is compared with."""

    agency: str
    now: Quarter
    before: Quarter
    months: tuple[str, ...]
    months_before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recurring:
    """Complaints about a subject since a change that they asked for was said to be done."""

    change: int
    done_on: str
    received: Received


@dataclass(frozen=True, slots=True)
class Observed:
    """What the rules look at: the month and the quarter in progress, the last quarter, today.

    `quarters` are compared for what was received, `answers` for what was answered in time: a break
    in series can touch one and not the other.
    """

    month: str
    quarter: str
    last_quarter: str = ""
    received: Sequence[Received] = ()
    founded: Mapping[str, Share] = field(default_factory=dict)
    missed: Mapping[str, Share] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)
    late: Mapping[str, int] = field(default_factory=dict)
    quarters: Sequence[Quarters] = ()
    answers: Sequence[Quarters] = ()
    late_open: Mapping[str, Share] = field(default_factory=dict)
    recurring: Sequence[Recurring] = ()
    promises: Sequence[BrokenPromise] = ()
    today: date = date.min


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm that a rule raises: once for its period, with the figures that it rests on.

    Its `subject` is a category or the number of a change, where there is one; `reach` is how many
    complaints it is about.
    """

    rule: Rule
    agency: str
    theme: str
    period: str
    figures: Mapping[str, Any]
    subject: str = ""
    reach: int = 0

    @property
    def concerned(self) -> list[str]:
        """The agencies that it is about."""
        if self.agency != ACROSS:
            return [self.agency]
        return [rising["agency"] for rising in self.figures["agencies"]]


class Compared(NamedTuple):
    """A line of the evidence: of whom, how much now and before; of how many, where it is a part."""

    who: str
    now: int
    before: int
    now_of: int | None = None
    before_of: int | None = None


def months_to_compare(months: Sequence[str], began: str, at_most: int) -> tuple[str, ...]:
    """Return what some months are compared with: the same ones of the year before.

    Where the register of the agency was not there yet, these are the months just before, at most
    so many and at least `KNOWN_MONTHS` of them; and nothing before the first whole month of it.
    """
    if not began:
        return ()
    first = first_day_of(months[0])
    year = tuple(f"{int(month[:4]) - 1}{month[4:]}" for month in months)
    if began < year[0]:
        return year
    before = months_until(first, at_most + 1)[:-1]
    known = tuple(month for month in before if began < month)
    return known if len(known) >= KNOWN_MONTHS else ()


class State(StrEnum):
    """Where an alarm is in its life."""

    RAISED = "raised"
    NOTED = "noted"
    EXPLAINED = "explained"
    MEASURE = "measure"
    GROUNDLESS = "groundless"
    CLOSED = "closed"

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has something to do about it."""
        return self not in ENDED

    @property
    def standing(self) -> int:
        """Its place in lists, the highest first: what waits, became something, or is over."""
        if self is State.RAISED:
            return WAITING
        return UNDER_WAY if self.is_open else OVER


class Step(StrEnum):
    """What can happen to an alarm; the first two are the portal's."""

    TOLD = "told"
    REMINDED = "reminded"
    NOTED = "noted"
    EXPLAINED = "explained"
    MEASURE = "measure"
    GROUNDLESS = "groundless"
    CLOSED = "closed"


OVER, UNDER_WAY, WAITING = range(3)
STANDINGS = (WAITING, UNDER_WAY, OVER)

ENDED = (State.GROUNDLESS, State.CLOSED)
"""The states in which nothing more happens: the same subject may be raised anew."""

TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.RAISED, Step.NOTED): State.NOTED,
    **{
        (state, Step(became.value)): became
        for state in State
        if state not in ENDED
        for became in (State.EXPLAINED, State.MEASURE, State.GROUNDLESS, State.CLOSED)
        if (state, became) != (State.RAISED, State.CLOSED)
    },
}
"""What each step leads to. Nobody closes what was only raised: somebody says first what is done."""

OF_PEOPLE = (Step.NOTED, Step.EXPLAINED, Step.MEASURE, Step.GROUNDLESS, Step.CLOSED)
"""The steps that somebody takes, in the order in which they are offered."""

WITHOUT_WORDS = (Step.NOTED,)
"""The steps that need no words."""

FIRST_TERM = timedelta(days=14)
"""How long an alarm waits for the first word about it."""

_TERMS = {
    State.RAISED: FIRST_TERM,
    State.NOTED: timedelta(days=30),
    State.EXPLAINED: timedelta(days=30),
    State.MEASURE: timedelta(days=90),
}


def term_of(state: State) -> timedelta | None:
    """Return how long an alarm waits in a state until somebody is reminded; None once it ended."""
    return _TERMS.get(state)


def offered(state: State) -> list[Step]:
    """Return the steps that somebody may take."""
    return [step for step in OF_PEOPLE if (state, step) in TRANSITIONS]
