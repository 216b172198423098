"""What pages of figures read of the complaints that are open: their age, and how quiet they are.

The database counts them; nobody reads a complaint for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.complaint import FiledFor
from portal.domain.nature import OWN_MOTION
from portal.reporting.counts.cube_cells import named
from portal.reporting.counts.narrowed import NOT_NARROWED, Narrowing

_C = ComplaintRecord


def open_ages(
    session: Session,
    bounds: Mapping[str, Sequence[datetime]],
    narrowing: Narrowing = NOT_NARROWED,
) -> dict[str, tuple[int, ...]]:
    """Return how many open complaints of each agency are in each class of age.

    They are not narrowed by language or region: what is read has no row of these.

    `bounds` are, for each agency, the first moments of receipt of each class but the last.
    """
    if not bounds:
        return {}
    classes = max(map(len, bounds.values()))
    since = [
        case({agency: moments[rank] for agency, moments in bounds.items()}, value=_C.agency)
        for rank in range(classes)
    ]
    age = case(
        *((_C.received_at >= bound, rank) for rank, bound in enumerate(since)), else_=classes
    )
    rows = session.execute(
        select(_C.agency, age.label("age"), func.count())
        .where(_C.is_open, _C.agency.in_(sorted(bounds)), _C.parent_id.is_(None))
        .where(*_live(narrowing))
        .group_by(_C.agency, age.label("age"))
    )
    counts = {(agency, rank): n for agency, rank, n in rows}
    ranks = range(classes + 1)
    return {agency: tuple(counts.get((agency, rank), 0) for rank in ranks) for agency in bounds}


def quiet_since(
    session: Session, bounds: Mapping[str, datetime], narrowing: Narrowing = NOT_NARROWED
) -> dict[str, tuple[int, int]]:
    """Return how many open complaints of each agency had no event since its moment, and of all."""
    if not bounds:
        return {}
    is_quiet = _C.last_event_at < case(dict(bounds), value=_C.agency)
    rows = session.execute(
        select(_C.agency, func.count().filter(is_quiet), func.count())
        .where(_C.is_open, _C.agency.in_(sorted(bounds)), _C.parent_id.is_(None))
        .where(*_live(narrowing))
        .group_by(_C.agency)
    )
    known = {agency: (quiet, n) for agency, quiet, n in rows}
    return {agency: known.get(agency, (0, 0)) for agency in bounds}


def _live(narrowing: Narrowing) -> list[ColumnElement[bool]]:
    """Choose complaints as they stand, or what the service opened by itself."""
    is_own = _C.filed_for == FiledFor.SERVICE.value
    chosen = is_own if narrowing.nature == OWN_MOTION else ~is_own
    return [chosen, *named(_C, narrowing, "theme", "category", "channel")]
