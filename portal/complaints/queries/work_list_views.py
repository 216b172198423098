"""Which complaints of an agency a work list shows: its views, and what a view is narrowed to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from msgspec import Struct, field
from sqlalchemy import ColumnElement, and_, bindparam, literal_column, not_, or_

from portal.complaints.queries.counted_complaints import (
    IS_AMONG_COUNTED,
    IS_OPEN_NOW,
    Counted,
    OpenNow,
)
from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.complaint import Status
from portal.domain.history import EntryKind

Condition = ColumnElement[bool]
"""Something that chooses complaints."""

_C = ComplaintRecord
# In the query's own text, as in the indexes of the few complaints they choose.
_WAITING: ColumnElement[str] = literal_column(f"'{Status.WAITING.value}'")
_WROTE: ColumnElement[str] = literal_column(f"'{EntryKind.MESSAGE_RECEIVED.value}'")
_FIRST_LEVEL: ColumnElement[int] = literal_column("1")

IS_LATE = and_(_C.late_since.is_not(None), _C.status != Status.ANSWERED.value)
"""The date of an answer that was missed and is still owed. What was answered late has to be closed
by a date of its own."""
IS_URGENT = _C.urgent_since.is_not(None)


class View(StrEnum):
    """One of the ways in which an agency's complaints are looked at."""

    URGENT = "urgentes"
    TO_READ = "a-relire"
    WRITTEN = "ecrit-apres-la-fin"
    MINE = "a-moi"
    UNASSIGNED = "non-attribuees"
    LATE = "en-retard"
    SOON = "bientot"
    ASKED = "question-posee"
    PASSED = "direction"
    TEAM = "equipe"
    CLOSED = "fermees"
    COUNTED = "comptees"
    """Those that a count is made of, open or closed."""
    OPEN_NOW = "en-cours"
    """Those that a count of what is open is made of."""


OF_FIGURES = frozenset({View.COUNTED, View.OPEN_NOW})
"""The views to which figures lead, and nothing else does."""
COUNTED = tuple(view for view in View if view is not View.CLOSED and view not in OF_FIGURES)


class Looking(Struct, frozen=True):
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

    @property
    def values(self) -> dict[str, Any]:
        """What the conditions of views are handed."""
        return {
            "agency": self.agency,
            "mine": sorted(self.replaced | {self.user_id or 0}),
            "now": self.now,
            "soon_until": self.soon_until,
            "for_reader": list(self.to_read),
        }


OF_AGENCY = _C.agency == bindparam("agency")
_IS_OPEN, _IS_CLOSED = _C.is_open.is_(True), _C.is_open.is_(False)
HAS_PASSED = _C.due_at <= bindparam("now")
IN_VIEW: dict[View, Condition] = {
    View.URGENT: IS_URGENT,
    View.TO_READ: _C.id.in_(bindparam("for_reader", expanding=True)),
    # Until something is done about it, be it a note.
    View.WRITTEN: and_(_IS_CLOSED, _C.last_event == _WROTE),
    View.MINE: and_(_IS_OPEN, _C.assignee_id.in_(bindparam("mine", expanding=True))),
    View.UNASSIGNED: and_(_IS_OPEN, _C.assignee_id.is_(None)),
    View.LATE: and_(_IS_OPEN, or_(IS_LATE, HAS_PASSED)),
    View.SOON: and_(_IS_OPEN, _C.due_at > bindparam("now"), _C.due_at <= bindparam("soon_until")),
    # A complaint that waits is always open; said once more, it would cost the index of states.
    View.ASKED: _C.status == _WAITING,
    View.PASSED: and_(_IS_OPEN, _C.level > _FIRST_LEVEL, _C.level >= _C.top_level),
    View.TEAM: _IS_OPEN,
    View.CLOSED: _IS_CLOSED,
    View.COUNTED: IS_AMONG_COUNTED,
    View.OPEN_NOW: IS_OPEN_NOW,
}
"""What tells which complaints of the agency stand in a view, of what `Looking.values` are."""

_LATE = and_(OF_AGENCY, IN_VIEW[View.LATE])
LATE_APART = and_(_LATE, IS_LATE), and_(_LATE, not_(IS_LATE), HAS_PASSED)
"""What is late in an agency: the answers that are, and what else has just passed.

No complaint is both. Counted at once, all that is open would be looked through.
"""


@dataclass(frozen=True, eq=False, slots=True)
class Chooser:
    """Something by which a feature chooses few complaints; the `condition` is handed `name`."""

    name: str
    condition: Condition


class Narrowing(Struct, frozen=True):
    """What a list is narrowed to; `found` are the ids that a search did, `few` what features
    choose by. The `counted` are what a view of figures is of: it narrows no other.
    """

    category: str | None = None
    unit: str | None = None
    channel: str | None = None
    received_since: datetime | None = None
    found: Sequence[int] | None = None
    few: Mapping[Chooser, int] = field(default_factory=dict)
    counted: Counted | OpenNow | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether the whole view is shown."""
        return not self.by and not self.few

    @property
    def by(self) -> tuple[str, ...]:
        """By what it narrows a list, the choosers of features apart."""
        return tuple(name for name in _NARROWED_BY if getattr(self, name) is not None)

    @property
    def values(self) -> dict[str, Any]:
        """What its conditions are handed."""
        chosen = {chooser.name: value for chooser, value in self.few.items()}
        counted = self.counted.values if self.counted is not None else {}
        return {name: getattr(self, name) for name in self.by} | chosen | counted


_NARROWED_BY: dict[str, Condition] = {
    "category": _C.category == bindparam("category"),
    "unit": _C.unit == bindparam("unit"),
    "channel": _C.channel == bindparam("channel"),
    "received_since": _C.received_at >= bindparam("received_since"),
    "found": _C.id.in_(bindparam("found", expanding=True)),
}


class Shown(NamedTuple):
    """Which view is shown, narrowed by what: all that decides the statements of a list."""

    view: View
    by: tuple[str, ...] = ()
    few: tuple[Chooser, ...] = ()

    @classmethod
    def of(cls, view: View, narrowing: Narrowing) -> Shown:
        """Return what is shown of a view."""
        return cls(view, narrowing.by, tuple(narrowing.few))

    @property
    def condition(self) -> Condition:
        """What tells which complaints are shown."""
        narrowed = (_NARROWED_BY[name] for name in self.by)
        chosen = (chooser.condition for chooser in self.few)
        return and_(OF_AGENCY, IN_VIEW[self.view], *narrowed, *chosen)

    @property
    def are_few(self) -> bool:
        """Tell whether the complaints are few that are known by their ids: any order is quick."""
        return self.view is View.TO_READ or "found" in self.by or bool(self.few)
