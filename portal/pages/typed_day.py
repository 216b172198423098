"""A day in three fields of a form, as it was typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.domain.typed import existing_date, read_day, read_month, read_year
from portal.pages.typed import typed_line


@dataclass(frozen=True, slots=True)
class TypedDay:
    """The three fields of a day."""

    day: str = ""
    month: str = ""
    year: str = ""

    @classmethod
    def of(cls, day: date | None) -> TypedDay:
        """Return the fields that a day fills."""
        return cls(str(day.day), str(day.month), str(day.year)) if day else NO_DAY

    @classmethod
    def read(cls, name: str) -> TypedDay:
        """Read the day of the request that a field called `name` asks for."""
        return cls(*(typed_line(f"{name}-{part}") for part in ("day", "month", "year")))

    @property
    def found(self) -> date | None:
        """The day, if there is such a one."""
        day, month, year = read_day(self.day), read_month(self.month), read_year(self.year)
        if day is None or month is None or year is None:
            return None
        return existing_date(year, month, day)


NO_DAY = TypedDay()
