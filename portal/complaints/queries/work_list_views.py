"""The views of a work list: which of an agency's complaints stand in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, false, literal_column, or_

from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.complaint import Status

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
