"""How soon reports of reprisals were acted on: of all agencies together, and never of few.

Of one agency, or of a handful, the number alone would tell that there is a report.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from portal.domain.actor import PORTAL
from portal.domain.figures.measures import Measure
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import FEWEST, TOTAL
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import working_days_between
from portal.features.reprisals.queries import every_file
from portal.features.reprisals.rules import FIRST_ACT, PromisedDate
from portal.pages.current import gettext, runtime
from portal.reporting import texts
from portal.reporting.figures import Reading
from portal.reporting.six_criteria.values import Amount, Values

_SOON = 1
_PER = 1000


def acted_on(reading: Reading) -> Values:
    """Return how many were acted on within a working day, and how many there were at all."""
    if not _is_of_all(reading):
        return {}
    files = runtime().read(PORTAL, every_file)
    calendars = {own.code: own.consult().calendar() for own in reading.agencies}
    dates = [(calendars[file.agency], one) for file in files for one in file.dates]
    share = _soon([date for date in dates if _is_first_act(*date, reading)], runtime().now())
    return {TOTAL: None if share.n < FEWEST else _told(share, reading)}


def _is_of_all(reading: Reading) -> bool:
    asked, known = reading.asked, tuple(runtime().agencies)
    is_whole = len(reading.agencies) == len(known) > 1
    return is_whole and not (asked.agency or asked.narrowing.chosen or reading.is_public)


def _is_first_act(calendar: WorkingCalendar, one: PromisedDate, reading: Reading) -> bool:
    month = one.started_at.astimezone(calendar.zone).strftime("%Y-%m")
    return one.kind == FIRST_ACT and month in reading.asked.period.months


def _soon(dates: Iterable[tuple[WorkingCalendar, PromisedDate]], now: datetime) -> Share:
    """Return how many had their first act in a working day, of those that had it or are past it."""
    days = [
        (one.met_at is not None, working_days_between(one.started_at, one.met_at or now, calendar))
        for calendar, one in dates
    ]
    due = [(is_met, n) for is_met, n in days if is_met or n > _SOON]
    return Share(sum(is_met and n <= _SOON for is_met, n in due), len(due))


def _told(share: Share, reading: Reading) -> Amount:
    received = reading.whole.count(Measure.RECEIVED)
    often = round(_PER * share.n / received) if received else 0
    said = gettext(
        "%(share)s, %(often)s pour 1 000 plaintes",
        share=texts.share(share),
        often=texts.number(often),
    )
    return Amount(share.percent or 0, share.n, said)
