"""What somebody asks a page of figures for: a period, what it is compared to, which complaints."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from msgspec import Struct

from portal.domain.time.periods import Period, last_complete_quarter, months_until
from portal.pages.current import portal_zone, runtime
from portal.reporting.counts.narrowed import NOT_NARROWED, Narrowing

TREND_MONTHS = 13
COMPARISONS = ("an", "avant")
THEN, TODAY = GEOGRAPHIES = ("alors", "aujourdhui")
"""Organisations as they were when things were counted, or as they are today."""
_A_DAY = timedelta(days=1)


class Asked(Struct, frozen=True):
    """The period that somebody asked for, what it is compared to, and among which complaints.

    It may be of one `agency` alone, or of those of a `size`, and narrowed to some complaints.
    """

    period: Period
    comparison: str
    today: date
    geography: str = THEN
    agency: str = ""
    size: str = ""
    narrowing: Narrowing = NOT_NARROWED

    @classmethod
    def read(cls, args: Mapping[str, str], today: date) -> Asked:
        """Read the query string; if it says nothing, the last complete quarter and a year ago."""
        period = Period.parse(args.get("periode", "")) or last_complete_quarter(today)
        comparison, geography = args.get("comparer", ""), args.get("organismes", "")
        return cls(
            period,
            comparison if comparison in COMPARISONS else COMPARISONS[0],
            today,
            geography if geography in GEOGRAPHIES else THEN,
        )

    @property
    def compared(self) -> Period:
        """The period that the figures are compared to."""
        return self.period.before if self.comparison == "avant" else self.period.year_before

    @property
    def is_over(self) -> bool:
        """Tell whether the period has wholly passed, so that its counts can be compared."""
        return self.period.is_over(self.today)

    @property
    def four_quarters(self) -> tuple[str, ...]:
        """The months by which agencies are large or small: a year, or four quarters up to this."""
        quarters = (self.period, *self.period.three_before)
        return tuple(month for quarter in quarters for month in quarter.months)

    @property
    def trend(self) -> tuple[str, ...]:
        """The months of the trend: thirteen, up to the end of the period or this month."""
        return months_until(min(self.period.last_day, self.today), TREND_MONTHS)


def today_here() -> date:
    """Return today's date in the portal's own time zone."""
    return runtime().now().astimezone(portal_zone()).date()


def around(asked: Asked) -> tuple[datetime, datetime]:
    """Return moments around the period, whatever the time zone of an agency."""
    first = datetime.combine(asked.period.first_day - _A_DAY, time(), UTC)
    last = datetime.combine(asked.period.last_day + 2 * _A_DAY, time(), UTC)
    return first, last
