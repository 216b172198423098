"""Groups: complaints about the same cause, looked into once and answered together.

The portal proposes one, or somebody of the complaints service opens it. Each complaint keeps its
own number, dates, answer and recourses: a group changes none of them.
"""

from __future__ import annotations

from enum import StrEnum

from portal.domain.errors import TransitionNotAllowedError
from portal.domain.history import EntryKind

ENTRIES = frozenset({EntryKind.GROUPED, EntryKind.UNGROUPED})

MOST_ANSWERED = 500
"""How many complaints one answer reaches at most."""


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


def state_after(state: State, step: Step) -> State:
    """Return the state that `step` leads to; raise TransitionNotAllowedError if none."""
    try:
        return TRANSITIONS[state, step]
    except KeyError:
        raise TransitionNotAllowedError(state, step) from None


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
