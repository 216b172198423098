"""All of the history counted anew, beside the counts that are in force: whoever reads, reads these.

Some complaints at a time, each in a short transaction of its own: nobody who writes waits for
longer than for anything else. How far it is stands in the database, so that whoever comes after one
that was ended goes on where it was. At last it takes the place of what was counted before, at once.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from sqlalchemy import Insert, bindparam, delete, func, literal, select, tuple_
from sqlalchemy.orm import Session

from portal.complaints.queries.public_marks import GENERATION, LED, move_mark, set_mark_of
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import ReportCountRecord, ReportRecountRecord
from portal.domain.errors import PortalError
from portal.domain.figures.cells import LAYERS, PARTS, WHOLE
from portal.domain.nature import OWN_MOTION, Nature
from portal.reporting.counts.counting_cells import (
    COMPLAINTS,
    CUBE,
    Counts,
    add_cells,
    add_complaints,
    count_beyond,
    generation_in_force,
    last_settled,
    lives_between,
    locked_mark,
    set_mark,
    tallied,
    zones_of,
)
from portal.reporting.definitions.every import VERSION

REBUILT = "rebuilt"
"""The mark that moves when what was counted anew is in force."""

AT_ONCE = 500
"""How many complaints are counted in one transaction, and how many entries at the end."""

_THE_ONE = 1
_NOTHING_YET: dict[str, Any] = {"next": 1, "complaints": 0, "agency": "", "month": ""}
_N, _RECOUNT = ReportCountRecord, ReportRecountRecord
_SUMMED = ("nature", *PARTS, "measure", "bucket")
_NATURES = (*(nature.value for nature in Nature), OWN_MOTION)
_FROM = {
    layer: min((other for other in LAYERS if other > layer), key=len)
    for layer in reversed(LAYERS[:-1])
}
"""Each layer with the one from which it is added up: one of fewer cells than the finest, if any."""


def _added_up(layer: frozenset[str], source: frozenset[str]) -> Insert:
    """Return what makes a layer of a month from another one that tells more."""
    cell, whole = CUBE.c, literal(WHOLE)
    place = (cell.generation, cell.agency, cell.month)
    told = [whole.label(p) if p in PARTS and p not in layer else cell[p] for p in _SUMMED]
    kept = [cell[name] for name in _SUMMED if name not in PARTS or name in layer]
    summed = (
        select(*place, *told, func.sum(cell.n))
        .where(*(column == bindparam(f"of_{column.name}") for column in place))
        # All there are: said because language and region come after it in the key.
        .where(cell.nature.in_(_NATURES))
        .where(*(cell[part] != WHOLE if part in source else cell[part] == WHOLE for part in PARTS))
        .group_by(*place, *kept)
    )
    return CUBE.insert().from_select(["generation", "agency", "month", *_SUMMED, "n"], summed)


_ADDING_UP = tuple(_added_up(layer, source) for layer, source in _FROM.items())


class OvertakenError(PortalError):
    """Somebody else counted the same complaints meanwhile."""


class Step(StrEnum):
    """What is done one after the other."""

    CLEARING = "clearing"
    COUNTING = "counting"
    ADDING_UP = "adding up"
    CATCHING_UP = "catching up"
    DONE = "done"


class Slice(Struct, frozen=True):
    """What was counted of some complaints: those from `first` on, before `next`."""

    first: int
    next: int
    complaints: int
    counts: Counts


def recount_of(session: Session, *, held: bool = False) -> ReportRecountRecord | None:
    """Return how far the counts are made anew, if they are being made."""
    return session.get(_RECOUNT, _THE_ONE, with_for_update=held or None)


def begin_or_go_on(session: Session) -> Step:
    """Begin to count anew, unless that was begun; return what is to be done next.

    What was begun by another version of the figures is begun again. Whatever is left of an earlier
    generation goes first.
    """
    recount = recount_of(session, held=True)
    if recount is not None and recount.definitions == VERSION:
        return Step.COUNTING
    if recount is not None:
        session.delete(recount)
        session.flush()
    in_force = generation_in_force(session)
    if clear_some(session, in_force - 1) or clear_some(session, in_force + 1):
        return Step.CLEARING
    reached = last_settled(session, locked_mark(session))
    last = session.scalar(select(func.max(ComplaintRecord.id))) or 0
    begun = {
        "generation": in_force + 1,
        "reached": reached,
        "next": 1,
        "last": last,
        "complaints": 0,
    }
    session.add(_RECOUNT(id=_THE_ONE, definitions=VERSION, agency="", month="", **begun))
    session.flush()
    return Step.COUNTING


def next_slice(session: Session, known: dict[int, ZoneInfo]) -> Slice | None:
    """Count the next complaints, and write nothing; return None once all are counted."""
    recount = recount_of(session)
    if recount is None or recount.next > recount.last:
        return None
    connection = session.connection()
    first, last = recount.next, min(recount.next + AT_ONCE - 1, recount.last)
    lives = [*lives_between(connection, first, last, recount.reached)]
    counts = tallied(lives, zones_of(connection, known))
    return Slice(first, last + 1, len({life[0] for life in lives}), counts)


def keep_slice(session: Session, part: Slice) -> None:
    """Add what was counted of some complaints to what was counted of those before them."""
    recount = recount_of(session, held=True)
    if recount is None or recount.next != part.first:
        raise OvertakenError
    add_cells(session.connection(), recount.generation, part.counts.cells)
    add_complaints(session.connection(), recount.generation, part.counts.complaints)
    recount.next, recount.complaints = part.next, recount.complaints + part.complaints
    session.flush()


def add_up_some(session: Session) -> bool:
    """Make the layers of the next month of an agency; return whether there was one."""
    recount = recount_of(session, held=True)
    if recount is None:
        raise OvertakenError
    done = tuple_(literal(recount.agency), literal(recount.month))
    key = tuple_(_N.agency, _N.month)
    following = (
        select(_N.agency, _N.month)
        .where(_N.generation == recount.generation, key > done)
        .order_by(_N.agency, _N.month)
        .limit(1)
    )
    found = session.execute(following).first()
    if found is None:
        return False
    recount.agency, recount.month = found
    month = {"of_generation": recount.generation, "of_agency": found[0], "of_month": found[1]}
    for adding in _ADDING_UP:
        session.connection().execute(adding, month)
    session.flush()
    return True


def put_in_place(session: Session) -> bool:
    """Let what was counted anew be in force; return False while more is to be caught up.

    What happened since it was begun is counted first, some of it at once: all up to where the
    counts in force go, which nobody moves meanwhile.
    """
    mark, recount = locked_mark(session), recount_of(session, held=True)
    if recount is None:
        raise OvertakenError
    recount.reached, read = count_beyond(
        session, recount.reached, mark, recount.generation, AT_ONCE
    )
    session.flush()
    if read == AT_ONCE:
        return False
    set_mark(session, max(mark, recount.reached))
    move_mark(session, GENERATION)
    set_mark_of(session, LED, generation_in_force(session))
    session.delete(recount)
    session.flush()
    # As many entries may be counted as before, and otherwise.
    move_mark(session, REBUILT)
    return True


def clear_before(session: Session) -> bool:
    """Take away a month of an agency from what was in force before; tell if there was one."""
    return clear_some(session, generation_in_force(session) - 1)


def clear_some(session: Session, generation: int) -> bool:
    """Take away a month of an agency from a generation; return whether there was one."""
    first = (
        select(_N.agency, _N.month)
        .where(_N.generation == generation)
        .order_by(_N.agency, _N.month)
        .limit(1)
    )
    found = session.execute(first).first()
    if found is None:
        return False
    agency, month = found
    for table in (CUBE, COMPLAINTS):
        row = table.c
        of_month = (row.generation == generation, row.agency == agency, row.month == month)
        session.connection().execute(delete(table).where(*of_month))
    return True
