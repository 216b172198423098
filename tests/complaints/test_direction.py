"""What the top authority is told of the month: each answer due is counted once."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from portal.complaints.handling import casework
from portal.complaints.queries.direction import numbers
from portal.domain.nature import Nature
from portal.features.nature.actions import set_nature
from portal.runtime import Runtime
from tests.reporting.counted import fed
from tests.support import TUESDAY, FixedClock, file, officer, on_both


@on_both
def test_an_answer_due_is_counted_once_and_only_of_complaints(runtime: Runtime, clock: FixedClock):
    first, second = file(runtime).number, file(runtime).number
    for number in (first, second):
        runtime.change(officer(), number, partial(casework.answer, body="Voici."))
    runtime.change(officer(), second, partial(set_nature, nature=Nature.COMMENT))
    fed(runtime)
    month = (TUESDAY + timedelta(days=31)).replace(day=1)
    with runtime.reading(officer()) as session:
        told = numbers(session, "parks", month, TUESDAY, clock.moment)
    assert (told.kept, told.due) == (1, 1)
