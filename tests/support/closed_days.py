"""Days on which nobody works, as settings write them."""

from __future__ import annotations

from datetime import date, timedelta

EVERY_DAY = tuple(f"{day:%m-%d}" for day in (date(2028, 1, 1) + timedelta(n) for n in range(366)))
"""All days of a year, those of every year."""


def all_days_of(year: int) -> tuple[str, ...]:
    """Return the days of one year only."""
    first = date(year, 1, 1)
    return tuple((first + timedelta(n)).isoformat() for n in range(365))
