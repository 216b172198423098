"""The answers of a group on their way: how far each is, and which complaints it leaves out."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.errors import UnknownGroupError
from portal.features.groups.records import GroupAnswerPartRecord, GroupAnswerRecord
from portal.features.groups.rules import AnswerState, PartState

_C, _ANSWER, _PART = ComplaintRecord, GroupAnswerRecord, GroupAnswerPartRecord


@dataclass(frozen=True, slots=True)
class SendingPart:
    """What became of one complaint's answer."""

    number: str
    subject: str
    language: str
    state: PartState
    why: str | None


@dataclass(frozen=True, slots=True)
class FoundSending:
    """An answer that is being sent to a group, or was."""

    id: int
    group_id: int
    state: AnswerState
    sent_at: datetime
    done_at: datetime | None
    sent: int
    left_out: int
    ready: int

    @property
    def total(self) -> int:
        """How many complaints it was to reach, those left out from the start apart."""
        return self.sent + self.ready


def sending(session: Session, group_id: int, answer_id: int) -> FoundSending:
    """Return an answer of a group that left or is leaving, or raise UnknownGroupError."""
    found = session.scalar(_sendings(group_id).where(_ANSWER.id == answer_id))
    if found is None:
        raise UnknownGroupError(group_id)
    return _found_sending(session, found)


def last_sending(session: Session, group_id: int) -> FoundSending | None:
    """Return the newest answer of a group that left or is leaving, if any."""
    found = session.scalars(_sendings(group_id).order_by(_ANSWER.id.desc())).first()
    return _found_sending(session, found) if found else None


def parts_left_out(session: Session, answer_id: int) -> list[SendingPart]:
    """Return the complaints that an answer left out, with why."""
    statement = (
        select(_C.number, _C.subject, _C.language, _PART.state, _PART.why)
        .join(_C, _C.id == _PART.complaint_id)
        .where(_PART.answer_id == answer_id, _PART.state == PartState.LEFT_OUT.value)
        .order_by(_C.id)
    )
    return [
        SendingPart(row.number, row.subject, row.language, PartState(row.state), row.why)
        for row in session.execute(statement)
    ]


def _found_sending(session: Session, found: GroupAnswerRecord) -> FoundSending:
    counted = select(_PART.state, func.count()).where(_PART.answer_id == found.id)
    counts = {row[0]: row[1] for row in session.execute(counted.group_by(_PART.state))}
    assert found.sent_at is not None
    return FoundSending(
        found.id,
        found.group_id,
        AnswerState(found.state),
        found.sent_at,
        found.done_at,
        counts.get(PartState.SENT.value, 0),
        counts.get(PartState.LEFT_OUT.value, 0),
        counts.get(PartState.READY.value, 0),
    )


def _sendings(group_id: int) -> Select[GroupAnswerRecord]:
    return select(_ANSWER).where(
        _ANSWER.group_id == group_id, _ANSWER.state != AnswerState.DRAFT.value
    )


def sent_with_groups(session: Session, complaint_ids: Collection[int]) -> dict[int, datetime]:
    """Return when the answer that these complaints wait to be sent with their group was sent."""
    part, answer = GroupAnswerPartRecord, GroupAnswerRecord
    statement = (
        select(part.complaint_id, answer.sent_at)
        .join(answer, answer.id == part.answer_id)
        .where(
            part.complaint_id.in_(complaint_ids),
            part.state == PartState.READY.value,
            answer.state == AnswerState.SENDING.value,
        )
    )
    return {row[0]: row[1] for row in session.execute(statement) if row[1] is not None}
