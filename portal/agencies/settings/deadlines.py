"""The days and hours that count, and what is promised by them: here, and where nothing is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from portal.agencies.settings.fields import (
    Code,
    Day,
    Hours,
    Jurisdiction,
    Length,
    Named,
    Phrase,
    Positive,
    Settings,
    TimeZone,
    Unwritten,
    UnwrittenList,
    Words,
    WordsOrPhrase,
)
from portal.domain.text import Text
from portal.domain.time.calendar import (
    CalendarChange,
    Closure,
    WorkingCalendar,
    parse_closure,
    parse_hours,
)
from portal.domain.time.holidays import Weekend
from portal.domain.time.promise import Allowance, Confidence, Promise, Unit


class ClosureSettings(Settings):
    """A day when the agency is closed besides the holidays of its jurisdiction."""

    on: Phrase
    """12-24, easter+1, or 2026-05-01 for one year only."""
    weekend: Weekend | None = None
    name: Words | None = None

    @property
    def as_written(self) -> str | Mapping[str, object]:
        """The closure in the form that the domain reads."""
        fields = self.model_dump(mode="json", exclude_none=True)
        return fields if len(fields) > 1 else self.on


def _with_day(value: Any) -> Any:
    return {"on": value} if isinstance(value, str) else value


def _is_a_closure(closure: ClosureSettings) -> ClosureSettings:
    parse_closure(closure.as_written)
    return closure


Closures = tuple[
    Annotated[
        ClosureSettings,
        BeforeValidator(_with_day, json_schema_input_type=ClosureSettings | Phrase),
        AfterValidator(_is_a_closure),
    ],
    ...,
]


class CalendarChangeSettings(Settings):
    """What is different in the calendar from a day on; what is not said stays as it was."""

    from_: Annotated[Day, Field(alias="from")]
    jurisdiction: Jurisdiction | None = None
    extra_closures: Closures | None = None
    hours: Hours | None = None

    @property
    def as_written(self) -> Mapping[str, object]:
        """The change in the form that a file has."""
        return self.model_dump(mode="json", exclude_none=True)


class CalendarSettings(Settings):
    """The days and hours that count."""

    jurisdiction: Jurisdiction
    extra_closures: Closures = ()
    hours: Hours
    """08:30-12:00, 13:00-16:30"""
    timezone: TimeZone
    changes: UnwrittenList[CalendarChangeSettings] = ()
    """What is different from a day on, in date order."""

    @property
    def country(self) -> str:
        """The country whose days these are, by its two letters."""
        return self.jurisdiction.partition("-")[0]


def working_calendar(settings: CalendarSettings) -> WorkingCalendar:
    """Return the working calendar that settings describe, with its dated changes."""
    return WorkingCalendar(
        jurisdiction=settings.jurisdiction,
        timezone=settings.timezone,
        hours=parse_hours(settings.hours),
        extra_closures=_closures(settings.extra_closures),
        changes=tuple(map(_calendar_change, settings.changes)),
    )


def _calendar_change(settings: CalendarChangeSettings) -> CalendarChange:
    closures = settings.extra_closures
    return CalendarChange(
        since=settings.from_,
        jurisdiction=settings.jurisdiction,
        hours=parse_hours(settings.hours) if settings.hours else None,
        extra_closures=None if closures is None else _closures(closures),
    )


def _closures(settings: Closures) -> tuple[Closure, ...]:
    return tuple(parse_closure(closure.as_written) for closure in settings)


class ExtensionSettings(Settings):
    """How an answer may be put off."""

    times: Positive
    at_most: Length


class PauseSettings(Named):
    """What the time for the answer may stop for, while the complainant is asked for something."""

    at_most: Length
    """When it goes on by itself, without a reply."""
    times: Positive = 1
    confidence: Confidence = Confidence.ASSUMED
    """An assumed time is shown to citizens as a sample."""


class TimeSettings(Settings):
    """A length of time, and what it rests on."""

    within: Length
    basis: WordsOrPhrase
    confidence: Confidence = Confidence.ASSUMED
    """An assumed figure is shown to citizens as a sample."""
    source: Phrase | None = None


class HandingOnSettings(Settings):
    """How soon a complaint that is with the wrong agency gets to the right one."""

    intake: TimeSettings | None = None
    """The intake desk hands on what it receives."""
    transfer: TimeSettings | None = None
    """A proposed transfer is carried out, whether the complainant said what travels or not."""
    arbitration: TimeSettings | None = None
    """The intake desk decides who answers what agencies sent back and forth."""


class DeadlineSettings(TimeSettings):
    """A length of time that is promised, and what it rests on."""

    extension: ExtensionSettings | None = None
    silence: Code | None = None
    """The recourse that opens by itself when the time passes without an answer."""
    starts: Literal["received", "complete_file"] = "received"
    """What the time for the answer runs from."""
    complete_within: Length | None = None
    """When it starts by itself, if nobody said that the file is complete."""
    complete_confidence: Confidence = Confidence.ASSUMED
    """How well that time is known: it may be a sample where the answer's is not."""
    pauses: UnwrittenList[PauseSettings] = ()
    """All that the time for the answer stops for."""


