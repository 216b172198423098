"""What the overview reads: the cube of counts, and how old open complaints are.

The cost does not grow with the number of complaints, but for the open ones, which are counted in
the database. Who may see which agencies is the caller's to say: the cube holds no complaint.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from portal.db.models import (
    ComplaintRecord,
    HistoryEntryRecord,
    ReportCountRecord,
    ReportMarkRecord,
)
from portal.domain.indicators import Measure
from portal.domain.tallying import WHOLE

_N = ReportCountRecord
_C = ComplaintRecord


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


class ThemeCount(NamedTuple):
    """How many complaints about a theme an agency received."""

    agency: str
    theme: str
    n: int


def counts(session: Session, agencies: Collection[str], months: Collection[str]) -> list[Count]:
    """Return the counts of these agencies over these months, all subjects together."""
    columns = (_N.agency, _N.measure, _N.bucket)
    rows = session.execute(
        select(*columns, func.sum(_N.n)).where(*_whole(agencies, months)).group_by(*columns)
    )
    return [Count(agency, measure, bucket, int(n)) for agency, measure, bucket, n in rows]


def answers_by_month(
    session: Session, agencies: Collection[str], months: Collection[str]
) -> list[MonthCount]:
    """Return how long the first answers of each month took, these agencies together."""
    rows = session.execute(
        select(_N.month, _N.bucket, func.sum(_N.n))
        .where(*_whole(agencies, months), _N.measure == Measure.ANSWERED.value)
        .group_by(_N.month, _N.bucket)
    )
    return [MonthCount(month, days, int(n)) for month, days, n in rows]


def received_by_theme(
    session: Session, agencies: Collection[str], months: Collection[str]
) -> list[ThemeCount]:
    """Return how many complaints about each theme these agencies received in these months."""
    rows = session.execute(
        select(_N.agency, _N.theme, func.sum(_N.n))
        .where(*_among(agencies, months), _N.theme != WHOLE, _N.measure == Measure.RECEIVED.value)
        .group_by(_N.agency, _N.theme)
    )
    return [ThemeCount(agency, theme, int(n)) for agency, theme, n in rows]


def open_ages(
    session: Session, bounds: Mapping[str, Sequence[datetime]]
) -> dict[str, tuple[int, ...]]:
    """Return how many open complaints of each agency are in each class of age.

    `bounds` are, for each agency, the first moments of receipt of each class but the last.
    """
    if not bounds:
        return {}
    classes = max(map(len, bounds.values()))
    since = [
        case({agency: each[rank] for agency, each in bounds.items()}, value=_C.agency)
        for rank in range(classes)
    ]
    age = case(
        *((_C.received_at >= bound, rank) for rank, bound in enumerate(since)), else_=classes
    )
    rows = session.execute(
        select(_C.agency, age.label("age"), func.count())
        .where(_C.is_open, _C.agency.in_(sorted(bounds)))
        .group_by(_C.agency, age.label("age"))
    )
    found = {(agency, rank): n for agency, rank, n in rows}
    ranks = range(classes + 1)
    return {agency: tuple(found.get((agency, rank), 0) for rank in ranks) for agency in bounds}


def counted_until(session: Session) -> datetime | None:
    """Return the moment of the first entry that is not counted yet; None if all are."""
    mark = select(ReportMarkRecord.entry_id).limit(1).scalar_subquery()
    return session.scalar(
        select(HistoryEntryRecord.recorded_at)
        .where(HistoryEntryRecord.id > func.coalesce(mark, 0))
        .order_by(HistoryEntryRecord.id)
        .limit(1)
    )


def _among(agencies: Collection[str], months: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    return _N.agency.in_(sorted(agencies)), _N.month.in_(sorted(months))


def _whole(agencies: Collection[str], months: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    wholes = (_N.theme == WHOLE, _N.category == WHOLE, _N.channel == WHOLE)
    return (*_among(agencies, months), *wholes)
