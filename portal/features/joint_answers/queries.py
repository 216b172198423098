"""Parts of a complaint that other agencies answer: as whoever asked, or is asked, may see them.

Of what another agency has, these few columns are all that leaves it: the part itself is narrowed to
whoever sees either side, and what joins it here is a table of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from portal.complaints.queries.case_file import CaseRead, masked_texts
from portal.complaints.queries.followed import FollowedRead, LaterAnswer, StoredFacts, ToldEntry
from portal.complaints.queries.following import told_entries, told_histories
from portal.complaints.queries.of_complaint import COMPLAINT_ID, belonging, columns_of, read_of
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.records.people import UserRecord
from portal.db.reads import Rows
from portal.domain.complaint import Complaint, Status, facts_of
from portal.domain.history import EntryKind
from portal.domain.time.clock import ANSWERING, ClockKind
from portal.features.joint_answers.records import PartRecord
from portal.features.joint_answers.rules import Shared

_P, _C, _K = PartRecord, ComplaintRecord, ClockRecord
_THEIRS = ComplaintRecord.__table__.alias("theirs")
_CHOICE = ClockRecord.__table__.alias("choice")
_DATES = ClockRecord.__table__.alias("dates")
_WHOLE = ComplaintRecord.__table__.alias("whole")


class PartDate(Struct, frozen=True):
    """The running promise of a part's answer; without a day it waits, or stands still."""

    due_at: datetime | None
    last_day: date | None


class Part(Struct, frozen=True):
    """A part that an agency was asked for, where it stands there, and what was handed in.

    `asked_of` is the agency that was asked, whichever took its place since.
    """

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
    asked_of: str
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


class Whole(Struct, frozen=True):
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
    asked_by: int | None

    @property
    def is_wished(self) -> bool:
        """Tell whether the complainant asked for it, and no agency."""
        return self.asked_by is None

    @property
    def is_awaited(self) -> bool:
        """Tell whether the answer of the agency that has the part is still to come."""
        return self.answered_at is None and self.ended_at is None


_WITHDRAWN = Status.WITHDRAWN.value
_REVIEWED = (Status.UNDER_REVIEW.value, Status.WAITING.value)
# Whoever took the place of the agency that was asked has the part by now.
_AGENCY = func.coalesce(_THEIRS.c.agency, _P.agency)
_COLUMNS = (
    *(_P.id, _P.part_id.label("complaint_id"), _P.number, _AGENCY.label("agency"), _P.category),
    *(_P.asked, _P.agreed, _P.begun_at, _P.ended_at, _P.answer, _P.answered_at, _P.announced_at),
    *(_P.given_at, _P.called_off, _P.declined, _CHOICE.c.last_day.label("choose_until")),
    *(_THEIRS.c.status, _THEIRS.c.level, _THEIRS.c.late_since, _THEIRS.c.release_id),
    _P.agency.label("asked_of"),
    *(UserRecord.name.label("officer"), UserRecord.phone),
)
_OF_WHOLE = (
    *(_WHOLE.c.number, _WHOLE.c.agency, _P.asked, _P.agreed, _P.given_at, _P.announced_at),
    *(_P.answered_at, _P.ended_at, _P.called_off, _P.declined, _P.asked_by),
)


def _tuple(agreed: Sequence[str] | None) -> tuple[str, ...] | None:
    return None if agreed is None else tuple(agreed)


def _parts(rows: Rows, running: Rows) -> tuple[Part, ...]:
    dates = {part_id: PartDate(due_at, last_day) for part_id, due_at, last_day in running}
    parts = (Part(*row) for row in rows)
    return tuple(
        replace(part, agreed=_tuple(part.agreed), date=dates.get(part.id)) for part in parts
    )


def _whole(rows: Rows) -> Whole | None:
    wholes = (Whole(*row) for row in rows)
    return next((replace(whole, agreed=tuple(whole.agreed or ())) for whole in wholes), None)


def _withheld_from_part(whole: Whole | None) -> Collection[str]:
    return {"messages", *Shared}.difference(whole.agreed) if whole is not None else ()


