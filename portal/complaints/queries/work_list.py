"""The work list of an agency: its views, their counts, one page of complaints, those chosen in it.

A page costs the same few queries whatever the number of complaints, and only its own rows are
decrypted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, literal_column, not_, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.work_list_rows import COLUMNS, Row, RowRead, complete
from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.complaint import Status

ROWS_A_PAGE = 50
COUNTED_AT_MOST = 1000
Condition = ColumnElement[bool]
"""Something that chooses complaints."""

_C = ComplaintRecord
# In the query's own text, as in the indexes of the few complaints they choose.
_WAITING: ColumnElement[str] = literal_column(f"'{Status.WAITING.value}'")
_FIRST_LEVEL: ColumnElement[int] = literal_column("1")

IS_LATE = and_(_C.late_since.is_not(None), _C.status != Status.ANSWERED.value)
"""The date of an answer that was missed and is still owed. What was answered late has to be closed
by a date of its own."""
IS_URGENT = _C.urgent_since.is_not(None)


class View(StrEnum):
    """One of the ways in which an agency's complaints are looked at."""

    REPRISALS = "represailles"
    URGENT = "urgentes"
    TO_READ = "a-relire"
    MINE = "a-moi"
    UNASSIGNED = "non-attribuees"
    LATE = "en-retard"
    SOON = "bientot"
    ASKED = "question-posee"
    PASSED = "direction"
    TEAM = "equipe"
    CLOSED = "fermees"


