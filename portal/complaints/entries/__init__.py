"""What each entry of a complaint's history tells: its facts, which hold no personal data.

Those of a feature are its own. What was recorded is never renamed: the chain covers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, ClassVar, Protocol

from pydantic import PlainSerializer

from portal.domain.absence import WhyVacant
from portal.domain.handling.escalation import Alarmed
from portal.domain.history import EntryKind
from portal.domain.text import Text
from portal.payload import Extensible, Payload

Moment = Annotated[datetime, PlainSerializer(datetime.isoformat)]
"""A moment as the history has always written it, with its offset."""

Name = Annotated[Text, PlainSerializer(Text.as_facts)]
"""A name in both languages, as the history has always written it."""


def confirmed_before(at: datetime, facts: Mapping[str, Any]) -> datetime | None:
    """Return when was confirmed what left `at` a later minute, if it says: dates are kept by it."""
    confirmed = facts.get("confirmed_at")
    moment = datetime.fromisoformat(confirmed) if confirmed else at
    return moment if moment.replace(second=0) < at.replace(second=0) else None


IN_PLACE_OF = "in_place_of"
"""The fact of any entry that tells as whose substitute somebody did this: the id of a person."""


class EntryFacts(Payload):
    """What one kind of entry tells beside who did it and when, such as `Assigned` below."""

    __slots__ = ()

    kind: ClassVar[EntryKind]

    def __init_subclass__(cls, kind: EntryKind | None = None) -> None:
        # A dataclass with slots is made twice, the second time with its kind already.
        if kind is not None:
            cls.kind = kind
        _OF_KINDS[cls.kind] = cls


_OF_KINDS: dict[EntryKind, type[EntryFacts]] = {}


class StoredEntry(Protocol):
    """An entry as it is stored, or what was read of it."""

    @property
    def kind(self) -> str:
        """What happened."""

    @property
    def facts(self) -> Mapping[str, Any]:
        """What it tells, as JSON has it."""


def entry_of(stored: StoredEntry) -> EntryFacts | None:
    """Return what a stored entry tells; None for a kind that tells nothing more."""
    facts = _OF_KINDS.get(EntryKind(stored.kind))
    return facts.read(stored.facts) if facts else None


# Being handled.


@dataclass(frozen=True, slots=True)
class Filed(Extensible, EntryFacts, kind=EntryKind.FILED):
    """It was filed; `received_at` where it was written down later than it came.

    `unacknowledged` is whether no letter said so, because too many were asked for at that address;
    `acknowledged_late`, that the number was given after the day promised for it.
    `region` is the administrative region where its words say that it happened, and nothing finer.
    `written_as_several` is whether the staff had just written down another of the same person.
    What features tell of its filing is `added`, each one's by its own type.
    """

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
    unacknowledged: bool = False
    region: str | None = None
    acknowledged_late: bool = False
    written_as_several: bool = False
    added: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TakenInCharge(EntryFacts, kind=EntryKind.TAKEN_IN_CHARGE):
    """Somebody was in touch first, on this many working days; by what they confirmed, if so.

    The `working_hours` until then are not known of what earlier versions wrote.
    They say by which way of `contact` and when, unless it was by what the complaint itself has.
    """

    in_time: bool
    working_days: int
    confirmed_at: Moment | None = None
    working_hours: int | None = None
    contact: str | None = None
    contacted_at: Moment | None = None


@dataclass(frozen=True, slots=True)
class ContactMade(EntryFacts, kind=EntryKind.CONTACT_MADE):
    """Somebody was in touch after the complainant had said that nobody was."""

    in_time: bool
    working_days: int
    confirmed_at: Moment | None = None
    working_hours: int | None = None
    contact: str | None = None
    contacted_at: Moment | None = None


@dataclass(frozen=True, slots=True)
class Assigned(EntryFacts, kind=EntryKind.ASSIGNED):
    """Somebody handles it from now on."""

    to: int


@dataclass(frozen=True, slots=True)
class Noted(EntryFacts, kind=EntryKind.NOTED):
    """A note was left; or what somebody, `who`, had confirmed did not leave: it is that text.

    `unsent` says what it was; a note that somebody wrote tells neither.
    """

    unsent: str | None = None
    who: int | None = None


@dataclass(frozen=True, slots=True)
class Reclassified(EntryFacts, kind=EntryKind.RECLASSIFIED):
    """It is about something else than was thought before."""

    before: str
    category: str
    theme: str


CALL = "call"
"""What a message may be about: a call or a meeting is asked for."""


@dataclass(frozen=True, slots=True)
class MessageReceived(EntryFacts, kind=EntryKind.MESSAGE_RECEIVED):
    """Its complainant wrote; `about` is what they ask for, where the form said so."""

    about: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentAdded(EntryFacts, kind=EntryKind.DOCUMENT_ADDED):
    """A document with this digest was added."""

    sha256: str


@dataclass(frozen=True, slots=True)
class Answered(EntryFacts, kind=EntryKind.ANSWERED):
    """It was answered, with so many hints on plain language and these recourses under it.

    `substance` is how many of its words no model has; earlier versions did not count them.
    `own_words` of a hundred stand in no model; `in_language` tells whether it is in the one that
    was asked for, `reply_by` in which way it has to leave. Earlier versions wrote none of these.
    """

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
    substance: int | None = None
    own_words: int | None = None
    in_language: bool | None = None
    reply_by: str | None = None

    @classmethod
    def upgraded(cls, stored: Mapping[str, Any], _written_by: int) -> Mapping[str, Any]:
        """Return it with what the first answers did not tell."""
        return {"hints": None, **stored}


@dataclass(frozen=True, slots=True)
class AnswerJudged(EntryFacts, kind=EntryKind.ANSWER_JUDGED):
    """The complainant said whether the answer meets what they complained of."""

    verdict: str


@dataclass(frozen=True, slots=True)
class Closed(Extensible, EntryFacts, kind=EntryKind.CLOSED):
    """It was closed. Whether anything was given to its person is `remedied`, where it was said.

    What features tell of how it was is `added`, each one's by its own type.
    """

    finding: str | None
    findings: Sequence[str]
    criteria: Sequence[str]
    measures: int
    level: int
    working_days: int
    confirmed_at: Moment | None = None
    read_by: int | None = None
    remedied: bool | None = None
    added: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def upgraded(cls, stored: Mapping[str, Any], _written_by: int) -> Mapping[str, Any]:
        """Return it with what the first closings did not tell."""
        return {"criteria": [], **stored}


@dataclass(frozen=True, slots=True)
class Reopened(EntryFacts, kind=EntryKind.REOPENED):
    """It was taken up again, with a new date."""

    level: int
    last_day: date | None


@dataclass(frozen=True, slots=True)
class ReviewAsked(EntryFacts, kind=EntryKind.REVIEW_ASKED):
    """It was handed to the next level, to be answered by nobody who handled it so far.

    `over` are the posts that were stepped over.
    """

    level: int
    last_day: date | None
    not_by: Sequence[int]
    over: Sequence[str] = ()


def first_handlers(stored: Iterable[StoredEntry]) -> frozenset[int]:
    """Return who may not answer a review, by what the history of a complaint tells."""
    reviews = (ReviewAsked.read(row.facts) for row in stored if row.kind == ReviewAsked.kind)
    return frozenset(user_id for review in reviews for user_id in review.not_by)


@dataclass(frozen=True, slots=True)
class LetterPosted(EntryFacts, kind=EntryKind.LETTER_POSTED):
    """A letter on paper was posted.

    Where its reader asked for another form, it left `as_asked` or in the ordinary form alone.
    """

    letter: str
    day: date
    as_asked: bool | None = None


@dataclass(frozen=True, slots=True)
class PluginFailed(EntryFacts, kind=EntryKind.PLUGIN_FAILED):
    """A rule of the agency's own did not answer: its settings did instead."""

    hook: str
    reason: str