class Deadlines(Settings):
    """What is promised for each stage; what is not said here is taken from the level above."""

    acknowledge: DeadlineSettings | None = None
    first_contact: DeadlineSettings | None = None
    answer: DeadlineSettings | None = None
    reprisal: Unwritten[DeadlineSettings] = None
    """How soon the head of the complaints service acts when somebody reports reprisals."""
    urgent: Unwritten[DeadlineSettings] = None
    """How soon somebody acts on a complaint that was confirmed as urgent."""
    closing: Unwritten[DeadlineSettings] = None
    """How soon an answered complaint is closed, with what was found."""
    information_request: Unwritten[DeadlineSettings] = None
    """How soon somebody of the agency answers what the complaints service asks them."""
    recommendation_reply: Unwritten[DeadlineSettings] = None
    """How soon a recommendation of the complaints service is replied to."""
    accommodation: Unwritten[DeadlineSettings] = None
    """How soon whoever asks for something to be adapted is answered."""

    def over(self, common: CompleteDeadlines) -> CompleteDeadlines:
        """Return these deadlines, with the common ones where nothing is said."""
        own = {stage: deadline for stage, deadline in self if deadline is not None}
        return common.model_copy(update=own)


class CompleteDeadlines(Deadlines):
    """What is promised for every stage."""

    acknowledge: DeadlineSettings
    first_contact: DeadlineSettings
    answer: DeadlineSettings


def _working_days(amount: int) -> Promise:
    rule = Text("Règle commune d’exemple", "Common sample rule")
    return Promise(Allowance(amount, Unit.WORKING_DAYS), rule, Confidence.ASSUMED)


ONE_DAY, TWO_DAYS = _working_days(1), _working_days(2)

OptionalStage = Literal[
    "reprisal",
    "urgent",
    "closing",
    "information_request",
    "recommendation_reply",
    "accommodation",
]
"""A stage that settings need not name."""

PROMISED: Mapping[OptionalStage, Promise] = {
    "reprisal": ONE_DAY,
    "urgent": ONE_DAY,
    "closing": _working_days(20),
    "information_request": _working_days(5),
    "recommendation_reply": _working_days(20),
    "accommodation": _working_days(5),
}
"""What is promised for each stage that settings need not name.

That is how soon the head of the complaints service acts on reported reprisals, how soon somebody
acts on an urgent complaint, how soon an answered one is closed (its complainant is owed what was
found, and why), how soon whoever is asked for information gives it, how soon a recommendation
is replied to, and how soon whoever asks for something to be adapted is answered.
"""

LONGEST_LIMIT = Promise(
    Allowance(6, Unit.MONTHS), Text("Règle du portail", "Rule of the portal"), Confidence.ASSUMED
)
"""How long a limit on contact may last at most."""

LIMITS_COUNTED_IN = (
    Unit.MONTHS,
    Unit.WEEKS,
    Unit.CALENDAR_DAYS,
    Unit.WORKING_DAYS,
    Unit.YEARS,
)
"""What a limit on contact lasts: it ends with a day, so that whoever is limited knows when."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """How many similar complaints within how long make the portal propose a group.

    Never more than nine: managers know of it before the tenth.
    """

    complaints: int = 5
    within: timedelta = timedelta(days=30)
