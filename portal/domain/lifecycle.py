"""What may be done with a complaint in each status, and where it leads."""

from __future__ import annotations

from enum import StrEnum

from portal.domain.complaint import Status
from portal.domain.steps import state_after


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
