"""What may be confirmed to leave: everything that its form said, as it is kept until it leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.conclusion import IssueFinding
from portal.domain.handling.held_messages import Outgoing
from portal.payload import Payload


class Content(Payload):
    """What was confirmed of one kind. What is stored is never renamed."""

    __slots__ = ()

    kind: ClassVar[Outgoing]


@dataclass(frozen=True, slots=True)
class TextContent(Content):
    """What was confirmed as one text."""

    body: str


LetLeave = Callable[[Work, ComplaintRecord, Any], None]
"""The use case that carries out what was confirmed."""


@dataclass(frozen=True, slots=True)
class AnswerContent(TextContent):
    """An answer; where it `tells` of recommendations, the complainant sees what becomes of them."""

    kind = Outgoing.ANSWER
    tells: bool


@dataclass(frozen=True, slots=True)
class QuestionContent(TextContent):
    """A question to the complainant; `pause` is the reason for which the answer waits meanwhile."""

    kind = Outgoing.QUESTION
    pause: str | None


@dataclass(frozen=True, slots=True)
class ExtensionContent(Content):
    """By how much an answer is put off, such as "5 working days", why, and the day it leads to."""

    kind = Outgoing.EXTENSION
    by: str
    reason: str
    last_day: date | None


@dataclass(frozen=True, slots=True)
class ClosingContent(Content):
    """What was found of each issue, and that the answer was checked for its language."""

    kind = Outgoing.CLOSING
    findings: tuple[IssueFinding, ...]
    language_shown: bool
