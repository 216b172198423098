"""The day promised to begin with is the same whatever puts the date off."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from portal.domain.time.clock import count, extend
from portal.domain.time.due_date import DueDate
from portal.domain.time.first_counted import day_first_counted
from portal.domain.time.pausing import pause, resume
from portal.domain.time.promise import Allowance
from tests.domain.time.clock_builders import GOVERNMENT
from tests.support import TUESDAY

LENGTHS = st.sampled_from(
    ["20 working days", "45 calendar days", "6 weeks", "2 months", "72 hours"]
)


@given(LENGTHS.map(Allowance.parse), st.integers(0, 400), st.integers(1, 200), st.integers(1, 5))
def test_neither_a_wait_nor_an_extension_moves_it(
    length: Allowance, after: int, stopped: int, extensions: int
):
    received = TUESDAY + timedelta(hours=after)
    promised = count(received, length, GOVERNMENT)
    due = pause(promised, received + timedelta(hours=1), GOVERNMENT)
    due = resume(due, received + timedelta(hours=1 + stopped), GOVERNMENT)
    for _ in range(extensions):
        due = extend(due, Allowance.parse("5 working days"), GOVERNMENT)
    assert day_first_counted(DueDate.from_facts(due.as_facts())) == promised.last_day
