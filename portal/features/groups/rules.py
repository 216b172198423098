"""Groups: complaints about the same cause, looked into once and answered together.

The portal proposes one, or somebody of the complaints service opens it. Each complaint keeps its
own number, dates, answer and recourses: a group changes none of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.complaints.entries import EntryFacts
from portal.domain.complaint import Status
from portal.domain.errors import (
    AnotherPersonNeededError,
    IncompleteError,
    NotAllowedError,
    TransitionNotAllowedError,
    UnknownComplaintError,
)
from portal.domain.history import EntryKind
from portal.domain.typed import is_blank
from portal.payload import Payload

LONGEST_TITLE = 160
"""How many characters the title that the public reads has at most."""

MOST_ANSWERED = 500
"""How many complaints one answer reaches at most."""


@dataclass(frozen=True, slots=True)
class ChosenGroup(Payload):
    """The published group of which a draft says that it happened to its writer too; 0 for none."""

    group: int = 0


class State(StrEnum):
    """Where a group is in its life."""

    PROPOSED = "proposed"
    OPEN = "open"
    ANSWERED = "answered"
    PUT_ASIDE = "put_aside"

    @property
    def gathers(self) -> bool:
        """Tell whether complaints are in it: a proposal only names some."""
        return self in (State.OPEN, State.ANSWERED)


class Step(StrEnum):
    """What can happen to a group."""

    PROPOSED = "proposed"
    OPENED = "opened"
    PUT_ASIDE = "put_aside"
    CHANGED = "changed"
    NOTED = "noted"
    ADDED = "added"
    LEFT = "left"
    SENT = "sent"
    ANSWERED = "answered"
    CLOSED = "closed"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"


TOLD_OF_ALL = frozenset({Step.PROPOSED, Step.NOTED, Step.SENT, Step.CLOSED})
"""What is said of all complaints of a group together: it tells of each of them."""


TRANSITIONS: dict[tuple[State, Step], State] = {
    (State.PROPOSED, Step.OPENED): State.OPEN,
    (State.PROPOSED, Step.PUT_ASIDE): State.PUT_ASIDE,
    (State.PROPOSED, Step.NOTED): State.PROPOSED,
    **{
        (state, step): state
        for state in (State.OPEN, State.ANSWERED)
        for step in (
            *(Step.CHANGED, Step.NOTED, Step.LEFT, Step.CLOSED),
            *(Step.PUBLISHED, Step.UNPUBLISHED),
        )
    },
    # What comes in later is not answered yet.
    (State.OPEN, Step.ADDED): State.OPEN,
    (State.ANSWERED, Step.ADDED): State.OPEN,
    (State.OPEN, Step.SENT): State.OPEN,
    (State.OPEN, Step.ANSWERED): State.ANSWERED,
}


def is_possible(state: State, step: Step) -> bool:
    """Tell whether `step` may be taken in this state."""
    return (state, step) in TRANSITIONS


class LeftOut(StrEnum):
    """Why a complaint of a group is not answered with it."""

    WAITING = "waiting"
    LEVEL = "level"
    REVIEW = "review"
    ANSWERED = "answered"
    ENDED = "ended"
    LANGUAGE = "language"
    CHANGED = "changed"
    NOT_ALLOWED = "not_allowed"
    RECOURSE = "recourse"
    STOPPED = "stopped"
    FAILED = "failed"


class LeftOpen(StrEnum):
    """Why a complaint of a group is not closed with it."""

    ANSWER = "answer"
    ENDED = "ended"
    LEAVING = "leaving"
    ISSUES = "issues"
    WRITTEN = "written"
    JUDGED = "judged"


class PartState(StrEnum):
    """What became of one complaint's answer."""

    READY = "ready"
    SENT = "sent"
    LEFT_OUT = "left_out"


class AnswerState(StrEnum):
    """Where a group's answer is: being written, being sent, or sent to all it could reach."""

    DRAFT = "draft"
    SENDING = "sending"
    DONE = "done"


_REFUSALS: tuple[tuple[type[Exception], LeftOut], ...] = (
    (AnotherPersonNeededError, LeftOut.REVIEW),
    (TransitionNotAllowedError, LeftOut.ENDED),
    (NotAllowedError, LeftOut.NOT_ALLOWED),
    (UnknownComplaintError, LeftOut.NOT_ALLOWED),
    (IncompleteError, LeftOut.RECOURSE),
)


def letter_of(common: str, own: str) -> str:
    """Return the text for all with what is special to one complaint below it."""
    return "\n\n".join(filter(None, (common.strip(), own.strip())))


def left_out(status: Status, level: int, text: str) -> LeftOut | None:
    """Return why a complaint is left out of an answer, or None where it is answered with others.

    A person who was asked something is waited for; what another level holds is theirs to answer;
    one that was answered is not answered twice; and nobody gets a text in another language: `text`
    is what is written for all in the complaint's own.
    """
    reasons = (
        (status is Status.WAITING, LeftOut.WAITING),
        (status is Status.ANSWERED, LeftOut.ANSWERED),
        (not status.is_open, LeftOut.ENDED),
        (level > 1, LeftOut.LEVEL),
        (is_blank(text), LeftOut.LANGUAGE),
    )
    return next((why for holds, why in reasons if holds), None)


def why_refused(error: Exception) -> LeftOut:
    """Return why a complaint could not be answered although nothing spoke against it before."""
    return next((why for kind, why in _REFUSALS if isinstance(error, kind)), LeftOut.FAILED)


@dataclass(frozen=True, slots=True)
class Addressed:
    """A complaint of a group: what it is told, or why it is left out."""

    id: int
    number: str
    language: str
    status: str
    level: int
    reply_by: str
    full_answer_by_email: bool
    version: int
    own_text: str
    own_writers: tuple[int, ...]
    why: LeftOut | None

    def letter(self, texts: Mapping[str, str]) -> str:
        """Return what the person reads before the other recourses."""
        return letter_of(texts[self.language], self.own_text)


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """The answer of a group as it is being written: the text for all, and each complaint."""

    texts: Mapping[str, str]
    common_writers: tuple[int, ...]
    complaints: tuple[Addressed, ...]

    @property
    def reached(self) -> list[Addressed]:
        """The complaints that it is sent to."""
        return [complaint for complaint in self.complaints if complaint.why is None]

    @property
    def writers(self) -> frozenset[int]:
        """Who wrote any of what leaves: the text for all, or what one of those reached is told.

        Where the agency has its answers read, none of them sends it: whoever else looks at every
        letter and lets them leave is the second reader.
        """
        own = (complaint.own_writers for complaint in self.reached)
        return frozenset(self.common_writers).union(*own)

    @property
    def seal(self) -> str:
        """What tells whether anything of what will be sent moved since it was looked at."""
        parts = [(part.id, part.version, part.own_text, part.why) for part in self.complaints]
        return hashlib.sha256(repr((self.texts, parts)).encode()).hexdigest()[:32]


# What the history tells.


@dataclass(frozen=True, slots=True)
class Grouped(EntryFacts, kind=EntryKind.GROUPED):
    """It is in a group, since a word in `common` suggested it or the person said so."""

    group: int
    suggested: bool = False
    common: int | None = None
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class ClosedTogether(Payload):
    """What a closing tells of a complaint that was closed with its whole group."""

    group: int


@dataclass(frozen=True, slots=True)
class Ungrouped(EntryFacts, kind=EntryKind.UNGROUPED):
    """It left a group; `handed_on` because another agency has it now."""

    group: int
    handed_on: bool = False
