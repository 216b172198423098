"""Which complaints a count is made of: those that a work list is then narrowed to.

What was counted is kept complaint by complaint beside the cube; what is open is as it stands now.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple, cast

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    Table,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from portal.complaints.queries.public_marks import GENERATION, LED, mark_of
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.counted import CountedComplaintRecord
from portal.db.reads import Read
from portal.db.row_filter import find
from portal.domain.complaint import FiledFor
from portal.domain.figures.leading import MEASURES, Led
from portal.domain.nature import OWN_MOTION, Nature

# The bare table: complaints are narrowed to those that somebody sees, and these need not be again.
_ROWS = cast("Table", CountedComplaintRecord.__table__)
_K, _C = _ROWS.c, ComplaintRecord
_ANY, _ANY_BUCKET = "", -1
_FIRST, _LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9998, 12, 31, tzinfo=UTC)


class Counted(Struct, frozen=True):
    """What a count counts: in which months, of which nature, and narrowed to what.

    What is empty narrows nothing; without a nature it is of complaints. The `bucket` is the level
    where levels are counted.
    """

    led: Led
    months: tuple[str, ...] = ()
    nature: str = ""
    theme: str = ""
    categories: tuple[str, ...] = ()
    channel: str = ""
    language: str = ""
    region: str = ""
    bucket: int | None = None

    @property
    def values(self) -> dict[str, Any]:
        """What its condition is handed."""
        return {
            "counted_measures": [*MEASURES[self.led]],
            "counted_months": [*self.months],
            "counted_nature": self.nature or Nature.COMPLAINT.value,
            "counted_theme": self.theme,
            "counted_any_category": int(not self.categories),
            "counted_categories": [*self.categories] or [_ANY],
            "counted_channel": self.channel,
            "counted_language": self.language,
            "counted_region": self.region,
            "counted_bucket": _ANY_BUCKET if self.bucket is None else self.bucket,
        }


class OpenNow(Struct, frozen=True):
    """What is open by now, of complaints or what the service opened: received between moments."""

    since: datetime | None = None
    before: datetime | None = None
    nature: str = ""
    theme: str = ""
    categories: tuple[str, ...] = ()
    channel: str = ""

    @property
    def values(self) -> dict[str, Any]:
        """What its condition is handed."""
        return {
            "open_since": self.since or _FIRST,
            "open_before": self.before or _LAST,
            "open_own": int(self.nature == OWN_MOTION),
            "counted_theme": self.theme,
            "counted_any_category": int(not self.categories),
            "counted_categories": [*self.categories] or [_ANY],
            "counted_channel": self.channel,
        }


def _as_asked(column: Any, name: str) -> ColumnElement[bool]:
    asked = bindparam(name, type_=String)
    return or_(asked == literal_column(f"'{_ANY}'"), column == asked)


def _of_categories(column: Any) -> ColumnElement[bool]:
    is_any = bindparam("counted_any_category", type_=Integer) == literal_column("1")
    return or_(is_any, column.in_(bindparam("counted_categories", expanding=True)))


def _of_bucket() -> ColumnElement[bool]:
    asked = bindparam("counted_bucket", type_=Integer)
    return or_(asked == literal_column(str(_ANY_BUCKET)), _K.bucket == asked)


_IS_COUNTED = and_(
    _K.generation == mark_of(GENERATION),
    _K.agency == bindparam("agency"),
    _K.month.in_(bindparam("counted_months", expanding=True)),
    _K.measure.in_(bindparam("counted_measures", expanding=True)),
    _K.nature == bindparam("counted_nature"),
    _as_asked(_K.theme, "counted_theme"),
    _of_categories(_K.category),
    _as_asked(_K.channel, "counted_channel"),
    _as_asked(_K.language, "counted_language"),
    _as_asked(_K.region, "counted_region"),
    _of_bucket(),
)
IS_AMONG_COUNTED: ColumnElement[bool] = _C.id.in_(select(_K.complaint_id).where(_IS_COUNTED))
"""What chooses the complaints that a count is made of, of what `Counted.values` are."""

_IS_OWN = _C.filed_for == literal_column(f"'{FiledFor.SERVICE.value}'")
_ASKS_OWN = bindparam("open_own", type_=Integer)
IS_OPEN_NOW: ColumnElement[bool] = and_(
    _C.is_open.is_(True),
    _C.parent_id.is_(None),
    or_(
        and_(literal_column("1") == _ASKS_OWN, _IS_OWN),
        and_(literal_column("0") == _ASKS_OWN, ~_IS_OWN),
    ),
    _C.received_at >= bindparam("open_since"),
    _C.received_at < bindparam("open_before"),
    _as_asked(_C.theme, "counted_theme"),
    _of_categories(_C.category),
    _as_asked(_C.channel, "counted_channel"),
)
"""What chooses what is open, as figures on its age count it, of what `OpenNow.values` are."""


def _seen(chosen: ColumnElement[bool]) -> Read[int]:
    """Return what counts, however many there are, those that whoever looks may see."""
    seen = select(func.count()).where(_C.agency == bindparam("agency"), chosen).scalar_subquery()
    return Read((select(literal_column("0", Integer), seen),), lambda rows: rows[0][0])


SEEN_OF_COUNTED, SEEN_OF_OPEN = _seen(IS_AMONG_COUNTED), _seen(IS_OPEN_NOW)
_TOTALS = select(func.coalesce(func.sum(_K.n), 0), func.count(_K.complaint_id.distinct())).where(
    _IS_COUNTED
)
_OPEN_TOTAL = select(func.count()).where(_C.agency == bindparam("agency"), IS_OPEN_NOW)
_IS_LED = select(mark_of(LED), mark_of(GENERATION))


class Totals(NamedTuple):
    """How much a count counts, and how many complaints it is made of."""

    n: int
    complaints: int


def totals_of(session: Session, agency: str, counted: Counted | OpenNow) -> Totals:
    """Return how much an agency's count counts, whoever may see these complaints.

    What is counted moves with the history, a moment after it.
    """
    if isinstance(counted, OpenNow):
        [(n,)] = find(session, _OPEN_TOTAL, agency=agency, **counted.values)
        return Totals(n, n)
    [(n, complaints)] = find(session, _TOTALS, agency=agency, **counted.values)
    return Totals(int(n), complaints)


def leads(session: Session) -> bool:
    """Tell whether the counts that are in force are kept complaint by complaint."""
    [(led, in_force)] = find(session, _IS_LED)
    return bool(led == in_force)
