"""A complaint lived again by its history alone: what its row has to say afterwards.

Rows are what the history adds up to. Whoever changes one past the portal, and not its history, is
found by this: nothing of the row is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from portal.domain.complaint import Status
from portal.domain.history import EntryKind

K, S = EntryKind, Status

_LEADS_TO: dict[str, Status] = {
    K.FILED: S.RECEIVED,
    K.PART_RECEIVED: S.RECEIVED,
    K.ROUTED: S.RECEIVED,
    K.TAKEN_IN_CHARGE: S.TAKEN_IN_CHARGE,
    K.STUDIED: S.UNDER_REVIEW,
    K.ASKED: S.WAITING,
    K.ANSWERED: S.ANSWERED,
    K.CLOSED: S.CLOSED,
    K.REOPENED: S.UNDER_REVIEW,
    K.REVIEW_ASKED: S.UNDER_REVIEW,
    K.WITHDRAWN: S.WITHDRAWN,
}
_REPLIES = frozenset({K.MESSAGE_RECEIVED, K.RESUMED})
"""What ends the wait for the complainant, if it is not by itself."""


@dataclass(frozen=True, slots=True)
class ToldDate:
    """What the history last told of the date of the answer: its moment, or its last day.

    Neither where the time stands still, or waits for the complete file.
    """

    due_at: datetime | None = None
    last_day: date | None = None

    def fits(self, due_at: datetime | None, last_day: date | None) -> bool:
        """Tell whether a clock with this moment and this last day is the one told."""
        return last_day == self.last_day if self.last_day else due_at == self.due_at


@dataclass(slots=True)
class Life:
    """What the entries so far add up to, by the names of the columns of a complaint.

    `told` is None before anything was told of a date. `is_late` is whether a date of the answer
    was missed in the complaint's present hands and since it was last taken up. `contacted_at` is
    when somebody was last in touch, as they say.
    """

    columns: dict[str, Any] = field(default_factory=dict)
    told: ToldDate | None = None
    is_late: bool = False
    contacted_at: datetime | None = None

    def add(self, kind: str, at: datetime, facts: Mapping[str, Any]) -> None:
        """Let the next entry happen."""
        self._move(kind, at, facts)
        self.columns.update((name, facts[name]) for name in _TELLS.get(kind, ()))
        if kind in _HANDS and facts.get("release") is not None:
            self.columns["release_id"] = facts["release"]
        if kind in _CONTACT:
            self.contacted_at = at if kind in (K.TAKEN_IN_CHARGE, K.CONTACT_MADE) else None
            self.columns["taken_in_charge_at"] = self.contacted_at
        if kind == K.CONTACT_JUDGED:
            self.columns["taken_in_charge_at"] = self.contacted_at if facts["reached"] else None
        if kind in _FRESH or kind in _BEGINS:
            self.columns["finding"] = None
        if kind in _DATES:
            self.told = _DATES[kind](facts) or self.told
        self.is_late = (self.is_late or _is_missed(kind, facts)) and kind not in _FRESH

    def _move(self, kind: str, at: datetime, facts: Mapping[str, Any]) -> None:
        status = _LEADS_TO.get(kind)
        waits = self.columns.get("status") == S.WAITING
        if kind in _REPLIES and waits and not facts.get("by_itself"):
            status = S.UNDER_REVIEW
        if kind == K.PART_CALLED_OFF and "of" in facts:
            # In the history of the part itself: whoever asked for it has the same kind of entry.
            status = S.WITHDRAWN
        if status is not None:
            self._reach(status, kind, at, facts)

    def _reach(self, status: Status, kind: str, at: datetime, facts: Mapping[str, Any]) -> None:
        self.columns["status"], self.columns["is_open"] = status.value, status.is_open
        self.columns["closed_at"] = None if status.is_open else at
        if kind in _BEGINS:
            self.columns |= {"level": 1, "answered_at": None}
            self.columns["received_at"] = _moment(facts.get("received_at")) or at
        if status is S.ANSWERED:
            self.columns["answered_at"] = at


_TELLS: dict[str, tuple[str, ...]] = {
    K.FILED: ("agency", "category", "theme"),
    K.PART_RECEIVED: ("agency", "category", "theme"),
    K.ROUTED: ("agency", "category", "theme", "level"),
    K.SUCCEEDED: ("agency", "category", "theme", "level"),
    K.RECLASSIFIED: ("category", "theme"),
    K.CLOSED: ("finding",),
    K.ESCALATED: ("level",),
    K.PASSED_TO_TOP: ("level",),
    K.REOPENED: ("level",),
    K.REVIEW_ASKED: ("level",),
}
"""The facts that are columns of the complaint from then on."""

_BEGINS = frozenset({K.FILED, K.PART_RECEIVED})
"""The first entry of a complaint, and of a part of one."""

_HANDS = frozenset({*_BEGINS, K.ROUTED})
"""What tells under which release it stands from then on: who succeeds goes by the one it has."""

_CONTACT = frozenset({*_BEGINS, K.ROUTED, K.TAKEN_IN_CHARGE, K.CONTACT_MADE})
"""What tells whether anybody of its agency was in touch."""

_FRESH = frozenset({K.ROUTED, K.REOPENED, K.REVIEW_ASKED})
"""After these nothing is late yet, and nothing is found."""


def _is_missed(kind: str, facts: Mapping[str, Any]) -> bool:
    return kind == K.DATE_MISSED and facts["clock"] in ("answer", "review")


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _until(facts: Mapping[str, Any]) -> ToldDate:
    return ToldDate(due_at=_moment(facts.get("due_at")))


def _through(facts: Mapping[str, Any]) -> ToldDate | None:
    last_day = facts.get("last_day")
    return ToldDate(last_day=date.fromisoformat(last_day)) if last_day else None


def _climbed(facts: Mapping[str, Any]) -> ToldDate | None:
    """Return the new level's date; what climbs for another reason keeps the one it has."""
    return None if facts.get("why") else _through(facts)


_DATES: dict[str, Callable[[Mapping[str, Any]], ToldDate | None]] = {
    K.FILED: _until,
    K.PART_RECEIVED: _until,
    K.ROUTED: _until,
    K.RESUMED: _until,
    K.FILE_COMPLETED: _until,
    K.PAUSED: lambda _: ToldDate(),
    K.EXTENDED: _through,
    K.ESCALATED: _climbed,
    K.REOPENED: _through,
    K.REVIEW_ASKED: _through,
}
"""What tells a date of the answer."""
