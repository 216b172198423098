"""The rows of a work list: what stands in each, read for a whole page at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import BindParameter, bindparam, case, select
from sqlalchemy.orm import Session

from portal.complaints.queries.held_messages import WaitingText, waiting_of
from portal.complaints.records.complaint import (
    COMPLAINANT,
    ClockRecord,
    ComplaintRecord,
    PersonRecord,
)
from portal.db.row_filter import find
from portal.domain.complaint import Status
from portal.domain.time.clock import ANSWERING, ClockKind

Value = TypeVar("Value")
_C = ComplaintRecord
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
"""The complaints of a page, by their ids."""


@dataclass(frozen=True, slots=True)
class RowRead(Generic[Value]):
    """What a feature reads for a page of rows, by the complaints' ids, in one query."""

    name: str
    read: Callable[[Session, Sequence[int], datetime], Mapping[int, Value]]


@dataclass(frozen=True, slots=True)
class OwedClock:
    """The running promise of an answer, of a closing after it, or of handing on: what a row's tag
    rests on.
    """

    started_at: datetime
    due_at: datetime | None
    last_day: date | None
    allowance: str
    is_stopped: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One complaint of the list."""

    id: int
    number: str
    subject: str
    category: str
    status: str
    level: int
    holder: str
    assignee_id: int | None
    channel: str
    language: str
    filed_for: str
    received_at: datetime
    due_at: datetime | None
    late_since: datetime | None
    reprisal_due_at: datetime | None
    urgency: str | None
    urgent_since: datetime | None
    last_event: str
    last_event_at: datetime
    person: str | None = None
    clock: OwedClock | None = None
    outgoing: WaitingText | None = None
    added: Mapping[RowRead[Any], Any] = field(default_factory=dict)

    def of(self, read: RowRead[Value]) -> Value | None:
        """Return what a feature read for this complaint, if there was anything."""
        return cast("Value | None", self.added.get(read))

    @property
    def missed_at(self) -> datetime | None:
        """The first promised date of the answer that passed, while the answer is owed."""
        return self.late_since if self.status != Status.ANSWERED else None


COLUMNS = (
    *(_C.id, _C.number, _C.subject, _C.category, _C.status, _C.level, _C.holder, _C.assignee_id),
    *(_C.channel, _C.language, _C.filed_for, _C.received_at, _C.due_at, _C.late_since),
    *(_C.reprisal_due_at, _C.urgency, _C.urgent_since),
    *(_C.last_event, _C.last_event_at),
)
"""What of a complaint its row is made of."""

# Read from the explanation only where no date runs: most have one, and texts are long to read.
_STOPPED_SINCE = case(
    (ClockRecord.due_at.is_(None), ClockRecord.explanation["suspended_since"].as_string())
)
_OWED = (*ANSWERING, ClockKind.CLOSING, ClockKind.INTAKE)


RowColumns = Sequence[Any]
"""What was read of a complaint: its `COLUMNS`, in their order."""


def complete(
    session: Session, rows: Sequence[RowColumns], now: datetime, reads: Iterable[RowRead[Any]]
) -> list[Row]:
    """Return the rows with who complains, what runs, and what leaves: 3 queries, and one a read."""
    ids = [columns[0] for columns in rows]
    if not ids:
        return []
    people = complainant_names(session, ids)
    # The intake desk’s own clock, where it runs, comes last and counts.
    owed = find(session, _CLOCKS, ids=ids)
    clocks = {row.complaint_id: _clock(row) for row in owed if row.pending}
    outgoing = waiting_of(session, ids)
    added = {read: read.read(session, ids, now) for read in reads}
    return [
        Row(  # type: ignore[misc]  # of columns, there are as many as COLUMNS
            *columns,
            person=people.get(complaint_id),
            clock=clocks.get(complaint_id),
            outgoing=outgoing.get(complaint_id),
            added={
                read: by_id[complaint_id] for read, by_id in added.items() if complaint_id in by_id
            },
        )
        for complaint_id, columns in zip(ids, rows, strict=True)
    ]


def _clock(row: Any) -> OwedClock:
    is_stopped = row.due_at is None and row.stopped_since is not None
    return OwedClock(row.started_at, row.due_at, row.last_day, row.allowance, is_stopped)


# Whether a clock runs is looked at afterwards: asked for here, it would make SQLite choose the
# index over every running clock.
_CLOCKS = (
    select(
        ClockRecord.complaint_id,
        ClockRecord.started_at,
        ClockRecord.due_at,
        ClockRecord.last_day,
        ClockRecord.allowance,
        ClockRecord.pending,
        _STOPPED_SINCE.label("stopped_since"),
    )
    .where(ClockRecord.complaint_id.in_(IDS), ClockRecord.kind.in_(_OWED))
    .order_by(ClockRecord.kind == ClockKind.INTAKE.value)
)


def complainant_names(session: Session, ids: Collection[int]) -> dict[int, str | None]:
    """Return who complains, by the complaint's id, as far as the actor may read it."""
    return {row.complaint_id: row.name for row in find(session, _NAMES, ids=list(ids))}


_NAMES = (
    select(PersonRecord.complaint_id, PersonRecord.name)
    .where(PersonRecord.complaint_id.in_(IDS), PersonRecord.role == COMPLAINANT)
    # The first row, which is whole, counts where it is seen.
    .order_by(PersonRecord.id.desc())
)
