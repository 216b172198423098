"""Lengths of time as agencies promise them: "20 working days", "48 hours", "2 months"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.errors import MisreadError
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


_WORDS = {unit.value: unit for unit in Unit}
_WORDS |= {unit.value.removesuffix("s"): unit for unit in Unit}
_LENGTH = re.compile(r"\s*(\d{1,4})\s+([a-z]+(?: [a-z]+)?)\s*")


@dataclass(frozen=True, slots=True, order=True)
class Allowance:
    """A promised length of time, such as 15 working days."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        unit = self.unit.value.removesuffix("s") if self.amount == 1 else self.unit.value
        return f"{self.amount} {unit}"

    @classmethod
    def parse(cls, words: str) -> Allowance:
        """Read "15 working days"; raise MisreadError with what was read otherwise."""
        match = _LENGTH.fullmatch(words)
        if match is None or match[2] not in _WORDS or int(match[1]) < 1:
            raise MisreadError(_not_a_length(words))
        return cls(int(match[1]), _WORDS[match[2]])


def _not_a_length(words: str) -> Text:
    return Text(
        f"«\u00a0{words}\u00a0» n’est pas une durée, comme «\u00a015 working days\u00a0»",
        f'"{words}" is not a length of time, such as "15 working days"',
    )
