"""What settings are said to do is what they do."""

from __future__ import annotations

from datetime import timedelta

from portal.complaints.handling import following
from portal.domain.actor import PORTAL, complainant
from portal.releases.effects import days_up
from portal.releases.queries import open_complaints, open_complaints_by_unit
from portal.runtime import Runtime
from portal.worker.due_clocks import run_clocks
from tests.complaints.cases import act, clocks, complaint, staffed
from tests.support import file, on_both


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


@on_both
def test_open_complaints_are_counted_where_they_are(runtime: Runtime):
    file(runtime, category="trail")
    closed = file(runtime, category="trail").number
    file(runtime, category="welcome")
    file(runtime, agency="water")
    act(runtime, closed, following.withdraw, complainant(complaint(runtime, closed).id))
    with runtime.reading(PORTAL) as session:
        assert open_complaints(session, "parks") == 2
        assert open_complaints(session, "parks", categories=["trail", "other"]) == 1
        assert open_complaints(session, "parks", unit="trails") == 1
        assert open_complaints(session, "parks", unit="boats") == 0
        assert open_complaints_by_unit(session, "parks") == {"trails": 1}
