"""The rows of a work list: what stands in each, read for a whole page at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar, cast

from msgspec import Struct
from sqlalchemy import BindParameter, bindparam, case, select
from sqlalchemy.orm import Session

from portal.complaints.queries.held_messages import WaitingText, waiting_texts
from portal.complaints.records.complaint import (
    COMPLAINANT,
    ClockRecord,
    ComplaintRecord,
    PersonRecord,
)
from portal.db.reads import Read, Rows, read_all
from portal.domain.complaint import Status
from portal.domain.time.clock import ANSWERING, ClockKind

Value = TypeVar("Value")
_C = ComplaintRecord
IDS: BindParameter[Any] = bindparam("ids", expanding=True)
"""The complaints of a page, by their ids."""


@dataclass(frozen=True, slots=True, eq=False)
class RowRead(Read[Mapping[int, Value]]):
    """What a feature reads for a page of rows, by the complaints' `ids`: a value for some."""


class OwedClock(NamedTuple):
    """The running promise of an answer, of a closing after it, or of handing on: what a row's tag
    rests on.
    """

    started_at: datetime
    due_at: datetime | None
    last_day: date | None
    allowance: str
    is_stopped: bool


class Promises(Struct, frozen=True):
    """What an answer was promised by: the clock that runs, and those that passed.

    Of each that passed it is told within what time it was promised, by the moment it ran out.
    `was_made` is whether an answer was ever promised by a clock that runs no more.
    """

    running: OwedClock | None = None
    passed: Mapping[datetime, str] = {}
    was_made: bool = False

    def within(self, missed_at: datetime | None) -> str | None:
        """Return within what time was promised what was missed at a moment, or else what runs.

        What is late is late in the days that were promised, whatever was promised after.
        """
        missed = self.passed.get(missed_at) if missed_at is not None else None
        return missed or (self.running.allowance if self.running is not None else None)


NOTHING_PROMISED = Promises()


class Row(NamedTuple):
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
    urgency: str | None
    urgent_since: datetime | None
    last_event: str
    last_event_at: datetime
    nature: str | None
    answered_at: datetime | None
    closed_at: datetime | None
    person: str | None
    promises: Promises
    outgoing: WaitingText | None
    added: Mapping[RowRead[Any], Any]

    def of(self, read: RowRead[Value]) -> Value | None:
        """Return what a feature read for this complaint, if there was anything."""
        return cast("Value | None", self.added.get(read))

    @property
    def missed_at(self) -> datetime | None:
        """The first promised date of the answer that passed, while the answer is owed."""
        return self.late_since if self.status != Status.ANSWERED else None

    @property
    def done_at(self) -> datetime | None:
        """When what is closed was answered, or else closed: it is late up to then, and no longer.

        An answer from before it was opened again is not the one that was late.
        """
        if self.closed_at is None or self.answered_at is None:
            return self.closed_at
        is_older = self.late_since is not None and self.answered_at < self.late_since
        return self.closed_at if is_older else self.answered_at

    @property
    def clock(self) -> OwedClock | None:
        """The promise that runs."""
        return self.promises.running

    @property
    def within(self) -> str | None:
        """Within what time was promised what its tag tells of."""
        return self.promises.within(self.missed_at)


COLUMNS = (
    *(_C.id, _C.number, _C.subject, _C.category, _C.status, _C.level, _C.holder, _C.assignee_id),
    *(_C.channel, _C.language, _C.filed_for, _C.received_at, _C.due_at, _C.late_since),
    *(_C.urgency, _C.urgent_since, _C.last_event, _C.last_event_at, _C.nature),
    *(_C.answered_at, _C.closed_at),
)
"""What of a complaint its row is made of."""

# Read from the explanation only where no date runs: most have one, and texts are long to read.
_STOPPED_SINCE = case(
    (ClockRecord.due_at.is_(None), ClockRecord.explanation["suspended_since"].as_string())
)
_OWED = (*ANSWERING, ClockKind.CLOSING, ClockKind.INTAKE)


RowColumns = Sequence[Any]
"""What was read of a complaint: its `COLUMNS`, in their order."""
Found = Mapping[Read[Any], Any]
"""What was found, by what read it."""


