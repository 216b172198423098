"""Days, lengths of time and pauses that a clock may be given, drawn at random."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from hypothesis import strategies as st

from portal.domain.time.calendar import WorkingCalendar, parse_closure, parse_hours
from portal.domain.time.clock import Pause
from portal.domain.time.promise import Allowance, Unit
from tests.domain.time.clock_builders import ENGLISH, GOVERNMENT, STATUTORY, WASHINGTON, moment

DAY = timedelta(days=1)
WITH_CLOSURES = WorkingCalendar(
    "CA-QC",
    "America/Toronto",
    parse_hours("09:00-12:00, 12:45-15:00, 18:00-20:00"),
    tuple(map(parse_closure, ("01-02", "easter+1", "12-26", "12-31", "07-24"))),
)
IN_DAYS = [unit for unit in Unit if unit not in (Unit.HOURS, Unit.WORKING_HOURS)]
CALENDARS = (GOVERNMENT, STATUTORY, ENGLISH, WASHINGTON, WITH_CLOSURES)
calendars = st.sampled_from(CALENDARS)
# Whole minutes, and often the very moments at which something opens, closes or ends.
times = st.one_of(
    st.times(),
    st.sampled_from([time(), time(8, 30), time(9), time(12), time(16, 30), time(17), time(20)]),
).map(lambda at: at.replace(second=0, microsecond=0))


def moments(first: date, last: date) -> st.SearchStrategy[tuple[date, time]]:
    """Draw a day between two and a time of it."""
    return st.tuples(st.dates(first, last), times)


receipts = moments(date(2026, 1, 1), date(2030, 12, 31))
day_allowances = st.builds(Allowance, st.integers(1, 60), st.sampled_from(IN_DAYS[:2])) | st.builds(
    Allowance, st.integers(1, 14), st.sampled_from(IN_DAYS[2:])
)
hour_allowances = st.builds(
    Allowance, st.integers(1, 24), st.sampled_from([Unit.HOURS, Unit.WORKING_HOURS])
)
allowances = day_allowances | hour_allowances
offsets = st.lists(st.tuples(st.integers(-2, 40), times, st.integers(0, 12), times), max_size=4)


def pauses_after(
    calendar: WorkingCalendar, day: date, drawn: Sequence[tuple[int, time, int, time]]
) -> list[Pause]:
    """Return the pauses that were drawn as days before or after a day."""
    found = []
    for start, began, length, ended in drawn:
        first = day + start * DAY
        both = moment(calendar, (first, began)), moment(calendar, (first + length * DAY, ended))
        found.append(Pause(min(both), max(both)))
    return found