# Dates.


@dataclass(frozen=True, slots=True)
class Extended(EntryFacts, kind=EntryKind.EXTENDED):
    """The date of the answer was put off."""

    last_day: date
    confirmed_at: Moment | None = None
    read_by: int | None = None


@dataclass(frozen=True, slots=True)
class Paused(EntryFacts, kind=EntryKind.PAUSED):
    """The time of the answer stands still, for a reason of the agency's."""

    reason: str
    reason_name: Name
    until: date


@dataclass(frozen=True, slots=True)
class Resumed(EntryFacts, kind=EntryKind.RESUMED):
    """The time of the answer goes on; `by_itself` if the wait was over."""

    by_itself: bool
    due_at: Moment
    last_day: date


@dataclass(frozen=True, slots=True)
class FileCompleted(EntryFacts, kind=EntryKind.FILE_COMPLETED):
    """The time of the answer begins; `by_itself` if nobody said that the file is complete."""

    by_itself: bool
    due_at: Moment
    last_day: date


@dataclass(frozen=True, slots=True)
class DateMissed(EntryFacts, kind=EntryKind.DATE_MISSED):
    """A date passed; `told` says as what people were alarmed, `nobody` why none was at its level.

    Neither is known of what earlier versions wrote.
    """

    clock: str
    level: int
    told: Sequence[Alarmed] | None = None
    nobody: WhyVacant | None = None


# Going up.


@dataclass(frozen=True, slots=True)
class Escalated(EntryFacts, kind=EntryKind.ESCALATED):
    """It went a level up, `over` these posts; `why` where its answer was not late."""

    level: int
    post: str
    last_day: date | None = None
    why: str | None = None
    over: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PassedToTop(EntryFacts, kind=EntryKind.PASSED_TO_TOP):
    """It was handed to whoever has the last word, `over` these posts; as what people were `told`.

    Neither is known of what earlier versions wrote.
    """

    level: int
    over: Sequence[str] = ()
    told: Sequence[Alarmed] | None = None


@dataclass(frozen=True, slots=True)
class Decided(EntryFacts, kind=EntryKind.DECIDED):
    """Whoever has the last word said what is to be done."""

    level: int


@dataclass(frozen=True, slots=True)
class PostVacant(EntryFacts, kind=EntryKind.POST_VACANT):
    """Nobody answers at these posts: why at each, and as what people were alarmed.

    Neither is known of what earlier versions wrote.
    """

    posts: Sequence[str]
    why: Sequence[WhyVacant] = ()
    told: Sequence[Alarmed] | None = None


@dataclass(frozen=True, slots=True)
class RecourseOpened(EntryFacts, kind=EntryKind.RECOURSE_OPENED):
    """Another recourse opened by itself."""

    recourse: str


@dataclass(frozen=True, slots=True)
class Succeeded(EntryFacts, kind=EntryKind.SUCCEEDED):
    """Another agency took the place of its own."""

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
