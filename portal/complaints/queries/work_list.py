"""The work list of an agency: the sizes of its views, one page of complaints, those chosen in it.

A page costs the same few queries whatever the number of complaints, and only its own rows are
decrypted.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal_column,
    not_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import masked_texts
from portal.complaints.queries.withheld import withheld_among
from portal.complaints.queries.work_list_rows import (
    COLUMNS,
    Row,
    RowColumns,
    RowRead,
    complete,
    completed,
    read_of_rows,
)
from portal.complaints.queries.work_list_views import (
    COUNTED,
    HAS_PASSED,
    IN_VIEW,
    IS_LATE,
    IS_URGENT,
    LATE_APART,
    OF_AGENCY,
    OF_FIGURES,
    Condition,
    Looking,
    Narrowing,
    Shown,
    View,
)
from portal.complaints.records.complaint import ComplaintRecord
from portal.db.reads import Read, Rows
from portal.db.row_filter import find
from portal.domain.masking import Hidden

ROWS_A_PAGE = 50
COUNTED_AT_MOST = 1000

_C = ComplaintRecord
# What is urgent comes before all; then what was promised and missed, what is promised, and what
# nothing is promised for any more.
_IS_ORDINARY = _C.urgent_since.is_(None)
_PARTS: tuple[tuple[Condition, Any], ...] = (
    (IS_URGENT, _C.urgent_since),
    (and_(_IS_ORDINARY, IS_LATE), _C.late_since),
    (and_(_IS_ORDINARY, not_(IS_LATE), _C.due_at.is_not(None)), _C.due_at),
    # All alike, so in the order of their ids: said by the date, which an index has, or PostgreSQL
    # may look for these few through every complaint that there is.
    (and_(_IS_ORDINARY, not_(IS_LATE), _C.due_at.is_(None)), _C.due_at),
)
_URGENT, _MISSED, _PROMISED, _UNDATED = range(len(_PARTS))
# The same order said at once, for few that are known by their ids.
_SOONEST_FIRST = (
    case(*((part, rank) for rank, (part, _) in enumerate(_PARTS))),
    case(*_PARTS[:-1]),
    _C.id,
)
_ORDERS: dict[View, tuple[Any, ...]] = {
    View.CLOSED: (_C.due_at.desc(), _C.id.desc()),
    View.WRITTEN: (_C.last_event_at, _C.id),
    # What a figure counts is open or closed: the newest first, in the order of the key.
    **dict.fromkeys(OF_FIGURES, (_C.id.desc(),)),
}


def _counted(chosen: Condition) -> ColumnElement[int]:
    some = select(_C.id).where(chosen).limit(COUNTED_AT_MOST).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _size_of(view: View) -> ColumnElement[int]:
    if view is not View.LATE:
        return _counted(and_(OF_AGENCY, IN_VIEW[view]))
    missed, passed = LATE_APART
    return _counted(missed) + _counted(passed)


def _sizes(rows: Rows) -> dict[View, int]:
    (sizes,) = rows
    return {view: min(size, COUNTED_AT_MOST) for view, size in zip(_SIZED, sizes, strict=True)}


_SIZED = tuple(view for view in COUNTED if view is not View.TO_READ)
SIZES = Read(
    (select(literal_column("0", Integer), *(_size_of(view).label(view.name) for view in _SIZED)),),
    _sizes,
)
"""How many complaints each view holds, up to COUNTED_AT_MOST, but for those that are to be read."""


class Page(Struct, frozen=True):
    """A page of a list, and how many complaints are in the whole list, up to COUNTED_AT_MOST."""

    rows: list[Row]
    total: int


def page_of(
    session: Session,
    looking: Looking,
    view: View,
    narrowing: Narrowing,
    page: int,
    *,
    sizes: Mapping[View, int] = MappingProxyType({}),
    reads: tuple[RowRead[Any], ...] = (),
) -> Page:
    """Return a page of a view: urgent, then the longest late, then the soonest date, then none.

    Closed ones come with the newest first, those written about since with the longest waiting.
    `sizes` tell how many complaints views hold: what they tell is not counted, and of urgent ones
    nothing is asked where there are none. Each feature reads its own for the rows of the page.
    """
    shown, values = Shown.of(view, narrowing), looking.values | narrowing.values
    offset = (page - 1) * ROWS_A_PAGE
    if view in _ORDERS or shown.are_few:
        statement = _in_order(shown)
        rows = find(session, statement, **values, most=ROWS_A_PAGE, offset=offset)
    else:
        rows = _soonest_first(session, shown, values, offset, sizes.get(View.URGENT) != 0)
    total = sizes.get(view) if narrowing.is_empty else None
    if total is None:
        total = _end_of(rows, offset)
    values["reader"] = looking.user_id
    if total is not None:
        return Page(complete(session, rows, reads, **values), total)
    size = _size(shown)
    read = read_of_rows(session, rows, (*reads, size), **values)
    return Page(completed(rows, read, reads), read[size])


def _end_of(rows: Sequence[RowColumns], offset: int) -> int | None:
    """Return how many complaints a list has that ends on this page, if it does."""
    is_last = 0 < len(rows) < ROWS_A_PAGE or offset + len(rows) == 0
    return offset + len(rows) if is_last else None


_NUMBERED = (
    select(_C.number, _C.id)
    .where(_C.number.in_(bindparam("numbers", expanding=True)), OF_AGENCY)
    .order_by(_C.id.desc())
)


def ids_of_numbers(session: Session, agency: str, numbers: Sequence[str]) -> dict[str, int]:
    """Return the ids of the agency's complaints with these numbers that the actor may see.

    They are by number, the newest first.
    """
    return dict(find(session, _NUMBERED, agency=agency, numbers=numbers)) if numbers else {}


def _soonest_first(
    session: Session, shown: Shown, values: Mapping[str, Any], offset: int, any_urgent: bool
) -> list[Any]:
    # The databases disagree on where missing dates are sorted, and an order of one's own would
    # read the whole list: each part has an index in its order.
    first = _URGENT if any_urgent else _MISSED
    if offset == 0:
        return find(session, _first_page(shown, first), **values)
    rows: list[Any] = []
    for part in range(first, len(_PARTS)):
        most = ROWS_A_PAGE - len(rows)
        found = find(session, _part(shown, part), **values, most=most, offset=offset)
        rows += found
        if len(rows) == ROWS_A_PAGE:
            break
        offset -= len(found)
        if offset > 0:
            [(size,)] = find(session, _size_of_part(shown, part), **values)
            offset -= size
        offset = max(0, offset)
    return rows


@cache
def _size(shown: Shown) -> Read[int]:
    size = select(literal_column("0", Integer), _counted(shown.condition))
    return Read((size,), lambda rows: rows[0][0])


@cache
def _in_order(shown: Shown) -> Select[*tuple[Any, ...]]:
    return _rows(shown.condition, _ORDERS.get(shown.view, _SOONEST_FIRST))


@cache
def _part(shown: Shown, part: int) -> Select[*tuple[Any, ...]]:
    return _rows(_in_part(shown, part), (_PARTS[part][1], _C.id))


@cache
def _first_page(shown: Shown, first: int) -> Select[*tuple[Any, ...]]:
    """Return the SELECT of the first of each part that there are, in the order of the parts."""
    parts = union_all(*(_beginning(shown, part) for part in range(first, len(_PARTS)))).subquery()
    rows = select(*(parts.c[column.key] for column in COLUMNS))
    return rows.order_by(parts.c.part, parts.c.moment, parts.c.id).limit(ROWS_A_PAGE)


def _beginning(shown: Shown, part: int) -> Select[*tuple[Any, ...]]:
    moment = _PARTS[part][1]
    rows = select(
        literal_column(str(part), Integer).label("part"), moment.label("moment"), *COLUMNS
    )
    ordered = rows.where(_in_part(shown, part)).order_by(_PARTS[part][1], _C.id)
    # Parts of a union have no order of their own.
    return select(*ordered.limit(ROWS_A_PAGE).subquery().c)


@cache
def _size_of_part(shown: Shown, part: int) -> Select[int]:
    return select(_counted(_in_part(shown, part)))


def _in_part(shown: Shown, part: int) -> Condition:
    condition = and_(shown.condition, _PARTS[part][0])
    # Which follows from the view, but from nothing that an index could be asked.
    is_late = shown.view is View.LATE and part == _PROMISED
    return and_(condition, HAS_PASSED) if is_late else condition


def _rows(chosen: Condition, order: Sequence[Any]) -> Select[*tuple[Any, ...]]:
    rows = select(*COLUMNS).where(chosen).order_by(*order)
    return rows.limit(bindparam("most")).offset(bindparam("offset"))


class Chosen(Struct, frozen=True):
    """A chosen complaint as it was seen."""

    id: int
    number: str
    subject: str
    language: str
    category: str
    assignee_id: int | None
    version: int


def chosen_complaints(session: Session, agency: str, numbers: Collection[str]) -> list[Chosen]:
    """Return those of the complaints that are this agency's and that the actor may see."""
    chosen = find(session, _CHOSEN, agency=agency, numbers=sorted(numbers))
    hidden = withheld_among(session, [row[0] for row in chosen]) if chosen else {}
    return [
        masked
        for row in chosen
        for masked in masked_texts([Chosen(*row)], hidden.get(row[0], Hidden()).masked, "subject")
    ]


_CHOSEN = (
    select(_C.id, _C.number, _C.subject, _C.language, _C.category, _C.assignee_id, _C.version)
    .where(OF_AGENCY, _C.number.in_(bindparam("numbers", expanding=True)))
    .order_by(_C.id)
)
