"""Words that an agency adds to letters, and models that its officers begin to write from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.text import Text

_MARK = re.compile(r"\{([^{}\n]*)\}")
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_LONGEST_MIDDLE = 1_200
_LONGEST_MODEL = 4_000


class LetterUse(StrEnum):
    """What a text is for: the letter to complainants that carries it, or what officers write.

    The letters that only warn, of changed contact details or of another organisation, are the
    portal's alone.
    """

    ACKNOWLEDGEMENT = "acknowledgement"
    TAKEN_IN_CHARGE = "taken_in_charge"
    QUESTION = "question"
    EXTENDED = "extended"
    LATE = "late"
    PASSED_UP = "passed_up"
    RECOURSE_OPENED = "recourse_opened"
    ROUTED = "routed"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    ANSWER = "answer"
    ASK = "ask"
    EXTEND = "extend"
    CLOSE = "close"

    @property
    def is_model(self) -> bool:
        """Tell whether officers begin from it; what they send is what they then make of it."""
        return self in _MODELS

    @property
    def marks(self) -> tuple[str, ...]:
        """What a text may have filled in, between braces.

        Ordinary mail never tells what a complaint is about, and a letter tells a day only where
        it promises one.
        """
        day = ("answer_day",) if self.is_model or self in _PROMISING else ()
        return ("number", "agency", *day, *(("category",) if self.is_model else ()))

    @property
    def longest(self) -> int:
        """How many characters a text may have; a letter stays one that is read to its end."""
        return _LONGEST_MODEL if self.is_model else _LONGEST_MIDDLE


_MODELS = frozenset({LetterUse.ANSWER, LetterUse.ASK, LetterUse.EXTEND, LetterUse.CLOSE})
_PROMISING = frozenset(
    {LetterUse.ACKNOWLEDGEMENT, LetterUse.ROUTED, LetterUse.EXTENDED, LetterUse.LATE}
)


@dataclass(frozen=True, slots=True)
class LetterModel:
    """A text that officers may begin from when they answer, ask, extend or close."""

    code: str
    name: Text
    text: Text


def wrong_marks(text: str, use: LetterUse) -> list[str]:
    """Return what stands in braces and is not filled in there, and each brace without its other."""
    wrong = [mark[0] for mark in _MARK.finditer(text) if mark[1] not in use.marks]
    return [*wrong, *re.findall(r"[{}]", _MARK.sub("", text))]


def paragraphs_of(text: str) -> list[str]:
    """Return what blank lines keep apart, without those around the text."""
    return _BLANK_LINES.split(text.strip())


def filled(text: str, values: Mapping[str, str | None]) -> str:
    """Return a text with its marks filled in.

    A paragraph that tells what is not known, such as the day where none is promised, is left out.
    """
    known = [
        paragraph
        for paragraph in paragraphs_of(text)
        if all(map(values.get, _MARK.findall(paragraph)))
    ]
    # All at once: what is filled in is never looked at for marks of its own.
    return "\n\n".join(
        _MARK.sub(lambda mark: values[mark[1]] or "", paragraph) for paragraph in known
    )
