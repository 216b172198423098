"""Parts of a complaint that other agencies answer: as whoever asked, or is asked, may see them.

Of what another agency has, these few columns are all that leaves it: the part itself is narrowed to
whoever sees either side, and what joins it here is a table of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import CaseRead, Heading
from portal.complaints.queries.followed import FollowedRead, LaterAnswer, ToldEntry
from portal.complaints.queries.following import told_histories
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.records.people import UserRecord
from portal.domain.complaint import Complaint, Status, facts_of
from portal.domain.history import EntryKind
from portal.domain.time.clock import ANSWERING, ClockKind
from portal.features.joint_answers.records import PartRecord
from portal.features.joint_answers.rules import Shared

_P, _C = PartRecord, ComplaintRecord
_THEIRS = ComplaintRecord.__table__.alias("theirs")
_CHOICE = ClockRecord.__table__.alias("choice")
_DATES = ClockRecord.__table__.alias("dates")
_WHOLE = ComplaintRecord.__table__.alias("whole")


@dataclass(frozen=True, slots=True)
class PartDate:
    """The running promise of a part's answer; without a day it waits, or stands still."""

    due_at: datetime | None
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Part:
    """A part that an agency was asked for, where it stands there, and what was handed in."""

    id: int
    complaint_id: int | None
    number: str
    agency: str
    category: str | None
    asked: str
    agreed: tuple[str, ...] | None
    begun_at: datetime | None
    ended_at: datetime | None
    answer: str | None
    answered_at: datetime | None
    announced_at: datetime | None
    given_at: datetime | None
    called_off: str | None
    declined: str | None
    choose_until: date | None
    status: str | None
    level: int | None
    late_since: datetime | None
    release_id: int | None
    officer: str | None
    phone: str | None
    date: PartDate | None = None

    @property
    def waits_for_choice(self) -> bool:
        """Tell whether the complainant may still choose what the agency reads first."""
        return self.begun_at is None and self.ended_at is None

    @property
    def is_awaited(self) -> bool:
        """Tell whether the agency's answer to it is still to come."""
        return self.answered_at is None and self.ended_at is None and self.status != _WITHDRAWN

    @property
    def is_late(self) -> bool:
        """Tell whether a day promised for it passed, and it is still awaited, or its review is."""
        return (self.is_awaited or self.is_reviewed) and self.late_since is not None

    @property
    def is_reviewed(self) -> bool:
        """Tell whether somebody else looks at an answer that the complainant was given."""
        return self.given_at is not None and self.status in _REVIEWED

    @property
    def may_be_written_to(self) -> bool:
        """Tell whether the agency has it, so that a message reaches somebody."""
        return self.begun_at is not None and self.status != _WITHDRAWN


@dataclass(frozen=True, slots=True)
class Whole:
    """The complaint that a part belongs to: its number, and whoever has it now."""

    number: str
    agency: str
    asked: str
    agreed: tuple[str, ...]
    given_at: datetime | None
    announced_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    called_off: str | None
    declined: str | None

    @property
    def is_awaited(self) -> bool:
        """Tell whether the answer of the agency that has the part is still to come."""
        return self.answered_at is None and self.ended_at is None

    @property
    def is_answered(self) -> bool:
        """Tell whether the complainant was answered, with this part or without it."""
        return self.announced_at is not None or self.given_at is not None


_WITHDRAWN = Status.WITHDRAWN.value
_REVIEWED = (Status.UNDER_REVIEW.value, Status.WAITING.value)
# Whoever took the place of the agency that was asked has the part by now.
_AGENCY = func.coalesce(_THEIRS.c.agency, _P.agency)
_COLUMNS = (
    *(_P.id, _P.part_id.label("complaint_id"), _P.number, _AGENCY.label("agency"), _P.category),
    *(_P.asked, _P.agreed, _P.begun_at, _P.ended_at, _P.answer, _P.answered_at, _P.announced_at),
    *(_P.given_at, _P.called_off, _P.declined, _CHOICE.c.last_day.label("choose_until")),
    *(_THEIRS.c.status, _THEIRS.c.level, _THEIRS.c.late_since, _THEIRS.c.release_id),
    *(UserRecord.name.label("officer"), UserRecord.phone),
)
_OF_WHOLE = (
    *(_WHOLE.c.number, _WHOLE.c.agency, _P.asked, _P.agreed, _P.given_at, _P.announced_at),
    *(_P.answered_at, _P.ended_at, _P.called_off, _P.declined),
)


def parts_of(session: Session, complaint_id: int) -> tuple[Part, ...]:
    """Return the parts of a complaint in the order in which they were asked for (two queries)."""
    statement = (
        select(*_COLUMNS)
        .outerjoin(_THEIRS, _THEIRS.c.id == _P.part_id)
        .outerjoin(_CHOICE, _CHOICE.c.id == _P.clock_id)
        .outerjoin(UserRecord, (UserRecord.id == _THEIRS.c.assignee_id) & UserRecord.is_active)
        .where(_P.complaint_id == complaint_id)
        .order_by(_P.id)
    )
    rows = [row._mapping for row in session.execute(statement)]
    dates = _dates(session, [row["complaint_id"] for row in rows if row["complaint_id"]])
    return tuple(
        Part(**{**row, "agreed": _tuple(row["agreed"])}, date=dates.get(row["complaint_id"]))
        for row in rows
    )


def whole_of(session: Session, part_id: int) -> Whole | None:
    """Return what a part belongs to, as the agency that has the part may know it; else None."""
    statement = select(*_OF_WHOLE).join(_WHOLE, _WHOLE.c.id == _P.complaint_id)
    row = session.execute(statement.where(_P.part_id == part_id)).one_or_none()
    return Whole(**{**row._mapping, "agreed": tuple(row.agreed or ())}) if row else None


