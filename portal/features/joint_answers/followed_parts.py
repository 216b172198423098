"""The parts of a complaint as its complainant follows them: where each is, and what happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.queries.followed import FollowedRead, LaterAnswer, ToldEntry
from portal.complaints.queries.following import TOLD_KINDS
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord, facts_of
from portal.complaints.records.history import HistoryEntryRecord
from portal.complaints.records.message import MessageRecord
from portal.domain.complaint import Complaint, Status
from portal.domain.history import EntryKind
from portal.domain.time.clock import ClockKind
from portal.features.joint_answers.queries import COMPLAINANT, Part, PartDate, parts_of

_CONCLUDING = frozenset({EntryKind.ANSWERED.value, EntryKind.CLOSED.value})


@dataclass(frozen=True, slots=True)
class FollowedPart:
    """One part: what of it the complainant is told. `facts` are there once the agency has it.

    `ask_again` is until when the review of a closed part may be asked for, while that time runs;
    `had_time` tells that it has, or had, one of its own.
    """

    part: Part
    facts: Complaint | None = None
    category: str = ""
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
        is_apart = self.part.announced_at is not None or newest.at > given
        return newest if is_apart else None

    def _newest(self, kind: EntryKind) -> ToldEntry | None:
        return next((entry for entry in self.history if entry.kind == kind), None)


def followed_parts(session: Session, complaint_id: int) -> tuple[FollowedPart, ...]:
    """Return the parts of a complaint: one query, and five more where there are any.

    What an agency handed in is not shown before it is given.
    """
    parts = [_as_told(part) for part in parts_of(session, complaint_id)]
    if not parts:
        return ()
    chosen = select(ComplaintRecord).where(ComplaintRecord.parent_id == complaint_id)
    records = {record.id: record for record in session.scalars(chosen)}
    ids = list(records)
    entries = _entries(session, ids, _texts(session, ids))
    times = _times_to_ask_again(session, ids)
    return tuple(_followed(part, records, entries, times) for part in parts)


def _as_told(part: Part) -> Part:
    """Return a part without what agencies tell each other of it."""
    told = replace(part, declined=None, declined_at=None)
    return told if part.given_at is not None else replace(told, answer=None)


def _followed(
    part: Part,
    records: Mapping[int, ComplaintRecord],
    entries: Mapping[int, list[ToldEntry]],
    times: Mapping[int, PartDate | None],
) -> FollowedPart:
    record = records.get(part.complaint_id or 0)
    if record is None:
        return FollowedPart(part)
    history = tuple(
        replace(entry, text=None) if part.given_at is None and entry.kind in _CONCLUDING else entry
        for entry in entries.get(record.id, ())
    )
    return FollowedPart(
        part,
        facts_of(record),
        record.category,
        history,
        ask_again=times.get(record.id),
        had_time=record.id in times,
    )


def _times_to_ask_again(session: Session, ids: Sequence[int]) -> dict[int, PartDate | None]:
    """Return the newest time to ask for a review of each part that has one; None once it ended."""
    c = ClockRecord
    rows = session.execute(
        select(c.complaint_id, c.due_at, c.last_day, c.pending)
        .where(c.complaint_id.in_(ids), c.kind == ClockKind.REOPENING.value)
        .order_by(c.id)
    )
    return {row[0]: PartDate(row[1], row[2]) if row[3] else None for row in rows}


def _entries(
    session: Session, ids: Sequence[int], texts: Mapping[tuple[int, int], str]
) -> dict[int, list[ToldEntry]]:
    e = HistoryEntryRecord
    rows = session.execute(
        select(e.complaint_id, e.seq, e.kind, e.at, e.actor, e.facts)
        .where(e.complaint_id.in_(ids), e.public)
        .order_by(e.complaint_id, e.seq.desc())
    )
    entries: dict[int, list[ToldEntry]] = {}
    for row in rows:
        text = texts.get((row.complaint_id, row.seq))
        told = ToldEntry(row.seq, row.kind, row.at, row.actor == COMPLAINANT, row.facts, text)
        entries.setdefault(row.complaint_id, []).append(told)
    return entries


def _texts(session: Session, ids: Sequence[int]) -> dict[tuple[int, int], str]:
    m = MessageRecord
    rows = session.execute(
        select(m.complaint_id, m.history_seq, m.body).where(
            m.complaint_id.in_(ids), m.kind.in_(TOLD_KINDS)
        )
    )
    return {(row.complaint_id, row.history_seq): row.body for row in rows}


def _later_answers(parts: Sequence[FollowedPart]) -> Iterator[LaterAnswer]:
    """Return what other agencies answered after the joint answer, which holds the rest."""
    for part in (followed.part for followed in parts):
        if part.announced_at is not None and part.answer is not None:
            yield LaterAnswer(part.agency, part.answer)


FOLLOWED_PARTS = FollowedRead("parts", followed_parts, _later_answers)
