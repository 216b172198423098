"""What settings are said to do is what they do."""

from __future__ import annotations

from datetime import timedelta

from portal.runtime import Runtime
from portal.services.settings.effects import days_up
from portal.worker import run_clocks
from tests.services.cases import clocks, complaint, staffed
from tests.support import file


def test_a_complaint_nobody_answers_climbs_on_the_days_that_were_shown(runtime: Runtime):
    staffed(runtime)
    shown = days_up(runtime.agencies.agency("parks"), "trail", runtime.now())
    number = file(runtime, category="trail").number
    for level, one in enumerate(shown, start=1):
        clock = clocks(runtime, number, "answer")[-1]
        assert (clock.level, clock.last_day) == (level, one.until)
        assert complaint(runtime, number).holder == one.step.to
        assert clock.due_at is not None
        run_clocks(runtime, clock.due_at - timedelta(microseconds=1))
        assert complaint(runtime, number).level == level
        run_clocks(runtime, clock.due_at)
    assert len(shown) > 1