def _whole(session: Session, complaint: Heading) -> Whole | None:
    return whole_of(session, complaint.id) if complaint.parent_id is not None else None


def _withheld_from_part(whole: Whole | None) -> Collection[str]:
    return {"messages", *Shared}.difference(whole.agreed) if whole is not None else ()


PARTS: CaseRead[tuple[Part, ...]] = CaseRead(
    "parts",
    lambda session, complaint: parts_of(session, complaint.id),
    # What the people of the parts' agencies are written is with them alone.
    withheld=lambda parts: ("messages",) if parts else (),
)
WHOLE: CaseRead[Whole | None] = CaseRead("whole", _whole, withheld=_withheld_from_part)


def _dates(session: Session, ids: Collection[int]) -> dict[int, PartDate]:
    if not ids:
        return {}
    rows = session.execute(
        select(_DATES.c.complaint_id, _DATES.c.due_at, _DATES.c.last_day)
        .where(
            _DATES.c.complaint_id.in_(ids),
            _DATES.c.kind.in_([kind.value for kind in ANSWERING]),
            _DATES.c.pending,
        )
        .order_by(_DATES.c.id)
    )
    return {row[0]: PartDate(row[1], row[2]) for row in rows}


def _tuple(agreed: list[str] | None) -> tuple[str, ...] | None:
    return None if agreed is None else tuple(agreed)


def wholes_among(session: Session, complaint_ids: Collection[int]) -> list[int]:
    """Return which of these complaints have parts."""
    return list(
        session.scalars(
            select(_P.complaint_id).where(_P.complaint_id.in_(complaint_ids)).distinct()
        )
    )


IS_JOINT = or_(_C.parent_id.is_not(None), exists().where(_P.complaint_id == _C.id))
"""Whether a complaint is a part, or parts of it were asked of other agencies."""


# As their complainant follows them.

_CONCLUDING = frozenset({EntryKind.ANSWERED.value, EntryKind.CLOSED.value})


@dataclass(frozen=True, slots=True)
class FollowedPart:
    """One part: what of it the complainant is told. `facts` are there once the agency has it.

    `ask_again` is until when the review of a closed part may be asked for, while that time runs;
    `had_time` tells that it has, or had, one of its own.
    """

    part: Part
    facts: Complaint | None = None
    history: tuple[ToldEntry, ...] = ()
    ask_again: PartDate | None = None
    had_time: bool = False

    @property
    def question(self) -> ToldEntry | None:
        """What the agency asks the complainant, while it waits for their reply."""
        if self.facts is None or self.facts.status is not Status.WAITING:
            return None
        return self._newest(EntryKind.ASKED)

    @property
    def answer(self) -> ToldEntry | None:
        """The newest answer that the complainant has been given apart from the joint one.

        It came because the joint one left without it, or later than that, after a review.
        """
        given, newest = self.part.given_at, self._newest(EntryKind.ANSWERED)
        if given is None or newest is None:
            return None
        return newest if self.part.announced_at is not None or newest.at > given else None

    def _newest(self, kind: EntryKind) -> ToldEntry | None:
        return next((entry for entry in self.history if entry.kind == kind), None)


def followed_parts(session: Session, complaint_id: int) -> tuple[FollowedPart, ...]:
    """Return the parts of a complaint: one query, and five more where there are any.

    What an agency handed in is not shown before it is given.
    """
    parts = parts_of(session, complaint_id)
    if not parts:
        return ()
    chosen = session.scalars(select(_C).where(_C.parent_id == complaint_id))
    records = {theirs.id: theirs for theirs in chosen}
    histories, times = told_histories(session, records), _times_to_ask_again(session, records)
    return tuple(_followed(part, records, histories, times) for part in parts)


def _followed(
    part: Part,
    records: Mapping[int, ComplaintRecord],
    histories: Mapping[int, Sequence[ToldEntry]],
    times: Mapping[int, PartDate | None],
) -> FollowedPart:
    """Return a part without what agencies tell each other of it, or did not give yet."""
    is_given = part.given_at is not None
    part = replace(part, answer=part.answer if is_given else None, declined=None)
    record = records.get(part.complaint_id or 0)
    if record is None:
        return FollowedPart(part)
    history = tuple(
        entry if is_given or entry.kind not in _CONCLUDING else replace(entry, text=None)
        for entry in histories.get(record.id, ())
    )
    ask_again, had_time = times.get(record.id), record.id in times
    return FollowedPart(part, facts_of(record), history, ask_again, had_time)


def _times_to_ask_again(session: Session, ids: Collection[int]) -> dict[int, PartDate | None]:
    """Return the newest time to ask for a review of each part that has one; None once it ended."""
    c = ClockRecord
    rows = session.execute(
        select(c.complaint_id, c.due_at, c.last_day, c.pending)
        .where(c.complaint_id.in_(ids), c.kind == ClockKind.REOPENING.value)
        .order_by(c.id)
    )
    return {row[0]: PartDate(row[1], row[2]) if row[3] else None for row in rows}


def _later_answers(parts: Sequence[FollowedPart]) -> Iterator[LaterAnswer]:
    """Return what other agencies answered after the joint answer, which holds the rest."""
    for part in (followed.part for followed in parts):
        if part.announced_at is not None and part.answer is not None:
            yield LaterAnswer(part.agency, part.answer)


FOLLOWED_PARTS = FollowedRead("parts", followed_parts, _later_answers)
