"""What becomes of an alarm: which steps can be taken, and how long it waits for one.

An alarm is open until it is closed or found groundless. Nothing of it is taken back: every step
stays, with who took it and when.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum


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
