"""What is kept of the clocks of a complaint, with the release that their rule stands in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ClockRecord
from portal.complaints.records.release import AgencyReleaseRecord
from portal.domain.time.clock import ANSWERING, INSIDE, ClockKind


@dataclass(frozen=True, slots=True)
class KeptClock:
    """One clock: how it was counted, what became of it, and under which release it started.

    It is routed if it started at another agency than the complaint's first clock, and reopened if
    it started after a closing. It is handed on if the answer's clock before it ran out. `file_day`
    is the last day of the clock that starts this one by itself, if one does.
    """

    kind: str
    level: int
    pending: bool
    due_at: datetime | None
    last_day: date | None
    allowance: str
    met_at: datetime | None
    missed_at: datetime | None
    ended_at: datetime | None
    promise: Mapping[str, Any]
    explanation: Mapping[str, Any]
    release: int
    in_force_from: datetime | None
    is_routed: bool
    is_reopened: bool
    is_handed_on: bool
    file_day: date | None

    @property
    def is_owed(self) -> bool:
        """Tell whether what it waits for is still to be done, in time or late."""
        return self.met_at is None and self.ended_at is None


def clocks_of(session: Session, complaint_id: int) -> tuple[KeptClock, ...]:
    """Return every clock of a complaint, in the order in which they started (one query)."""
    statement = _kept_columns().where(ClockRecord.complaint_id == complaint_id)
    rows: Sequence[Any] = session.execute(statement.order_by(ClockRecord.id)).all()
    return tuple(_kept(rows, rank) for rank in range(len(rows)))


def clocks_told(session: Session, complaint_id: int) -> tuple[KeptClock, ...]:
    """Return the clocks that the complainant is told of: what the agency asks itself is its own."""
    return tuple(one for one in clocks_of(session, complaint_id) if one.kind not in INSIDE)


def clock_by_id(session: Session, clock_id: int) -> KeptClock:
    """Return one clock that nothing around it explains, such as that of a recommendation."""
    row: Any = session.execute(_kept_columns().where(ClockRecord.id == clock_id)).one()
    return _kept([row], 0)


def _kept_columns() -> Select[Any]:
    k = ClockRecord
    return select(
        *(k.kind, k.level, k.pending, k.due_at, k.last_day, k.allowance),
        *(k.met_at, k.missed_at, k.ended_at, k.promise, k.explanation),
        *(AgencyReleaseRecord.rank, AgencyReleaseRecord.in_force_from),
        AgencyReleaseRecord.agency,
    ).join(AgencyReleaseRecord, AgencyReleaseRecord.id == k.release_id)


def _kept(rows: Sequence[Any], rank: int) -> KeptClock:
    """Return one of these rows as a clock, told by those around it what started it, or would."""
    *kept, agency = rows[rank]
    is_routed = agency != rows[0].agency
    is_reopened = any(row.kind == ClockKind.REOPENING for row in rows[:rank])
    is_handed_on = _is_handed_on(rows[: rank + 1])
    return KeptClock(*[*kept, is_routed, is_reopened, is_handed_on, _file_day(rows[rank:])])


def _is_handed_on(rows: Sequence[Any]) -> bool:
    """Tell whether the last of these clocks carries on an answer that was missed and never came."""
    before = [row for row in rows[:-1] if row.kind in ANSWERING]
    return bool(before) and before[-1].missed_at is not None and before[-1].met_at is None


def _file_day(rows: Sequence[Any]) -> date | None:
    """Return the last day of the wait for the complete file, which begins with an answer's."""
    answer, *later = rows
    if answer.kind != ClockKind.ANSWER:
        return None
    return next((row.last_day for row in later if row.kind == ClockKind.COMPLETE_FILE), None)
