"""What may be done with a complaint in each status, and where it leads.

Whatever else is kept step by step has a table of its own, read by the same functions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from portal.domain.complaint import Status
from portal.domain.errors import TransitionNotAllowedError

State = TypeVar("State", bound=StrEnum)
Kind = TypeVar("Kind", bound=StrEnum)


class Action(StrEnum):
    """A step in a complaint's life."""

    CONTACT = "contact"
    STUDY = "study"
    ASK = "ask"
    REPLY = "reply"
    ANSWER = "answer"
    CLOSE = "close"
    TRANSFER = "transfer"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    ASK_REVIEW = "ask_review"


S, A = Status, Action

TRANSITIONS: dict[tuple[Status, Action], Status] = {
    (S.RECEIVED, A.CONTACT): S.TAKEN_IN_CHARGE,
    (S.RECEIVED, A.ANSWER): S.ANSWERED,
    (S.RECEIVED, A.ASK): S.WAITING,
    (S.RECEIVED, A.TRANSFER): S.TRANSFERRED,
    (S.RECEIVED, A.WITHDRAW): S.WITHDRAWN,
    (S.TAKEN_IN_CHARGE, A.STUDY): S.UNDER_REVIEW,
    (S.TAKEN_IN_CHARGE, A.ASK): S.WAITING,
    (S.TAKEN_IN_CHARGE, A.ANSWER): S.ANSWERED,
    (S.TAKEN_IN_CHARGE, A.TRANSFER): S.TRANSFERRED,
    (S.TAKEN_IN_CHARGE, A.WITHDRAW): S.WITHDRAWN,
    (S.UNDER_REVIEW, A.ASK): S.WAITING,
    (S.UNDER_REVIEW, A.ANSWER): S.ANSWERED,
    (S.UNDER_REVIEW, A.TRANSFER): S.TRANSFERRED,
    (S.UNDER_REVIEW, A.WITHDRAW): S.WITHDRAWN,
    (S.WAITING, A.REPLY): S.UNDER_REVIEW,
    (S.WAITING, A.ANSWER): S.ANSWERED,
    (S.WAITING, A.TRANSFER): S.TRANSFERRED,
    (S.WAITING, A.WITHDRAW): S.WITHDRAWN,
    (S.ANSWERED, A.ANSWER): S.ANSWERED,
    (S.ANSWERED, A.CLOSE): S.CLOSED,
    (S.CLOSED, A.REOPEN): S.UNDER_REVIEW,
    (S.ANSWERED, A.ASK_REVIEW): S.UNDER_REVIEW,
    (S.CLOSED, A.ASK_REVIEW): S.UNDER_REVIEW,
}


def status_after(status: Status, action: Action) -> Status:
    """Return the status that `action` leads to; raise TransitionNotAllowedError if none."""
    return state_after(TRANSITIONS, status, action)


def is_possible(status: Status, action: Action) -> bool:
    """Tell whether `action` may be done in this status."""
    return (status, action) in TRANSITIONS


@dataclass(frozen=True, slots=True)
class TakenStep(Generic[Kind]):
    """Something that happened: when, by whom, and what was said; nobody where the portal did it."""

    kind: Kind
    at: datetime
    user_id: int | None
    body: str | None
    facts: Mapping[str, Any]


def state_after(transitions: Mapping[tuple[State, Kind], State], state: State, step: Kind) -> State:
    """Return the state that `step` leads to; raise TransitionNotAllowedError if none."""
    try:
        return transitions[state, step]
    except KeyError:
        raise TransitionNotAllowedError(state, step) from None


def takers(steps: Iterable[TakenStep[Kind]], *kinds: Kind) -> set[int | None]:
    """Return who took steps of these kinds."""
    return {step.user_id for step in steps if step.kind in kinds}


def has_taken(steps: Iterable[TakenStep[Kind]], *kinds: Kind) -> bool:
    """Tell whether a step of one of these kinds was taken."""
    return any(step.kind in kinds for step in steps)
