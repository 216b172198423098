"""What the finder said where an agency was chosen, and which months are counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.domain.routing import Found
from portal.payload import Payload

_FIRST = 3


@dataclass(frozen=True, slots=True)
class FinderSaid(Payload):
    """The first three agencies that were proposed, and whether the page called them clear.

    A complaint tells it in its first entry: that a person chose, and among what.
    """

    finder_proposed: tuple[str, ...] = ()
    finder_nobody: bool = False
    finder_clear: bool = False

    @property
    def was_asked(self) -> bool:
        """Tell whether the finder was asked at all."""
        return bool(self.finder_proposed) or self.finder_nobody


def said_by(found: Found) -> FinderSaid:
    """Return what is kept of what was found."""
    first = tuple(suggestion.agency for suggestion in found.suggestions[:_FIRST])
    return FinderSaid(first, found.elsewhere is not None, found.is_clear)


def month_before(day: date) -> int:
    """Return the last month that is over on a day, such as 202611."""
    return day.year * 100 + day.month - 1 if day.month > 1 else (day.year - 1) * 100 + 12


def first_day(month: int) -> date:
    """Return the first day of a month such as 202611."""
    return date(month // 100, month % 100, 1)


def months_later(month: int, months: int) -> int:
    """Return the month that comes so many after another; before it where they are fewer than 0."""
    rank = month // 100 * 12 + month % 100 - 1 + months
    return rank // 12 * 100 + rank % 12 + 1
