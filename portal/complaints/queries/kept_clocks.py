"""The clocks of complaints: kept with the release of their rule, explained, looked at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from msgspec import Struct
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.of_complaint import COMPLAINT_ID, read_of
from portal.complaints.queries.readable import readable
from portal.complaints.records.complaint import AgencyReleaseRecord, ClockRecord, ComplaintRecord
from portal.db.reads import AnySelect, Read, Rows
from portal.domain.time.calendar import WorkingCalendar
from portal.domain.time.clock import ANSWERING, INSIDE, ClockKind
from portal.domain.time.due_date import CountedIn, DueDate
from portal.domain.time.explanation import Explanation, Outcome, Rule, StartEvent, explain
from portal.domain.time.promise import Promise
from portal.domain.time.promised_dates import promise_from

if TYPE_CHECKING:
    from portal.complaints.every_feature import Features


_AFTER_THE_FILE = (ClockKind.ANSWER, ClockKind.SILENCE, ClockKind.FIRST_PROMISE)


class KeptClock(Struct, frozen=True):
    """One clock: how it was counted, what became of it, and under which release it started.

    It is routed if it started at another agency than the complaint's first clock, and reopened if
    it started after a closing. It is handed on if the answer's clock before it ran out. `file_day`
    is the last day of the clock that starts this one by itself, if one does.
    """

    kind: str
    level: int
    pending: bool
    started_at: datetime
    due_at: datetime | None
    last_day: date | None
    allowance: str
    extended: int
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

    @property
    def is_called_off(self) -> bool:
        """Tell whether it was ended before its time was over."""
        return self.ended_at is not None and self.due_at is not None and self.ended_at < self.due_at


class _Row(NamedTuple):
    """A clock as it is read; `agency` is the one whose release it started under."""

    kind: str
    level: int
    pending: bool
    started_at: datetime
    due_at: datetime | None
    last_day: date | None
    allowance: str
    extended: int
    met_at: datetime | None
    missed_at: datetime | None
    ended_at: datetime | None
    promise: Mapping[str, Any]
    explanation: Mapping[str, Any]
    rank: int
    in_force_from: datetime | None
    agency: str


def _all_kept(rows: Rows) -> tuple[KeptClock, ...]:
    clocks = [_Row(*row) for row in rows]
    return tuple(_kept(clocks, rank) for rank in range(len(clocks)))


_K, _RELEASE = ClockRecord, AgencyReleaseRecord
_KEPT: AnySelect = select(
    _K.id,
    *(_K.kind, _K.level, _K.pending, _K.started_at, _K.due_at, _K.last_day, _K.allowance),
    *(_K.extended, _K.met_at, _K.missed_at, _K.ended_at, _K.promise, _K.explanation),
    *(_RELEASE.rank, _RELEASE.in_force_from, _RELEASE.agency),
).join(_RELEASE, _RELEASE.id == _K.release_id)
KEPT_CLOCKS = Read((_KEPT.where(_K.complaint_id == COMPLAINT_ID),), _all_kept)
"""Every clock of a complaint, in the order in which they started."""


def clocks_of(session: Session, complaint_id: int) -> tuple[KeptClock, ...]:
    """Return every clock of a complaint, in the order in which they started (one query)."""
    return read_of(session, KEPT_CLOCKS, complaint_id)


def clocks_told(clocks: Iterable[KeptClock]) -> tuple[KeptClock, ...]:
    """Return those that the complainant is told of: what the agency asks itself is its own."""
    return tuple(clock for clock in clocks if clock.kind not in INSIDE)


def clock_by_id(session: Session, clock_id: int) -> KeptClock:
    """Return one clock that nothing around it explains, such as that of a recommendation."""
    row: Any = session.execute(_KEPT.where(_K.id == clock_id)).one()
    return _kept([_Row(*row[1:])], 0)


def _kept(rows: Sequence[_Row], rank: int) -> KeptClock:
    """Return one of these rows as a clock, told by those around it what started it, or would."""
    *kept, agency = cast("tuple[Any, ...]", rows[rank])
    is_routed = agency != rows[0].agency
    is_reopened = any(row.kind == ClockKind.REOPENING for row in rows[:rank])
    is_handed_on = _is_handed_on(rows[: rank + 1])
    return KeptClock(*[*kept, is_routed, is_reopened, is_handed_on, _file_day(rows[rank:])])


def _is_handed_on(rows: Sequence[_Row]) -> bool:
    """Tell whether the last of these clocks carries on an answer that was missed and never came."""
    before = [row for row in rows[:-1] if row.kind in ANSWERING]
    return bool(before) and before[-1].missed_at is not None and before[-1].met_at is None


def _file_day(rows: Sequence[_Row]) -> date | None:
    """Return the last day of the wait for the complete file, which begins with an answer's."""
    answer, *later = rows
    if answer.kind != ClockKind.ANSWER:
        return None
    return next((row.last_day for row in later if row.kind == ClockKind.COMPLETE_FILE), None)


