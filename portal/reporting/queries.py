"""What the overview reads: the cube of counts, and how old open complaints are.

The cost does not grow with the number of complaints, but for the open ones, which are counted in
the database. Who may see which agencies is the caller's to say: the cube holds no complaint.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.counted_cells import (
    BY_EVERYTHING,
    BY_SUBJECT,
    OF_COMPLAINTS,
    WHOLE_AGENCIES,
)
from portal.complaints.queries.public_marks import COUNTED, mark_of
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord, ReportCountRecord
from portal.domain.complaint import FiledFor
from portal.domain.figures.measures import Measure
from portal.domain.nature import OWN_MOTION
from portal.domain.succession import REST, Heirs

_N = ReportCountRecord
_C = ComplaintRecord
NO_HEIRS: Heirs = {}


class Narrowing(Struct, frozen=True):
    """To which of its complaints a page is narrowed; what is empty narrows nothing.

    Without a nature it is of complaints: whatever was something else is asked for by its nature.
    """

    theme: str = ""
    category: str = ""
    channel: str = ""
    language: str = ""
    region: str = ""
    nature: str = ""

    @property
    def chosen(self) -> dict[str, str]:
        """What it is narrowed to, by the name of each part."""
        parts = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: value for name, value in parts.items() if value}

    @property
    def is_told_by_rows(self) -> bool:
        """Tell whether complaints as they stand tell it: they have no language of their subject."""
        return not self.is_finest and self.nature in ("", OWN_MOTION)

    @property
    def is_finest(self) -> bool:
        """Tell whether it asks for what is counted in the finest cells alone."""
        return bool(self.language or self.region)


NOT_NARROWED = Narrowing()
_PARTS = tuple(name for name in Narrowing.__struct_fields__ if name != "nature")


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


class ThemeCount(NamedTuple):
    """How many complaints about a theme an agency received."""

    agency: str
    theme: str
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
    columns = (_place(heirs).label("place"), _N.measure, _N.bucket)
    chosen = _whole(agencies, months, heirs, narrowing)
    rows = session.execute(select(*columns, func.sum(_N.n)).where(*chosen).group_by(*columns))
    return [Count(agency, measure, bucket, int(n)) for agency, measure, bucket, n in rows]


def natures(
    session: Session,
    agencies: Collection[str],
    months: Collection[str],
    heirs: Heirs = NO_HEIRS,
    narrowing: Narrowing = NOT_NARROWED,
) -> list[NatureCount]:
    """Return how much of each nature came, and how many of the answers due came in time."""
    columns = (_place(heirs).label("place"), _N.nature, _N.measure)
    measures = (Measure.RECEIVED, Measure.ANSWER_KEPT, Measure.ANSWER_MISSED)
    chosen = (
        *_among(agencies, months, heirs),
        *_cells(heirs, narrowing),
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
        .where(*_whole(agencies, months, heirs, narrowing), _N.measure.in_(measures))
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
        .where(*_whole(agencies, months, NO_HEIRS), _N.measure.in_(measures))
        .group_by(*columns)
    )
    return [(agency, month, measure, days, int(n)) for agency, month, measure, days, n in rows]


def first_month(session: Session) -> str | None:
    """Return the first month of which anything is counted."""
    return session.scalar(select(func.min(_N.month)).where(WHOLE_AGENCIES))


def received_by_theme(
    session: Session,
    agencies: Collection[str],
    months: Collection[str],
    heirs: Heirs = NO_HEIRS,
    narrowing: Narrowing = NOT_NARROWED,
) -> list[ThemeCount]:
    """Return how many complaints about each theme these agencies received in these months."""
    columns = (_place(heirs).label("place"), _N.theme)
    is_received = _N.measure == Measure.RECEIVED.value
    rows = session.execute(
        select(*columns, func.sum(_N.n))
        .where(
            *_among(agencies, months, heirs),
            _nature_of(narrowing),
            *_by_subject(narrowing),
            is_received,
        )
        .group_by(*columns)
    )
    return [ThemeCount(agency, theme, int(n)) for agency, theme, n in rows]


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


def received_by_channel(
    session: Session,
    agencies: Collection[str],
    months: Collection[str],
    heirs: Heirs = NO_HEIRS,
    narrowing: Narrowing = NOT_NARROWED,
) -> frozenset[tuple[str, str]]:
    """Return by which channels these agencies received complaints in these months."""
    columns = (_place(heirs).label("place"), _N.channel)
    among = (*_among(agencies, months, heirs), _nature_of(narrowing))
    chosen = (*among, *_by_subject(narrowing))
    is_received = _N.measure == Measure.RECEIVED.value
    rows = session.execute(select(*columns).where(*chosen, is_received).distinct())
    return frozenset((agency, channel) for agency, channel in rows)


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
    return [chosen, *_named(_C, narrowing, "theme", "category", "channel")]


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
    agencies: Collection[str],
    months: Collection[str],
    heirs: Heirs,
    narrowing: Narrowing = NOT_NARROWED,
) -> tuple[ColumnElement[bool], ...]:
    """Choose each complaint counted once."""
    return (*_among(agencies, months, heirs), _nature_of(narrowing), *_cells(heirs, narrowing))


def _cells(heirs: Heirs, narrowing: Narrowing) -> tuple[ColumnElement[bool], ...]:
    """Choose each thing counted once: by the cells of whole agencies, where one has all of it.

    An agency that was parted among several has to be counted category by category.
    """
    if narrowing.chosen:
        return _by_subject(narrowing)
    parted = sorted(code for code, places in heirs.items() if len(set(places.values())) > 1)
    if not parted:
        return (WHOLE_AGENCIES,)
    is_parted = _N.agency.in_(parted)
    return (or_(and_(WHOLE_AGENCIES, ~is_parted), and_(BY_SUBJECT, is_parted)),)


def _by_subject(narrowing: Narrowing) -> tuple[ColumnElement[bool], ...]:
    """Choose each thing counted once by its subject, among what a page is narrowed to."""
    cells = BY_EVERYTHING if narrowing.is_finest else BY_SUBJECT
    return (cells, *_named(_N, narrowing, *_PARTS))


def _nature_of(narrowing: Narrowing) -> ColumnElement[bool]:
    """Choose what was of the nature asked for: complaints, unless another is."""
    return _N.nature == narrowing.nature if narrowing.nature else OF_COMPLAINTS


def _named(record: Any, narrowing: Narrowing, *names: str) -> list[ColumnElement[bool]]:
    return [
        getattr(record, name) == value for name, value in narrowing.chosen.items() if name in names
    ]


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
