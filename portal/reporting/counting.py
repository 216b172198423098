"""The counts that every report reads: a cube fed from the history as it grows, or made anew.

Its cells go up and down, and a mark says how far the history is counted.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from portal.complaints.features import Feature
from portal.complaints.queries.public_marks import COUNTED, mark_of
from portal.reporting.counts.counting_cells import (
    count_beyond,
    generation_in_force,
    last_settled,
    locked_mark,
    set_mark,
)
from portal.reporting.definitions.versions import NOTE_VERSION
from portal.reporting.recounting import (
    REBUILT,
    Step,
    add_up_some,
    begin_or_go_on,
    clear_before,
    keep_slice,
    next_slice,
    put_in_place,
    recount_of,
)

AT_ONCE = 1000
FEATURE = Feature(
    name="reporting",
    public_marks=(mark_of(COUNTED), mark_of(REBUILT)),
    jobs=(NOTE_VERSION,),
)
"""What the kernel has to know of the counts: when they move."""


def feed(session: Session, most: int = AT_ONCE) -> int:
    """Count up to `most` history entries that are not counted yet; return how many were read.

    On PostgreSQL an entry can be committed after one with a higher id: nothing is read before those
    who may have taken a lower id are over.
    """
    mark = locked_mark(session)
    last = last_settled(session, mark)
    reached, read = count_beyond(session, mark, last, generation_in_force(session), most)
    if read:
        set_mark(session, reached)
    return read


def rebuild(session: Session) -> int:
    """Count all of the history anew at once, where nobody waits; return how many complaints."""
    known: dict[int, ZoneInfo] = {}
    while begin_or_go_on(session) is Step.CLEARING:
        pass
    while part := next_slice(session, known):
        keep_slice(session, part)
    while add_up_some(session):
        pass
    recount = recount_of(session)
    assert recount is not None, "nobody else can have ended it in this transaction"
    complaints = recount.complaints
    while not put_in_place(session):
        pass
    while clear_before(session):
        pass
    return complaints
