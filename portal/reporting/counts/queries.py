"""What pages of figures read of the cube of counts.

The cost does not grow with the number of complaints. Who may see which agencies is the caller's to
say: the cube holds no complaint.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import starmap
from typing import NamedTuple

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from portal.complaints.queries.public_marks import COUNTED, GENERATION, mark_of
from portal.complaints.records.message import HistoryEntryRecord, ReportCountRecord
from portal.domain.conclusion import Finding
from portal.domain.figures.cells import WHOLE
from portal.domain.figures.measures import FINDING, Measure
from portal.domain.succession import Heirs
from portal.reporting.counts.cube_cells import (
    IS_RECEIVED,
    NO_HEIRS,
    among,
    cells_of_each,
    nature_of,
    place_of_cell,
    whole,
)
from portal.reporting.counts.narrowed import NOT_NARROWED, Narrowing

_N = ReportCountRecord
_RECEIVED_AND_DUE = (Measure.RECEIVED, Measure.ANSWER_KEPT, Measure.ANSWER_MISSED)


class Count(NamedTuple):
    """How often a measure fell into a bucket, in one agency."""

    agency: str
    measure: str
    bucket: int
    n: int


class MonthCount(NamedTuple):
    """How many first answers of a month took so many working days."""

    month: str
    days: int
    n: int


class NatureCount(NamedTuple):
    """How often a measure was counted of what was of a nature, in one agency."""

    agency: str
    nature: str
    measure: str
    n: int


class CategoryCount(NamedTuple):
    """How often a measure was counted of a category that `owner` named, in the agency that has it.

    Both are the same, but where an agency has the past of another.
    """

    agency: str
    owner: str
    category: str
    measure: str
    n: int


class SubjectCount(NamedTuple):
    """How often a measure fell into a bucket at a theme, in one agency."""

    agency: str
    theme: str
    measure: str
    bucket: int
    n: int


def counts(
    session: Session,
    agencies: Collection[str],
    months: Collection[str],
    heirs: Heirs = NO_HEIRS,
    narrowing: Narrowing = NOT_NARROWED,
) -> list[Count]:
    """Return the counts of these agencies over these months, all subjects together.

    With `heirs`, what replaced organisations counted is counted as that of who has it today.
    """
    columns = (place_of_cell(heirs).label("place"), _N.measure, _N.bucket)
    chosen = whole(agencies, months, heirs, narrowing)
    rows = session.execute(select(*columns, func.sum(_N.n)).where(*chosen).group_by(*columns))
    return [*starmap(Count, rows)]


def natures(
    session: Session,
    agencies: Collection[str],
    months: Collection[str],
    heirs: Heirs = NO_HEIRS,
    narrowing: Narrowing = NOT_NARROWED,
) -> list[NatureCount]:
    """Return how much of each nature came, what became of it, and which answers came in time."""
    columns = (place_of_cell(heirs).label("place"), _N.nature, _N.measure)
    measures = (
        *_RECEIVED_AND_DUE,
        *(Measure.PASSED_ON, Measure.CONTESTED),
    )
    chosen = (
        *among(agencies, months, heirs),
        *cells_of_each(heirs, narrowing),
        _N.measure.in_([measure.value for measure in measures]),
    )
    rows = session.execute(select(*columns, func.sum(_N.n)).where(*chosen).group_by(*columns))
    return [NatureCount(agency, nature, measure, int(n)) for agency, nature, measure, n in rows]


def answers_by_month(
    session: Session,
    agencies: Collection[str],
    months: Collection[str],
    heirs: Heirs = NO_HEIRS,
    narrowing: Narrowing = NOT_NARROWED,
) -> list[MonthCount]:
    """Return how long the first answers of each month took, these agencies together.

    Of several, people waited for all that had their complaint; of one, its own days count.
    """
    measures = [Measure.ANSWERED, *((Measure.WAITED, Measure.HELD) if len(agencies) > 1 else ())]
    n = func.sum(case((_N.measure == Measure.HELD.value, -_N.n), else_=_N.n))
    rows = session.execute(
        select(_N.month, _N.bucket, n)
        .where(*whole(agencies, months, heirs, narrowing), _N.measure.in_(measures))
        .group_by(_N.month, _N.bucket)
        .having(n > 0)
    )
    return [MonthCount(month, days, int(n)) for month, days, n in rows]


def answers_by_agency(
    session: Session, agencies: Collection[str], months: Collection[str]
) -> list[tuple[str, str, str, int, int]]:
    """Return how long the first answers of each month took, or people waited, in each agency."""
    columns = (_N.agency, _N.month, _N.measure, _N.bucket)
    measures = (Measure.ANSWERED.value, Measure.WAITED.value, Measure.HELD.value)
    rows = session.execute(
        select(*columns, func.sum(_N.n))
        .where(*whole(agencies, months, NO_HEIRS), _N.measure.in_(measures))
        .group_by(*columns)
    )
    return [(agency, month, measure, days, int(n)) for agency, month, measure, days, n in rows]


def first_month(session: Session) -> str | None:
    """Return the first month of which anything is counted.

    Agency by agency, each looked up at once: all cells are far more than pages may look through.
    """
    in_force = _N.generation == mark_of(GENERATION)
    first = select(func.min(_N.agency).label("agency")).where(in_force).cte(recursive=True)
    following = (
        select(func.min(_N.agency))
        .where(in_force, _N.agency > first.c.agency)
        .correlate(first)
        .scalar_subquery()
    )
    agencies = first.union_all(select(following).where(first.c.agency.is_not(None)))
    month = (
        select(func.min(_N.month))
        .where(in_force, _N.agency == agencies.c.agency)
        .correlate(agencies)
        .scalar_subquery()
    )
    found: str | None = session.scalar(select(func.min(month)).select_from(agencies))
    return found


def first_month_received(session: Session) -> str | None:
    """Return the first month in which a complaint was received."""
    # By the index of what was received: nothing else is looked through.
    in_force = _N.generation == mark_of(GENERATION)
    together = (_N.language == WHOLE, _N.region == WHOLE)
    chosen = (in_force, nature_of(NOT_NARROWED), *together, IS_RECEIVED)
    return session.scalar(select(func.min(_N.month)).where(*chosen))


def by_category(
    session: Session,
    agencies: Collection[str],
    months: Collection[str],
    heirs: Heirs = NO_HEIRS,
    narrowing: Narrowing = NOT_NARROWED,
) -> list[CategoryCount]:
    """Return how much came in each category, and how many of the answers due came in time."""
    columns = (place_of_cell(heirs).label("place"), _N.agency, _N.category, _N.measure)
    chosen = (
        *among(agencies, months, heirs),
        nature_of(narrowing),
        *cells_of_each(heirs, narrowing, "category"),
        _N.measure.in_([measure.value for measure in _RECEIVED_AND_DUE]),
    )
    rows = session.execute(select(*columns, func.sum(_N.n)).where(*chosen).group_by(*columns))
    return [CategoryCount(*row[:-1], int(row[-1])) for row in rows]


def answers_by_subject(
    session: Session, agencies: Collection[str], months: Collection[str], heirs: Heirs = NO_HEIRS
) -> list[SubjectCount]:
    """Return how long first answers took at each subject, and how many due were in time."""
    columns = (place_of_cell(heirs).label("place"), _N.theme, _N.measure, _N.bucket)
    measures = (Measure.ANSWERED, Measure.ANSWER_KEPT, Measure.ANSWER_MISSED)
    chosen = (
        *among(agencies, months, heirs),
        nature_of(NOT_NARROWED),
        *cells_of_each(heirs, NOT_NARROWED, "theme"),
        _N.measure.in_([measure.value for measure in measures]),
    )
    rows = session.execute(select(*columns, func.sum(_N.n)).where(*chosen).group_by(*columns))
    return [SubjectCount(*row[:-1], int(row[-1])) for row in rows]


def closed_by_agency(
    session: Session, agencies: Collection[str], months: Collection[str], heirs: Heirs = NO_HEIRS
) -> dict[str, int]:
    """Return how many complaints each of these agencies closed in these months."""
    place = place_of_cell(heirs).label("place")
    is_closed = _N.measure.in_([f"{FINDING}{finding.value}" for finding in Finding])
    rows = session.execute(
        select(place, func.sum(_N.n))
        .where(*whole(agencies, months, heirs), is_closed)
        .group_by(place)
    )
    return {agency: int(n) for agency, n in rows}


def received_by_channel(
    session: Session,
    agencies: Collection[str],
    months: Collection[str],
    heirs: Heirs = NO_HEIRS,
    narrowing: Narrowing = NOT_NARROWED,
) -> frozenset[tuple[str, str]]:
    """Return by which channels these agencies received complaints in these months."""
    columns = (place_of_cell(heirs).label("place"), _N.channel)
    chosen = (
        *among(agencies, months, heirs),
        nature_of(narrowing),
        *cells_of_each(heirs, narrowing, "channel"),
    )
    rows = session.execute(select(*columns).where(*chosen, IS_RECEIVED).distinct())
    return frozenset((agency, channel) for agency, channel in rows)


def counted_until(session: Session) -> datetime | None:
    """Return the moment of the first entry that is not counted yet; None if all are."""
    return session.scalar(
        select(HistoryEntryRecord.recorded_at)
        .where(HistoryEntryRecord.id > mark_of(COUNTED))
        .order_by(HistoryEntryRecord.id)
        .limit(1)
    )
