"""Which complaints of a group one answer can reach, and why the others are left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from portal.domain.complaint import Status
from portal.domain.errors import (
    AnotherPersonNeededError,
    IncompleteError,
    NotAllowedError,
    TransitionNotAllowedError,
    UnknownComplaintError,
)
from portal.features.groups.rules import LeftOut

_FIRST_LEVEL = 1


class Reached(Protocol):
    """What is looked at of a complaint."""

    @property
    def status(self) -> str:
        """Where it is in its life."""

    @property
    def level(self) -> int:
        """Who holds it."""

    @property
    def language(self) -> str:
        """The language of its answer."""


def left_out(complaint: Reached, texts: Mapping[str, str]) -> LeftOut | None:
    """Return why a complaint is left out, or None where it is answered with the others.

    A person who was asked something is waited for; what another level holds is theirs to answer;
    one that was answered is not answered twice; and nobody gets a text in another language.
    """
    status = Status(complaint.status)
    if status is Status.WAITING:
        return LeftOut.WAITING
    if status is Status.ANSWERED:
        return LeftOut.ANSWERED
    if not status.is_open:
        return LeftOut.ENDED
    if complaint.level > _FIRST_LEVEL:
        return LeftOut.LEVEL
    return None if texts.get(complaint.language, "").strip() else LeftOut.LANGUAGE


def why_refused(error: Exception) -> LeftOut:
    """Return why a complaint could not be answered although nothing spoke against it before."""
    for kind, why in _REFUSALS:
        if isinstance(error, kind):
            return why
    return LeftOut.FAILED


_REFUSALS: tuple[tuple[type[Exception], LeftOut], ...] = (
    (AnotherPersonNeededError, LeftOut.REVIEW),
    (TransitionNotAllowedError, LeftOut.ENDED),
    (NotAllowedError, LeftOut.NOT_ALLOWED),
    (UnknownComplaintError, LeftOut.NOT_ALLOWED),
    (IncompleteError, LeftOut.RECOURSE),
)
