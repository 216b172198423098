"""The work list of an agency: its views, their counts, and one page of complaints.

A page costs the same few queries whatever the number of complaints, and only its own rows are
decrypted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal_column, not_, or_, select
from sqlalchemy.orm import Session

from portal.db.models import ComplaintRecord
from portal.db.queries.groups import in_group
from portal.db.queries.held import to_read_by
from portal.db.queries.worklist_rows import COLUMNS, Row, complete
from portal.domain.complaint import Status

ROWS_A_PAGE = 50
COUNTED_AT_MOST = 1000
_C = ComplaintRecord
# In the query's own text, as in the indexes of the few complaints they choose.
_WAITING: ColumnElement[str] = literal_column(f"'{Status.WAITING.value}'")
_FIRST_LEVEL: ColumnElement[int] = literal_column("1")
# The date of an answer that was missed and is still owed. What was answered late has to be closed
# by a date of its own.
_IS_LATE = and_(_C.late_since.is_not(None), _C.status != Status.ANSWERED.value)


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

    `replaced` are those in whose place they work.
    """

    agency: str
    user_id: int | None
    now: datetime
    soon_until: datetime
    replaced: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a list is narrowed to; `ids` are what a search found."""

    category: str | None = None
    unit: str | None = None
    channel: str | None = None
    received_since: datetime | None = None
    ids: Sequence[int] | None = None
    group: int | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether the whole view is shown."""
        return self == Narrowing()


# What is urgent comes before all; then what was promised and missed, what is promised, and what
# nothing is promised for any more.
_IS_URGENT, _IS_ORDINARY = _C.urgent_since.is_not(None), _C.urgent_since.is_(None)
_Part = tuple[ColumnElement[bool], Any]
_PARTS: tuple[_Part, ...] = (
    (_IS_URGENT, _C.urgent_since),
    (and_(_IS_ORDINARY, _IS_LATE, _C.due_at.is_not(None)), _C.late_since),
    (and_(_IS_ORDINARY, not_(_IS_LATE), _C.due_at.is_not(None)), _C.due_at),
    (and_(_IS_ORDINARY, _C.due_at.is_(None)), _C.id),
)


def counts(session: Session, looking: Looking) -> dict[View, int]:
    """Return how many complaints each view holds, up to COUNTED_AT_MOST, in one query."""
    columns = (_counted(_in_view(looking, view)).label(view.name) for view in COUNTED)
    row = session.execute(select(*columns)).one()
    return dict(zip(COUNTED, row, strict=True))


def count_of(session: Session, looking: Looking, view: View, narrowing: Narrowing) -> int:
    """Return how many complaints of a view are left, up to COUNTED_AT_MOST."""
    chosen = and_(_in_view(looking, view), *_narrowed(narrowing))
    return session.scalar(select(_counted(chosen))) or 0


def page_of(
    session: Session,
    looking: Looking,
    view: View,
    narrowing: Narrowing,
    page: int,
    *,
    any_urgent: bool = True,
) -> list[Row]:
    """Return a page of a view: urgent, then the longest late, then the soonest date, then none.

    Closed ones come with the newest first; those with reprisals by what is owed for that.
    Where the agency has no urgent one, as the counts tell, nothing is asked about them.
    """
    chosen = and_(_in_view(looking, view), *_narrowed(narrowing))
    offset = (page - 1) * ROWS_A_PAGE
    if view is View.CLOSED:
        rows = _rows(session, chosen, (_C.due_at.desc(), _C.id.desc()), ROWS_A_PAGE, offset)
    elif view is View.REPRISALS:
        rows = _rows(session, chosen, (_C.reprisal_due_at, _C.id), ROWS_A_PAGE, offset)
    else:
        parts = _PARTS if any_urgent else _PARTS[1:]
        rows = _soonest_first(session, chosen, parts, offset)
    return complete(session, rows, looking.now)


def id_of_number(session: Session, agency: str, number: str) -> int | None:
    """Return the id of the agency's complaint with this number, if the actor may see it."""
    return session.scalar(select(_C.id).where(_C.number == number, _C.agency == agency))


def _soonest_first(
    session: Session, chosen: ColumnElement[bool], parts: Sequence[_Part], offset: int
) -> list[Row]:
    # One after the other, because the databases disagree on where missing dates are sorted, and
    # an order of one's own would read the whole list: each part has an index in its order.
    rows: list[Row] = []
    for part, order in parts:
        in_part = and_(chosen, part)
        found = _rows(session, in_part, (order, _C.id), ROWS_A_PAGE - len(rows), offset)
        rows += found
        if len(rows) == ROWS_A_PAGE:
            break
        offset -= len(found)
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


def _counted(chosen: ColumnElement[bool]) -> ColumnElement[int]:
    some = select(_C.id).where(chosen).limit(COUNTED_AT_MOST).subquery()
    return select(func.count()).select_from(some).scalar_subquery()


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
    if narrowing.group is not None:
        chosen.append(in_group(narrowing.group))
    if narrowing.ids is not None:
        chosen.append(_C.id.in_(list(narrowing.ids)))
    return chosen


def _in_view(looking: Looking, view: View) -> ColumnElement[bool]:
    of_agency = _C.agency == looking.agency
    if view is View.ASKED:
        # A complaint that waits is always open; said once more, it would cost the index of states.
        return and_(of_agency, _C.status == _WAITING)
    if view is View.REPRISALS:
        # What is owed to these people outlasts their complaints.
        return and_(of_agency, _C.reprisal_due_at.is_not(None))
    if view is View.TO_READ:
        return and_(of_agency, _C.id.in_(to_read_by(looking.user_id)))
    if view is View.URGENT:
        return and_(of_agency, _IS_URGENT)
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
                or_(_IS_LATE, _C.due_at <= looking.now),
                _C.due_at.is_not(None),
            )
        case View.SOON:
            return (_C.due_at > looking.now, _C.due_at <= looking.soon_until)
        case View.PASSED:
            return (_C.level > _FIRST_LEVEL, _C.level >= _C.top_level)
        case _:
            return ()