def explained(clock: KeptClock, calendar: WorkingCalendar, features: Features) -> Explanation:
    """Explain a clock by what is kept of it.

    `calendar` is that of the complaint's category today: it stands in for clocks that started
    before the calendar was kept with them.
    """
    promise = promise_from(clock.promise)
    return explain(
        kind=ClockKind(clock.kind),
        level=clock.level,
        rule=Rule(promise.basis, promise.confidence, clock.release, clock.in_force_from),
        start=_own_start(clock, features) or _start(clock, promise),
        due=_with_calendar(DueDate.from_facts(clock.explanation), calendar),
        due_at=clock.due_at,
        outcome=Outcome(clock.met_at, clock.missed_at, clock.ended_at),
        starts_by=clock.file_day,
    )


def _own_start(clock: KeptClock, features: Features) -> StartEvent | None:
    obligation = features.obligation(ClockKind(clock.kind))
    start = obligation.start if obligation else None
    return start(clock) if callable(start) else start


def _start(clock: KeptClock, promise: Promise) -> StartEvent:
    """Return what started a clock like others: the receipt, the file, a hand-over, a reopening."""
    if promise.complete_within is not None and clock.kind in _AFTER_THE_FILE:
        return StartEvent.FILE_COMPLETED
    if clock.level > 1:
        return StartEvent.HANDED_OVER
    if clock.is_reopened:
        return StartEvent.REOPENED
    return StartEvent.ROUTED if clock.is_routed else StartEvent.RECEIVED


def _with_calendar(due: DueDate, calendar: WorkingCalendar) -> DueDate:
    if due.counted_in:
        return due
    until = due.last_day or due.day_zero
    known = CountedIn.of(calendar, calendar.day_of(due.started_at), max(until, due.day_zero))
    return replace(due, counted_in=(known,) * (1 + len(due.extensions)))


# As they are stored, for what changes them.


def clocks_of_this_life(session: Session, complaint_id: int) -> list[ClockRecord]:
    """Return the clocks since the complaint was last closed, in order."""
    statement = select(ClockRecord).where(ClockRecord.complaint_id == complaint_id)
    clocks = list(session.scalars(statement.order_by(ClockRecord.id)))
    closings = [n for n, clock in enumerate(clocks) if clock.kind == ClockKind.REOPENING]
    return clocks[closings[-1] + 1 :] if closings else clocks


def pauses_of(session: Session, answer: ClockRecord) -> Sequence[Mapping[str, Any]]:
    """Return the promises of the pauses that an answer's time had already."""
    c = ClockRecord
    of_answer = (c.complaint_id == answer.complaint_id, c.id > answer.id)
    return session.scalars(
        select(c.promise).where(*of_answer, c.kind == ClockKind.PAUSE.value)
    ).all()


# Those of which somebody may have to be warned.


class RunningClock(NamedTuple):
    """A clock that may have passed a mark, of which complaint, and what was warned of before."""

    clock_id: int
    number: str
    category: str
    warned: int
    due: DueDate


def clocks_to_look_at(
    session: Session, features: Features, agency: str, opened_at: datetime, now: datetime
) -> list[int]:
    """Return the running clocks of an agency whose next mark may have come by its opening.

    What outlasts a complaint is looked at after the complaint ended, too.
    """
    complaint = ComplaintRecord
    in_progress = and_(complaint.agency == agency, complaint.is_open.is_(True))
    # One after the other: asked for together, either would cost the other its index.
    return [
        clock_id
        for of_complaints in (in_progress, *features.watched_after_end(agency))
        for clock_id in _to_look_at(session, features.unwarned, opened_at, now, of_complaints)
    ]


def _to_look_at(
    session: Session,
    unwarned: frozenset[ClockKind],
    opened_at: datetime,
    now: datetime,
    of_complaints: ColumnElement[bool],
) -> Sequence[int]:
    clock, complaint = ClockRecord, ComplaintRecord
    statement = (
        select(clock.id)
        .join(complaint, complaint.id == clock.complaint_id)
        .where(
            of_complaints,
            # Not by `pending`: SQLite would read every running clock of all agencies for it.
            clock.met_at.is_(None),
            clock.missed_at.is_(None),
            clock.ended_at.is_(None),
            clock.due_at > now,
            clock.kind.not_in([kind.value for kind in ClockKind if kind in unwarned]),
            or_(clock.warn_at.is_(None), clock.warn_at <= opened_at),
        )
        .order_by(clock.due_at, clock.id)
    )
    return session.scalars(statement).all()


def running_clocks(session: Session, clock_ids: Sequence[int]) -> list[RunningClock]:
    """Return these clocks with what explains their dates, the soonest date first.

    One that cannot be read keeps nobody from being warned of the others.
    """
    clock, complaint = ClockRecord, ComplaintRecord
    statement = (
        select(clock.id, complaint.number, complaint.category, clock.warned, clock.explanation)
        .join(complaint, complaint.id == clock.complaint_id)
        .where(clock.id.in_(clock_ids))
        .order_by(clock.due_at, clock.id)
    )
    clocks = (
        (kept, readable("date", DueDate.from_facts, explanation))
        for *kept, explanation in session.execute(statement)
    )
    return [RunningClock._make((*kept, due)) for kept, due in clocks if due is not None]


def held_of(session: Session, clock_ids: Sequence[int]) -> set[int]:
    """Hold those of the clocks that nobody else holds; return their ids."""
    free = select(ClockRecord.id).where(ClockRecord.id.in_(clock_ids))
    return set(session.scalars(free.with_for_update(skip_locked=True)))
