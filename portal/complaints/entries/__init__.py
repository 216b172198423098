"""What each entry of a complaint's history tells: its facts, which hold no personal data.

Those of a feature are its own. What was recorded is never renamed: the chain covers it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, TypedDict

from pydantic import PlainSerializer

from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.payload import Payload

Moment = Annotated[datetime, PlainSerializer(datetime.isoformat)]
"""A moment as the history has always written it, with its offset."""

Name = Annotated[Text, PlainSerializer(Text.as_facts)]
"""A name in both languages, as the history has always written it."""


class EntryFacts(Payload):
    """What one kind of entry tells beside who did it and when."""

    __slots__ = ()

    kind: ClassVar[EntryKind]


# Being handled.


class FilingFacts(TypedDict, total=False):
    """What features tell of a filing: which unit's staff led to it, and whether by a leaflet."""

    referred_by: str
    by_leaflet: bool


@dataclass(frozen=True, slots=True)
class Filed(EntryFacts):
    """It was filed; `received_at` where it was written down later than it came."""

    kind = EntryKind.FILED
    agency: str
    release: int | None
    category: str
    theme: str
    unit: str | None
    channel: str
    language: str
    due_at: Moment | None
    level: int
    received_at: Moment | None = None
    referred_by: str | None = None
    by_leaflet: bool = False


@dataclass(frozen=True, slots=True)
class TakenInCharge(EntryFacts):
    """Somebody was in touch first, on this many working days."""

    kind = EntryKind.TAKEN_IN_CHARGE
    in_time: bool
    working_days: int


@dataclass(frozen=True, slots=True)
class Assigned(EntryFacts):
    """Somebody handles it from now on."""

    kind = EntryKind.ASSIGNED
    to: int


@dataclass(frozen=True, slots=True)
class Reclassified(EntryFacts):
    """It is about something else than was thought before."""

    kind = EntryKind.RECLASSIFIED
    before: str
    category: str
    theme: str


@dataclass(frozen=True, slots=True)
class DocumentAdded(EntryFacts):
    """A document with this digest was added."""

    kind = EntryKind.DOCUMENT_ADDED
    sha256: str


@dataclass(frozen=True, slots=True)
class Answered(EntryFacts):
    """It was answered, with so many hints on plain language and these recourses under it."""

    kind = EntryKind.ANSWERED
    first: bool
    in_time: bool
    level: int
    working_days: int
    recourses: Sequence[str]
    hints: int | None
    first_promise_kept: bool | None = None
    confirmed_at: Moment | None = None
    read_by: int | None = None
    contact: str | None = None

    @classmethod
    def upgraded(cls, stored: Mapping[str, Any], _written_by: int) -> Mapping[str, Any]:
        """Return it with what the first answers did not tell."""
        return {"hints": None, **stored}


@dataclass(frozen=True, slots=True)
class Closed(EntryFacts):
    """It was closed; `at_first_contact` is told of what was settled, `group` of a whole group."""

    kind = EntryKind.CLOSED
    finding: str | None
    findings: Sequence[str]
    criteria: Sequence[str]
    measures: int
    level: int
    working_days: int
    confirmed_at: Moment | None = None
    read_by: int | None = None
    settled: bool = False
    at_first_contact: bool | None = None
    group: int | None = None

    @classmethod
    def upgraded(cls, stored: Mapping[str, Any], _written_by: int) -> Mapping[str, Any]:
        """Return it with what the first closings did not tell."""
        return {"criteria": [], **stored}


@dataclass(frozen=True, slots=True)
class Reopened(EntryFacts):
    """It was taken up again, with a new date."""

    kind = EntryKind.REOPENED
    level: int
    last_day: date | None


@dataclass(frozen=True, slots=True)
class ReviewAsked(EntryFacts):
    """It was handed to the next level, to be answered by nobody who handled it so far."""

    kind = EntryKind.REVIEW_ASKED
    level: int
    last_day: date | None
    not_by: Sequence[int]


@dataclass(frozen=True, slots=True)
class LetterPosted(EntryFacts):
    """A letter on paper was posted."""

    kind = EntryKind.LETTER_POSTED
    letter: str
    day: date


@dataclass(frozen=True, slots=True)
class PluginFailed(EntryFacts):
    """A rule of the agency's own did not answer: its settings did instead."""

    kind = EntryKind.PLUGIN_FAILED
    hook: str
    reason: str


# Dates.


@dataclass(frozen=True, slots=True)
class Extended(EntryFacts):
    """The date of the answer was put off."""

    kind = EntryKind.EXTENDED
    last_day: date
    confirmed_at: Moment | None = None
    read_by: int | None = None


@dataclass(frozen=True, slots=True)
class Paused(EntryFacts):
    """The time of the answer stands still, for a reason of the agency's."""

    kind = EntryKind.PAUSED
    reason: str
    reason_name: Name
    until: date


@dataclass(frozen=True, slots=True)
class Resumed(EntryFacts):
    """The time of the answer goes on; `by_itself` if the wait was over."""

    kind = EntryKind.RESUMED
    by_itself: bool
    due_at: Moment
    last_day: date


@dataclass(frozen=True, slots=True)
class FileCompleted(EntryFacts):
    """The time of the answer begins; `by_itself` if nobody said that the file is complete."""

    kind = EntryKind.FILE_COMPLETED
    by_itself: bool
    due_at: Moment
    last_day: date


@dataclass(frozen=True, slots=True)
class DateMissed(EntryFacts):
    """A date passed."""

    kind = EntryKind.DATE_MISSED
    clock: str
    level: int


# Going up.


@dataclass(frozen=True, slots=True)
class Escalated(EntryFacts):
    """It went a level up; `why` where that was not because its answer is late."""

    kind = EntryKind.ESCALATED
    level: int
    post: str
    last_day: date | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class PassedToTop(EntryFacts):
    """It was handed to whoever has the last word."""

    kind = EntryKind.PASSED_TO_TOP
    level: int


@dataclass(frozen=True, slots=True)
class Decided(EntryFacts):
    """Whoever has the last word said what is to be done."""

    kind = EntryKind.DECIDED
    level: int


@dataclass(frozen=True, slots=True)
class PostVacant(EntryFacts):
    """Nobody answers at these posts."""

    kind = EntryKind.POST_VACANT
    posts: Sequence[str]


@dataclass(frozen=True, slots=True)
class RecourseOpened(EntryFacts):
    """Another recourse opened by itself."""

    kind = EntryKind.RECOURSE_OPENED
    recourse: str


@dataclass(frozen=True, slots=True)
class Succeeded(EntryFacts):
    """Another agency took the place of its own."""

    kind = EntryKind.SUCCEEDED
    change: int
    on: date
    before: str
    before_name: Name
    before_category: str
    agency: str
    agency_name: Name
    release: int | None
    category: str
    theme: str
    unit: str | None
    level: int
