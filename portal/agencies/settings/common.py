"""What an agency's file and the portal's own both say: calendar, deadlines, recourses, notices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from portal.agencies.settings.fields import (
    Code,
    Day,
    Flag,
    Hours,
    Jurisdiction,
    Length,
    Link,
    Phrase,
    Positive,
    Settings,
    TimeZone,
    Words,
    WordsOrPhrase,
)
from portal.domain.handling.notices import NoticeKind
from portal.domain.time.calendar import parse_closure
from portal.domain.time.holidays import Weekend
from portal.domain.time.promise import Confidence

SchemaNumber = Annotated[Literal[1], Field(alias="schema")]
"""The form of settings files that this portal reads."""


class Named(Settings):
    """Something with a code and a name in both languages."""

    code: Code
    name: Words


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
    # Left out of a release where there are none, so that older releases stay the same.
    changes: Annotated[
        tuple[CalendarChangeSettings, ...], Field(exclude_if=lambda own: not own)
    ] = ()
    """What is different from a day on, in date order."""


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


# Left out of a release that says nothing of it, so that older releases stay the same.
Reopening = Annotated[TimeSettings | None, Field(exclude_if=lambda own: own is None)]
"""How long after the closing the citizen may ask that the complaint be taken up again."""


LongestLimit = Annotated[TimeSettings | None, Field(exclude_if=lambda own: own is None)]
"""How long a limit on contact with a complainant may last at most."""


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
    # Left out of a release where there are none, so that older releases stay the same.
    pauses: Annotated[tuple[PauseSettings, ...], Field(exclude_if=lambda own: not own)] = ()
    """All that the time for the answer stops for."""


# Left out of a release where there is none, so that older releases stay the same.
Unneeded = Annotated[DeadlineSettings | None, Field(exclude_if=lambda own: own is None)]


class Deadlines(Settings):
    """What is promised for each stage; what is not said here is taken from the level above."""

    acknowledge: DeadlineSettings | None = None
    first_contact: DeadlineSettings | None = None
    answer: DeadlineSettings | None = None
    reprisal: Unneeded = None
    """How soon the head of the complaints service acts when somebody reports reprisals."""
    urgent: Unneeded = None
    """How soon somebody acts on a complaint that was confirmed as urgent."""
    closing: Unneeded = None
    """How soon an answered complaint is closed, with what was found."""
    information_request: Unneeded = None
    """How soon somebody of the agency answers what the complaints service asks them."""
    recommendation_reply: Unneeded = None
    """How soon a recommendation of the complaints service is replied to."""

    def over(self, common: CompleteDeadlines) -> CompleteDeadlines:
        """Return these deadlines, with the common ones where nothing is said."""
        own = {stage: deadline for stage, deadline in self if deadline is not None}
        return common.model_copy(update=own)


class CompleteDeadlines(Deadlines):
    """What is promised for every stage."""

    acknowledge: DeadlineSettings
    first_contact: DeadlineSettings
    answer: DeadlineSettings


class CommonRecourse(Settings):
    """Where else complainants can turn, whatever the agency."""

    body: Words
    how: Words
    deadline: Words
    link: Link | None = None
    phone: Phrase | None = None
    review: Flag = False


class RecourseSettings(CommonRecourse):
    """Where else the agency's complainants can turn."""

    code: Code


class When(Settings):
    """What a notice is shown for: any of these categories, or any of these words in the story."""

    categories: tuple[Code, ...] = ()
    words: tuple[Phrase, ...] = ()


# Left out of a release that says nothing of it, so that older releases stay the same.
Urgency = Annotated[When | None, Field(exclude_if=lambda own: own is None)]
"""What makes a complaint look urgent."""


class RedirectSettings(Settings):
    """A way of its own for what the notice is about: a review, then a tribunal."""

    body: Words
    """Where to turn."""
    form: Link | None = None
    within: Length | None = None
    since: Annotated[Words | None, Field(alias="from")] = None
    """What the time runs from: the date of the decision."""
    question: Code | None = None
    """The question that asks for this date, so that the last day can be told."""
    confidence: Confidence = Confidence.ASSUMED
    """An assumed time is shown to citizens as a sample."""
    source: Phrase | None = None


class NoticeSettings(Settings):
    """What citizens are told before they file."""

    code: Code
    kind: NoticeKind
    when: When | None = None
    title: Words
    text: Words
    link: Link | None = None
    redirects: tuple[RedirectSettings, ...] = ()
