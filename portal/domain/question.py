"""What an agency asks about a complaint, and what is wrong with an answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portal.domain.text import Text


class QuestionKind(StrEnum):
    """How a question is asked and its answer checked."""

    TEXT = "text"
    LONG_TEXT = "long text"
    CHOICE = "choice"
    SEVERAL_CHOICES = "several choices"
    DATE = "date"
    YES_NO = "yes/no"
    FILE = "file"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the answers that a question offers."""

    code: str
    label: Text


@dataclass(frozen=True, slots=True)
class Question:
    """Something an agency asks about a category of complaints.

    `pattern` is a regular expression that the whole of a text answer must match; `minimum` and
    `maximum` bound a number. `future` says whether a date may lie ahead.
    """

    code: str
    label: Text
    kind: QuestionKind = QuestionKind.TEXT
    hint: Text | None = None
    required: bool = False
    choices: tuple[Choice, ...] = ()
    pattern: str | None = None
    pattern_hint: Text | None = None
    minimum: int | None = None
    maximum: int | None = None
    future: bool = False
    max_length: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to correct: the field it belongs to, and what to do, in both languages."""

    field: str
    text: Text
