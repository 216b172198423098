"""What an agency promises for each stage: lengths of time such as "20 working days", "48 hours" or
"2 months", and what each promise rests on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from portal.domain.errors import MisreadError
from portal.domain.facts import Kept
from portal.domain.text import Text


class Unit(StrEnum):
    """What an allowance counts."""

    HOURS = "hours"
    WORKING_HOURS = "working hours"
    WORKING_DAYS = "working days"
    CALENDAR_DAYS = "calendar days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


LONGEST = {
    Unit.HOURS: 9999,
    Unit.WORKING_HOURS: 9999,
    Unit.WORKING_DAYS: 2600,
    Unit.CALENDAR_DAYS: 3653,
    Unit.WEEKS: 522,
    Unit.MONTHS: 120,
    Unit.YEARS: 10,
}
"""Ten years of each unit, or as many as can be written."""

_WORDS = {unit.value: unit for unit in Unit}
_WORDS |= {unit.value.removesuffix("s"): unit for unit in Unit}
_LENGTH = re.compile(r"\s*(\d{1,4})\s+([a-z]+(?: [a-z]+)?)\s*")
_KEPT = re.compile(r"(-?\d{1,20}) ([a-z]+(?: [a-z]+)?)")


@dataclass(frozen=True, slots=True, order=True)
class Allowance:
    """A promised length of time, such as 15 working days."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        unit = self.unit.value.removesuffix("s") if self.amount == 1 else self.unit.value
        return f"{self.amount} {unit}"

    @property
    def is_reasonable(self) -> bool:
        """Tell whether somebody could promise it: between one of its unit and ten years."""
        return 1 <= self.amount <= LONGEST[self.unit]

    @classmethod
    @lru_cache(maxsize=1024)
    def parse(cls, words: str) -> Allowance:
        """Read "15 working days"; raise MisreadError with what was read otherwise."""
        match = _LENGTH.fullmatch(words)
        if match is None or match[2] not in _WORDS or int(match[1]) < 1:
            raise MisreadError(
                Text(
                    f"«\u00a0{words}\u00a0» n’est pas une durée, comme "
                    "«\u00a015 working days\u00a0»",
                    f'"{words}" is not a length of time, such as "15 working days"',
                )
            )
        return cls(int(match[1]), _WORDS[match[2]])

    @classmethod
    @lru_cache(maxsize=1024)
    def kept(cls, words: str) -> Allowance:
        """Read what was stored, also what nobody may promise any more: such rows must be shown."""
        match = _KEPT.fullmatch(words)
        if match is None or match[2] not in _WORDS:
            return cls.parse(words)
        return cls(int(match[1]), _WORDS[match[2]])


class Stage(StrEnum):
    """What is promised within a time."""

    ACKNOWLEDGE = "acknowledge"
    FIRST_CONTACT = "first_contact"
    ANSWER = "answer"


class Confidence(StrEnum):
    """How well a figure is known; an assumed one is shown as a sample to citizens."""

    SOURCED = "sourced"
    INFERRED = "inferred"
    ASSUMED = "assumed"


@dataclass(frozen=True, slots=True)
class Extension(Kept):
    """How an answer may be put off: how many times, and by how much at most."""

    times: int
    at_most: Allowance


@dataclass(frozen=True, slots=True)
class PauseReason(Kept):
    """What the time for an answer may stop for: for how long at most, and how many times."""

    code: str
    name: Text
    at_most: Allowance
    times: int = 1
    confidence: Confidence = Confidence.ASSUMED


@dataclass(frozen=True, slots=True)
class Promise(Kept):
    """An allowance and the rule it rests on.

    `silence` says what opens by itself when the time passes without an answer: the code of a
    recourse, on the unmoved day after the last one. With `complete_within`, the time runs from the
    complete file; it starts by itself when nobody said so within that time of the receipt.
    `pauses` are all that an answer's time stops for: nothing else does.
    """

    allowance: Allowance
    basis: Text
    confidence: Confidence = Confidence.ASSUMED
    silence: str | None = None
    complete_within: Allowance | None = None
    complete_confidence: Confidence = Confidence.ASSUMED
    extension: Extension | None = None
    pauses: tuple[PauseReason, ...] = ()