COUNTED = tuple(view for view in View if view is not View.CLOSED)


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks at which agency's list, and from which moments its dates are judged.

    `replaced` are those in whose place they work, `to_read` the ids of the complaints with an
    answer that waits for them. These are looked up before: asked at once, SQLite would rather look
    through all that the agency has.
    """

    agency: str
    user_id: int | None
    now: datetime
    soon_until: datetime
    replaced: frozenset[int] = frozenset()
    to_read: Sequence[int] = ()


def in_view(looking: Looking, view: View) -> ColumnElement[bool]:
    """Return what tells which complaints stand in a view."""
    of_agency = _C.agency == looking.agency
    if view is View.ASKED:
        # A complaint that waits is always open; said once more, it would cost the index of states.
        return and_(of_agency, _C.status == _WAITING)
    if view is View.REPRISALS:
        # What is owed to these people outlasts their complaints.
        return and_(of_agency, _C.reprisal_due_at.is_not(None))
    if view is View.TO_READ:
        return and_(of_agency, _C.id.in_(looking.to_read)) if looking.to_read else false()
    if view is View.URGENT:
        return and_(of_agency, IS_URGENT)
    is_open = _C.is_open.is_(view is not View.CLOSED)
    return and_(of_agency, is_open, *_special_to(looking, view))


def _is_mine(looking: Looking) -> ColumnElement[bool]:
    if not looking.replaced:
        return _C.assignee_id == looking.user_id
    return _C.assignee_id.in_(sorted(looking.replaced | {looking.user_id or 0}))


def _special_to(looking: Looking, view: View) -> tuple[ColumnElement[bool], ...]:
    match view:
        case View.MINE:
            return (_is_mine(looking),)
        case View.UNASSIGNED:
            return (_C.assignee_id.is_(None),)
        case View.LATE:
            return (
                or_(IS_LATE, _C.due_at <= looking.now),
                _C.due_at.is_not(None),
            )
        case View.SOON:
            return (_C.due_at > looking.now, _C.due_at <= looking.soon_until)
        case View.PASSED:
            return (_C.level > _FIRST_LEVEL, _C.level >= _C.top_level)
        case _:
            return ()


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list is narrowed to; `ids` are what a search found, `few` what features choose."""

    category: str | None = None
    unit: str | None = None
    channel: str | None = None
    received_since: datetime | None = None
    ids: Sequence[int] | None = None
    few: tuple[Condition, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Tell whether the whole view is shown."""
        return self == Narrowing()


# What is urgent comes before all; then what was promised and missed, what is promised, and what
# nothing is promised for any more.
_IS_ORDINARY = _C.urgent_since.is_(None)
_Part = tuple[ColumnElement[bool], Any]
_PARTS: tuple[_Part, ...] = (
    (IS_URGENT, _C.urgent_since),
    (and_(_IS_ORDINARY, IS_LATE, _C.due_at.is_not(None)), _C.late_since),
    (and_(_IS_ORDINARY, not_(IS_LATE), _C.due_at.is_not(None)), _C.due_at),
    (and_(_IS_ORDINARY, _C.due_at.is_(None)), _C.id),
)
# The same order said at once, for few that are known by their ids.
_SOONEST_FIRST = (
    case(*((part, rank) for rank, (part, _) in enumerate(_PARTS))),
    case(*_PARTS[:-1]),
    _C.id,
)
_ORDERS: dict[View, tuple[Any, ...]] = {
    View.CLOSED: (_C.due_at.desc(), _C.id.desc()),
    View.REPRISALS: (_C.reprisal_due_at, _C.id),
}


def counts(session: Session, looking: Looking) -> dict[View, int]:
    """Return how many complaints each view holds, up to COUNTED_AT_MOST, in one query."""
    columns = (_size_of(looking, view).label(view.name) for view in COUNTED)
    row = session.execute(select(*columns)).one()
    return {view: min(size, COUNTED_AT_MOST) for view, size in zip(COUNTED, row, strict=True)}


def count_of(session: Session, looking: Looking, view: View, narrowing: Narrowing) -> int:
    """Return how many complaints of a view are left, up to COUNTED_AT_MOST."""
    chosen = and_(in_view(looking, view), *_narrowed(narrowing))
    return session.scalar(select(_counted(chosen))) or 0


def page_of(
    session: Session,
    looking: Looking,
    view: View,
    narrowing: Narrowing,
    page: int,
    *,
    any_urgent: bool = True,
    reads: Iterable[RowRead[Any]] = (),
) -> list[Row]:
    """Return a page of a view: urgent, then the longest late, then the soonest date, then none.

    Closed ones come with the newest first; those with reprisals by what is owed for that.
    Where the agency has no urgent one, as the counts tell, nothing is asked about them. Each
    feature reads its own for the rows of the page.
    """
    chosen = and_(in_view(looking, view), *_narrowed(narrowing))
    offset = (page - 1) * ROWS_A_PAGE
    if view in _ORDERS or _are_few(view, narrowing):
        order = _ORDERS.get(view, _SOONEST_FIRST)
        rows = _rows(session, chosen, order, ROWS_A_PAGE, offset)
    else:
        rows = _soonest_first(session, chosen, _parts(looking, view, any_urgent), offset)
    return complete(session, rows, looking.now, reads)


def id_of_number(session: Session, agency: str, number: str) -> int | None:
    """Return the id of the agency's complaint with this number, if the actor may see it."""
    return session.scalar(select(_C.id).where(_C.number == number, _C.agency == agency))


def _parts(looking: Looking, view: View, any_urgent: bool) -> list[_Part]:
    urgent, missed, promised, undated = _PARTS
    if view is View.LATE:
        # Which follows from the view, but from nothing that an index could be asked.
        promised = (and_(promised[0], _C.due_at <= looking.now), promised[1])
    return [*([urgent] if any_urgent else []), missed, promised, undated]


def _soonest_first(
    session: Session, chosen: ColumnElement[bool], parts: Sequence[_Part], offset: int
) -> list[Row]:
    # One after the other, because the databases disagree on where missing dates are sorted, and
    # an order of one's own would read the whole list: each part has an index in its order.
    rows: list[Row] = []
    for part, order in parts:
        in_part = and_(chosen, part)
        part_rows = _rows(session, in_part, (order, _C.id), ROWS_A_PAGE - len(rows), offset)
        rows += part_rows
        if len(rows) == ROWS_A_PAGE:
            break
        offset -= len(part_rows)
        if offset > 0:
            offset -= session.scalar(select(_counted(in_part))) or 0
        offset = max(0, offset)
    return rows


def _rows(
    session: Session,
    chosen: ColumnElement[bool],
    order: Sequence[Any],
    most: int,
    offset: int,
) -> list[Row]:
    statement = select(*COLUMNS).where(chosen).order_by(*order).limit(most).offset(offset)
    return [Row(**row._mapping) for row in session.execute(statement)]


def _size_of(looking: Looking, view: View) -> ColumnElement[int]:
    if view is not View.LATE:
        return _counted(in_view(looking, view))
    # What was missed, and what has just passed: at once, all that is open would be looked through.
    missed = and_(in_view(looking, view), IS_LATE)
    passed = and_(in_view(looking, view), not_(IS_LATE), _C.due_at <= looking.now)
    return _counted(missed) + _counted(passed)


def _counted(chosen: ColumnElement[bool]) -> ColumnElement[int]:
    some = select(_C.id).where(chosen).limit(COUNTED_AT_MOST).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


def _are_few(view: View, narrowing: Narrowing) -> bool:
    """Tell whether the complaints are few that are known by their ids: any order is quick."""
    return view is View.TO_READ or narrowing.ids is not None or bool(narrowing.few)


def _narrowed(narrowing: Narrowing) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = []
    if narrowing.category is not None:
        chosen.append(_C.category == narrowing.category)
    if narrowing.unit is not None:
        chosen.append(_C.unit == narrowing.unit)
    if narrowing.channel is not None:
        chosen.append(_C.channel == narrowing.channel)
    if narrowing.received_since is not None:
        chosen.append(_C.received_at >= narrowing.received_since)
    chosen += narrowing.few
    if narrowing.ids is not None:
        chosen.append(_C.id.in_(list(narrowing.ids)))
    return chosen


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chosen complaint as it was seen."""

    number: str
    subject: str
    language: str
    category: str
    assignee_id: int | None
    version: int


def chosen_complaints(session: Session, agency: str, numbers: Collection[str]) -> list[Chosen]:
    """Return those of the complaints that are this agency's and that the actor may see."""
    c = ComplaintRecord
    statement = (
        select(c.number, c.subject, c.language, c.category, c.assignee_id, c.version)
        .where(c.agency == agency, c.number.in_(sorted(numbers)))
        .order_by(c.id)
    )
    return [Chosen(*row) for row in session.execute(statement)]
