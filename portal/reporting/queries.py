"""What the overview reads: the cube of counts, and how old open complaints are.

The cost does not grow with the number of complaints, but for the open ones, which are counted in
the database. Who may see which agencies is the caller's to say: the cube holds no complaint.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.public_marks import COUNTED, mark_of
from portal.complaints.records.complaint import AgencyReleaseRecord, ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord, ReportCountRecord
from portal.domain.figures.indicators import Measure
from portal.domain.figures.tallying import WHOLE
from portal.domain.succession import REST, Heirs

_N = ReportCountRecord
_C = ComplaintRecord
_IS_WHOLE = and_(_N.theme == WHOLE, _N.category == WHOLE, _N.channel == WHOLE)
NO_HEIRS: Heirs = {}


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


def counts(
    session: Session, agencies: Collection[str], months: Collection[str], heirs: Heirs = NO_HEIRS
) -> list[Count]:
    """Return the counts of these agencies over these months, all subjects together.

    With `heirs`, what replaced organisations counted is counted as that of who has it today.
    """
    columns = (_place(heirs).label("place"), _N.measure, _N.bucket)
    chosen = _whole(agencies, months, heirs)
    rows = session.execute(select(*columns, func.sum(_N.n)).where(*chosen).group_by(*columns))
    return [Count(agency, measure, bucket, int(n)) for agency, measure, bucket, n in rows]


def counts_of_all(session: Session, months: Collection[str]) -> list[tuple[str, int, int]]:
    """Return the counts of all agencies together over these months."""
    rows = session.execute(
        select(_N.measure, _N.bucket, func.sum(_N.n))
        .where(
            # Named by agency, because the cube is ordered by it.
            _N.agency.in_(select(AgencyReleaseRecord.agency).distinct()),
            _N.month.in_(months),
            _IS_WHOLE,
        )
        .group_by(_N.measure, _N.bucket)
    )
    return [(measure, bucket, int(n)) for measure, bucket, n in rows]


def answers_by_month(
    session: Session, agencies: Collection[str], months: Collection[str], heirs: Heirs = NO_HEIRS
) -> list[MonthCount]:
    """Return how long the first answers of each month took, these agencies together."""
    rows = session.execute(
        select(_N.month, _N.bucket, func.sum(_N.n))
        .where(*_whole(agencies, months, heirs), _N.measure == Measure.ANSWERED.value)
        .group_by(_N.month, _N.bucket)
    )
    return [MonthCount(month, days, int(n)) for month, days, n in rows]


def received_by_theme(
    session: Session, agencies: Collection[str], months: Collection[str], heirs: Heirs = NO_HEIRS
) -> list[ThemeCount]:
    """Return how many complaints about each theme these agencies received in these months."""
    columns = (_place(heirs).label("place"), _N.theme)
    is_received = _N.measure == Measure.RECEIVED.value
    rows = session.execute(
        select(*columns, func.sum(_N.n))
        .where(*_among(agencies, months, heirs), _N.theme != WHOLE, is_received)
        .group_by(*columns)
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
        case({agency: moments[rank] for agency, moments in bounds.items()}, value=_C.agency)
        for rank in range(classes)
    ]
    age = case(
        *((_C.received_at >= bound, rank) for rank, bound in enumerate(since)), else_=classes
    )
    rows = session.execute(
        select(_C.agency, age.label("age"), func.count())
        .where(_C.is_open, _C.agency.in_(sorted(bounds)), _C.parent_id.is_(None))
        .group_by(_C.agency, age.label("age"))
    )
    counts = {(agency, rank): n for agency, rank, n in rows}
    ranks = range(classes + 1)
    return {agency: tuple(counts.get((agency, rank), 0) for rank in ranks) for agency in bounds}


def counted_until(session: Session) -> datetime | None:
    """Return the moment of the first entry that is not counted yet; None if all are."""
    return session.scalar(
        select(HistoryEntryRecord.recorded_at)
        .where(HistoryEntryRecord.id > mark_of(COUNTED))
        .order_by(HistoryEntryRecord.id)
        .limit(1)
    )


def _among(
    agencies: Collection[str], months: Collection[str], heirs: Heirs
) -> tuple[ColumnElement[bool], ...]:
    """Choose the cells that count as those of `agencies`, wherever they were counted."""
    old = {code for code, places in heirs.items() if not set(places.values()).isdisjoint(agencies)}
    # The agencies that were replaced are named too: the cube is ordered by the agency.
    named = _N.agency.in_(sorted(old.union(agencies)))
    chosen = (named, _N.month.in_(sorted(months)))
    return (*chosen, _place(heirs).in_(sorted(agencies))) if heirs else chosen


def _whole(
    agencies: Collection[str], months: Collection[str], heirs: Heirs
) -> tuple[ColumnElement[bool], ...]:
    """Choose each thing counted once: by the cells of whole agencies, where one has all of it.

    An agency that was parted among several has to be counted category by category.
    """
    is_whole: ColumnElement[bool] = _IS_WHOLE
    parted = sorted(code for code, places in heirs.items() if len(set(places.values())) > 1)
    if parted:
        is_parted = _N.agency.in_(parted)
        is_whole = or_(and_(_IS_WHOLE, ~is_parted), and_(_N.theme != WHOLE, is_parted))
    return (*_among(agencies, months, heirs), is_whole)


def _place(heirs: Heirs) -> ColumnElement[str]:
    """Return the agency that a cell counts for."""
    return heir_of(_N.agency, _N.category, heirs)


def heir_of(agency: Any, category: Any, heirs: Heirs) -> ColumnElement[str]:
    """Return the agency that a row counts for: its own, unless others have its past."""
    whens = [
        (and_(agency == code, category == place), literal(heir))
        for code, places in heirs.items()
        for place, heir in places.items()
        if place != REST
    ]
    whens += [(agency == code, literal(places[REST])) for code, places in heirs.items()]
    own: ColumnElement[str] = agency.expression
    return case(*whens, else_=own) if whens else own