def complete(
    session: Session, rows: Sequence[RowColumns], reads: tuple[RowRead[Any], ...], **values: Any
) -> list[Row]:
    """Return the rows with who complains, what runs, what leaves, and what features read."""
    read = read_of_rows(session, rows, reads, **values) if rows else {}
    return completed(rows, read, reads) if rows else []


def read_of_rows(
    session: Session, rows: Sequence[RowColumns], reads: tuple[Read[Any], ...], **values: Any
) -> Found:
    """Return what belongs to rows, and what else is to be read, of these values (one query)."""
    ids = [columns[0] for columns in rows]
    return read_all(session, (*_OF_ROWS, *reads), **{**values, "ids": ids})


def completed(
    rows: Sequence[RowColumns], found: Found, reads: tuple[RowRead[Any], ...]
) -> list[Row]:
    """Return the rows with what was found of them."""
    people, promised, outgoing = (found[read] for read in _OF_ROWS)
    others = [(read, found[read]) for read in reads if found[read]]
    return [
        Row._make(
            [
                *columns,
                people.get(columns[0]),
                promised.get(columns[0], NOTHING_PROMISED),
                outgoing.get(columns[0]),
                {read: of[columns[0]] for read, of in others if columns[0] in of},
            ]
        )
        for columns in rows
    ]


def _promised(rows: Rows) -> dict[int, Promises]:
    running: dict[int, OwedClock] = {}
    passed: dict[int, dict[datetime, str]] = {}
    made: set[int] = set()
    for complaint_id, runs, started_at, due_at, last_day, allowance, *rest in rows:
        missed_at, is_of_answer, stopped_since = rest
        if runs:
            is_stopped = due_at is None and stopped_since is not None
            clock = OwedClock(started_at, due_at, last_day, allowance, is_stopped)
            running[complaint_id] = clock
            continue
        if missed_at is not None:
            passed.setdefault(complaint_id, {})[due_at] = allowance
        if is_of_answer:
            made.add(complaint_id)
    return {
        complaint_id: Promises(
            running.get(complaint_id), passed.get(complaint_id, {}), complaint_id in made
        )
        for complaint_id in running.keys() | passed.keys() | made
    }


# The intake desk’s own clock, where it runs, comes last and counts.
# Those that run no more are read with it: what is late is late in the days that they promised, and
# what is closed had a date by them.
_CLOCKS = Read(
    (
        select(
            case((ClockRecord.kind == ClockKind.INTAKE.value, 1), else_=0),
            *(ClockRecord.complaint_id, ClockRecord.pending, ClockRecord.started_at),
            *(ClockRecord.due_at, ClockRecord.last_day, ClockRecord.allowance),
            ClockRecord.missed_at,
            case((ClockRecord.kind.in_(ANSWERING), 1), else_=0).label("is_of_answer"),
            _STOPPED_SINCE.label("stopped_since"),
        ).where(ClockRecord.complaint_id.in_(IDS), ClockRecord.kind.in_(_OWED)),
    ),
    _promised,
)


def promises_of(session: Session, ids: Collection[int]) -> dict[int, Promises]:
    """Return what the answer to each complaint was promised by, of those that have a clock."""
    if not ids:
        return {}
    promised: dict[int, Promises] = read_all(session, (_CLOCKS,), ids=list(ids))[_CLOCKS]
    return promised


def complainant_names(session: Session, ids: Collection[int]) -> dict[int, str | None]:
    """Return who complains, by the complaint's id, as far as the actor may read it."""
    names: dict[int, str | None] = read_all(session, (_NAMES,), ids=list(ids))[_NAMES]
    return names


_NAMES: Read[dict[int, str | None]] = Read(
    (
        # The first row, which is whole, counts where it is seen.
        select(-PersonRecord.id, PersonRecord.complaint_id, PersonRecord.name).where(
            PersonRecord.complaint_id.in_(IDS), PersonRecord.role == COMPLAINANT
        ),
    ),
    dict,
)
_WAITING = Read(
    (waiting_texts(IDS),),
    lambda rows: {complaint_id: WaitingText(*text) for complaint_id, *text in rows},
)
_OF_ROWS: tuple[Read[Any], ...] = (_NAMES, _CLOCKS, _WAITING)
