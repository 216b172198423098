"""What is kept of the clocks of a complaint, with the release that their rule stands in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.models import AgencyReleaseRecord, ClockRecord
from portal.domain.time.clock import ClockKind


@dataclass(frozen=True, slots=True)
class KeptClock:
    """One clock: how it was counted, what became of it, and under which release it started.

    It is routed if it started at another agency than the complaint's first clock. `file_day` is the
    last day of the clock that starts this one by itself, if one does.
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
    file_day: date | None

    @property
    def is_owed(self) -> bool:
        """Tell whether what it waits for is still to be done, in time or late."""
        return self.met_at is None and self.ended_at is None


def clocks_of(session: Session, complaint_id: int) -> tuple[KeptClock, ...]:
    """Return every clock of a complaint, in the order in which they started (one query)."""
    k = ClockRecord
    statement = (
        select(
            *(k.kind, k.level, k.pending, k.due_at, k.last_day, k.allowance),
            *(k.met_at, k.missed_at, k.ended_at, k.promise, k.explanation),
            *(AgencyReleaseRecord.rank, AgencyReleaseRecord.in_force_from),
            AgencyReleaseRecord.agency,
        )
        .join(AgencyReleaseRecord, AgencyReleaseRecord.id == k.release_id)
        .where(k.complaint_id == complaint_id)
        .order_by(k.id)
    )
    rows: Sequence[Any] = session.execute(statement).all()
    return tuple(_kept(rows[rank:], first=rows[0]) for rank in range(len(rows)))


def _kept(rows: Sequence[Any], first: Any) -> KeptClock:
    """Return the first of these rows as a clock, told by those after it what would start it."""
    *kept, agency = rows[0]
    return KeptClock(*[*kept, agency != first.agency, _file_day(rows)])


def _file_day(rows: Sequence[Any]) -> date | None:
    """Return the last day of the wait for the complete file, which begins with an answer's."""
    answer, *later = rows
    if answer.kind != ClockKind.ANSWER:
        return None
    return next((row.last_day for row in later if row.kind == ClockKind.COMPLETE_FILE), None)
