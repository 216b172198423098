"""The clocks of complaints that change hands, counted a second time from what is stored of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.domain.time.clock import ClockKind
from portal.runtime import Runtime
from tests.complaints.cases import clocks, complaint
from tests.domain.time.second_count import SecondCalendar, second_count
from tests.features.transfers.transferred import transferred
from tests.support import TUESDAY, FixedClock, file

NEW = (ClockKind.INTAKE, ClockKind.TRANSFER, ClockKind.FIRST_PROMISE)
# A working day, after closing, a Saturday, and the evening before the holidays of the year's end.
STARTS = [timedelta(), timedelta(hours=7), timedelta(days=4), timedelta(days=29, hours=8)]


@pytest.mark.parametrize("after", STARTS)
def test_a_second_count_leads_to_the_same_moments(
    runtime: Runtime, clock: FixedClock, after: timedelta
):
    clock.moment = TUESDAY + after
    number = file(runtime).number
    clock.moment += timedelta(hours=5)
    transferred(runtime, number, "desk")
    settings = runtime.agencies.agency(complaint(runtime, number).agency).settings
    said = settings.calendar.model_dump(mode="json", exclude_none=True)
    found = [one for one in clocks(runtime, number) if one.kind in NEW]
    assert len(found) == len(NEW)
    for one in found:
        amount, unit = one.allowance.split(" ", 1)
        length = (int(amount), unit if unit.endswith("s") else f"{unit}s")
        counted = second_count(SecondCalendar(said), one.started_at, [length])
        assert counted == (one.due_at, one.last_day), one.kind
