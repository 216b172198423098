"""What is asked once a complaint is sent, and how it is counted: by one thing at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

KEPT_AS_SAID = timedelta(days=31)
"""How long it is known that a draft had its answer: as long as a draft is kept at most."""


class Ease(StrEnum):
    """What one may say of how filing went."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Cut(StrEnum):
    """By what answers are counted: by one of these at a time, never by two."""

    AGENCY = "agency"
    LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Counted:
    """One more in a count of a day."""

    day: date
    cut: str
    value: str
    answer: str


def counted(answer: Ease, day: date, agency: str, language: str) -> Iterator[Counted]:
    """Yield what one person's answer adds: one by agency, one by language."""
    for cut, value in ((Cut.AGENCY, agency), (Cut.LANGUAGE, language)):
        yield Counted(day, cut.value, value, answer.value)