_TEXTS = ("asked", "called_off", "declined")
# Not by `pending`: SQLite would read every running clock of all agencies for it.
_RUNS = (_DATES.c.met_at.is_(None), _DATES.c.missed_at.is_(None), _DATES.c.ended_at.is_(None))
_ANSWERING = [kind.value for kind in ANSWERING]
PARTS: CaseRead[tuple[Part, ...]] = CaseRead(
    (
        belonging(_P, _COLUMNS)
        .outerjoin(_THEIRS, _THEIRS.c.id == _P.part_id)
        .outerjoin(_CHOICE, _CHOICE.c.id == _P.clock_id)
        .outerjoin(UserRecord, (UserRecord.id == _THEIRS.c.assignee_id) & UserRecord.is_active),
        select(_DATES.c.id, _P.id, _DATES.c.due_at, _DATES.c.last_day)
        .join(_P, _P.part_id == _DATES.c.complaint_id)
        .where(_P.complaint_id == COMPLAINT_ID, _DATES.c.kind.in_(_ANSWERING), *_RUNS),
    ),
    _parts,
    # What the people of the parts' agencies are written is with them alone.
    withheld=lambda parts: ("messages",) if parts else (),
    masked=lambda parts, masking: masked_texts(parts, masking, "answer", *_TEXTS),
)
"""The parts of a complaint, in the order in which they were asked for."""

WHOLE: CaseRead[Whole | None] = CaseRead(
    (
        select(_P.id, *_OF_WHOLE)
        .join(_WHOLE, _WHOLE.c.id == _P.complaint_id)
        .where(_P.part_id == COMPLAINT_ID),
    ),
    _whole,
    withheld=_withheld_from_part,
    masked=lambda whole, masking: whole and masked_texts([whole], masking, *_TEXTS)[0],
)
"""What a part belongs to, as the agency that has the part may know it; None of what is no part."""


def parts_of(session: Session, complaint_id: int) -> tuple[Part, ...]:
    """Return the parts of a complaint in the order in which they were asked for."""
    return read_of(session, PARTS, complaint_id)


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


class FollowedPart(Struct, frozen=True):
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


def _followed_parts(
    parts: Rows, running: Rows, theirs: Rows, entries: Rows, texts: Rows, times: Rows
) -> tuple[FollowedPart, ...]:
    """Return each part; what an agency handed in is not shown before it is given."""
    facts = {row[0]: facts_of(StoredFacts(*row[1:])) for row in theirs}
    histories = told_histories(entries, texts)
    # The newest time to ask for a review of each part that has one; None once it ended.
    asking = {row[0]: PartDate(row[1], row[2]) if row[3] else None for row in times}
    return tuple(_followed(part, facts, histories, asking) for part in _parts(parts, running))


def _followed(
    part: Part,
    facts: Mapping[int, Complaint],
    histories: Mapping[int, Sequence[ToldEntry]],
    times: Mapping[int, PartDate | None],
) -> FollowedPart:
    """Return a part without what agencies tell each other of it, or did not give yet."""
    is_given, part_id = part.given_at is not None, part.complaint_id or 0
    part = replace(part, answer=part.answer if is_given else None, declined=None)
    if part_id not in facts:
        return FollowedPart(part)
    history = tuple(
        entry if is_given or entry.kind not in _CONCLUDING else replace(entry, text=None)
        for entry in histories.get(part_id, ())
    )
    return FollowedPart(part, facts[part_id], history, times.get(part_id), part_id in times)


def _later_answers(parts: Sequence[FollowedPart]) -> Iterator[LaterAnswer]:
    """Return what other agencies answered after the joint answer, which holds the rest."""
    for part in (followed.part for followed in parts):
        if part.announced_at is not None and part.answer is not None:
            yield LaterAnswer(part.agency, part.answer)


_THEIR_IDS = select(_THEIRS.c.id).where(_THEIRS.c.parent_id == COMPLAINT_ID)
_OF_THEIRS = columns_of(StoredFacts, _C)
FOLLOWED_PARTS = FollowedRead(
    (
        *PARTS.selects,
        select(_C.id, _C.id.label("part_id"), *_OF_THEIRS).where(_C.parent_id == COMPLAINT_ID),
        *told_entries(_THEIR_IDS),
        select(_K.id, _K.complaint_id, _K.due_at, _K.last_day, _K.pending).where(
            _K.complaint_id.in_(_THEIR_IDS), _K.kind == ClockKind.REOPENING.value
        ),
    ),
    _followed_parts,
    _later_answers,
)
"""The parts of a complaint, as their complainant is told of them."""
