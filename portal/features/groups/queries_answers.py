"""What a group's answer, and its closing, meet: each complaint, and how far the sending is."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Select, exists, func, select, update
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.complaints.queries.held_messages import waiting_of
from portal.complaints.queries.identity import subjects_kept
from portal.complaints.records.complaint import ComplaintRecord, IssueRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.complaints.records.people import UserRecord
from portal.db.row_filter import as_the_portal
from portal.domain.actor import ActorKind
from portal.domain.complaint import Status
from portal.domain.conclusion import Verdict
from portal.domain.errors import UnknownGroupError
from portal.domain.history import EntryKind
from portal.features.groups.queries import in_group_now
from portal.features.groups.records import (
    GroupAnswerPartRecord,
    GroupAnswerRecord,
    GroupComplaintRecord,
    GroupRecord,
)
from portal.features.groups.rules import (
    MOST_ANSWERED,
    Addressed,
    AnswerState,
    LeftOpen,
    LeftOut,
    PartState,
    State,
    WrittenAnswer,
    left_out,
)

_C, _LINK = ComplaintRecord, GroupComplaintRecord
_ANSWER, _PART = GroupAnswerRecord, GroupAnswerPartRecord
_WRITTEN = (EntryKind.MESSAGE_RECEIVED.value, EntryKind.DOCUMENT_ADDED.value)
_LOOKED_AT = (EntryKind.ANSWERED.value, EntryKind.ANSWER_JUDGED.value, *_WRITTEN)


# The answer while it is written.


def written_answer(session: Session, group_id: int) -> WrittenAnswer | None:
    """Return the answer that is being written to a group, if any."""
    draft = draft_of(session, group_id)
    return as_written(session, draft) if draft else None


def draft_of(session: Session, group_id: int) -> GroupAnswerRecord | None:
    """Return the row of the answer that is being written to a group, if any."""
    drafts = _answers_in(AnswerState.DRAFT).where(_ANSWER.group_id == group_id)
    return session.scalars(drafts.order_by(_ANSWER.id.desc())).first()


def as_written(session: Session, answer: GroupAnswerRecord) -> WrittenAnswer:
    """Return an answer with every complaint of its group, the longest known first."""
    columns = (_C.id, _C.number, _C.language, _C.status, _C.level, _C.reply_by)
    rows = session.execute(
        _gathered(answer.group_id, *columns, _C.full_answer_by_email, _C.version)
        .order_by(_C.id)
        .limit(MOST_ANSWERED)
    ).all()
    part = select(_PART.complaint_id, _PART.own_text, _PART.writers)
    own = {
        complaint_id: (text, tuple(writers))
        for complaint_id, text, writers in session.execute(part.where(_PART.answer_id == answer.id))
    }
    texts, complaints = texts_of(answer), []
    for row in rows:
        text, writers = own.get(row.id, ("", ()))
        why = left_out(Status(row.status), row.level, texts.get(row.language, ""))
        complaints.append(Addressed(**row._mapping, own_text=text, own_writers=writers, why=why))
    return WrittenAnswer(texts, tuple(answer.writers), tuple(complaints))


def texts_of(answer: GroupAnswerRecord) -> dict[str, str]:
    """Return the text for all in each language."""
    return {"fr": answer.text_fr, "en": answer.text_en}


def is_sending(session: Session, group_id: int) -> bool:
    """Tell whether an answer of a group is on its way."""
    sending = _answers_in(AnswerState.SENDING).where(_ANSWER.group_id == group_id)
    return session.scalars(sending.limit(1)).first() is not None


def sendings_of(session: Session, group_id: int, people: Collection[int]) -> list[int]:
    """Return the answers of a group that these people are sending, whoever acts."""
    by_them = (_ANSWER.group_id == group_id, _ANSWER.user_id.in_(people))
    with as_the_portal(session):
        sending = session.scalars(_answers_in(AnswerState.SENDING).where(*by_them))
        return [answer.id for answer in sending]


def parts_of(
    session: Session, answer_id: int, complaint_ids: Collection[int] | None = None
) -> dict[int, GroupAnswerPartRecord]:
    """Return what an answer keeps for each complaint, or for each of these, by their ids."""
    statement = select(_PART).where(_PART.answer_id == answer_id)
    if complaint_ids is not None:
        statement = statement.where(_PART.complaint_id.in_(complaint_ids))
    return {part.complaint_id: part for part in session.scalars(statement)}


def numbers_of(session: Session, group_id: int) -> list[str]:
    """Return the numbers of the complaints of a group."""
    return list(session.scalars(_gathered(group_id, ComplaintRecord.number)))


def languages_of(session: Session, group_id: int) -> list[str]:
    """Return the languages in which complaints of a group are answered, French first."""
    languages = session.scalars(_gathered(group_id, _C.language).distinct())
    return sorted(languages, reverse=True) or ["fr"]


def has_second_reader(session: Session, agency: Agency, group_id: int) -> bool:
    """Tell whether the agency has the answer of a group read by a second person."""
    reader = agency.settings.second_reader
    if reader is None:
        return False
    categories = session.scalars(_gathered(group_id, _C.category).distinct())
    return any(reader.reads(category) for category in categories)


# The answer on its way.


class SendingProgress(Struct, frozen=True):
    """How far an answer is that is being sent to a group, or was."""

    id: int
    sent_at: datetime
    done_at: datetime | None
    sent: int
    left_out: int
    ready: int

    @property
    def total(self) -> int:
        """How many complaints it was to reach, those left out from the start apart."""
        return self.sent + self.ready


class LeftOutComplaint(Struct, frozen=True):
    """A complaint that an answer left out, and why."""

    number: str
    subject: str
    language: str
    why: LeftOut


def sending_by_id(session: Session, group_id: int, answer_id: int) -> SendingProgress:
    """Return an answer of a group that left or is leaving, or raise UnknownGroupError."""
    answer = session.scalar(_sendings(group_id).where(_ANSWER.id == answer_id))
    if answer is None:
        raise UnknownGroupError(group_id)
    return _progress(session, answer)


def last_sending(session: Session, group_id: int) -> SendingProgress | None:
    """Return the newest answer of a group that left or is leaving, if any."""
    answer = session.scalars(_sendings(group_id).order_by(_ANSWER.id.desc())).first()
    return _progress(session, answer) if answer else None


def texts_last_sent(session: Session, group_id: int) -> dict[str, str]:
    """Return the text for all of the newest answer of a group that left, in each language."""
    answer = session.scalars(_sendings(group_id).order_by(_ANSWER.id.desc())).first()
    return texts_of(answer) if answer else {}


def complaints_left_out(session: Session, agency: str, answer_id: int) -> list[LeftOutComplaint]:
    """Return the complaints that an answer left out, with why."""
    statement = (
        select(_C.id, _C.number, _C.subject, _C.language, _PART.why)
        .join(_C, _C.id == _PART.complaint_id)
        .where(_PART.answer_id == answer_id, _PART.state == PartState.LEFT_OUT.value)
        .order_by(_C.id)
    )
    rows = session.execute(statement).all()
    subjects = subjects_kept(session, agency, {row.id: row.subject for row in rows})
    return [
        LeftOutComplaint(
            row.number, subjects[row.id], row.language, LeftOut(row.why or LeftOut.FAILED)
        )
        for row in rows
    ]


def counts_of(session: Session, answer_id: int) -> dict[PartState, int]:
    """Return of how many complaints each became of their part of an answer."""
    statement = select(_PART.state, func.count()).where(_PART.answer_id == answer_id)
    counts = {row[0]: row[1] for row in session.execute(statement.group_by(_PART.state))}
    return {state: counts.get(state.value, 0) for state in PartState}


def next_to_send(session: Session, sent_by: datetime) -> GroupAnswerRecord | None:
    """Return the oldest answer that is being sent and was sent by a moment, if any."""
    sending = _answers_in(AnswerState.SENDING).where(_ANSWER.sent_at <= sent_by)
    return session.scalars(sending.order_by(_ANSWER.id)).first()


def parts_to_send(session: Session, answer_id: int, most: int) -> tuple[tuple[int, str], ...]:
    """Return the next parts of an answer that wait to be sent, with their complaints' numbers."""
    statement = (
        select(_PART.id, _C.number)
        .join(_C, _C.id == _PART.complaint_id)
        .where(_PART.answer_id == answer_id, _PART.state == PartState.READY.value)
        .order_by(_PART.id)
        .limit(most)
    )
    return tuple((row.id, row.number) for row in session.execute(statement))


def user_at_work(session: Session, user_id: int | None) -> UserRecord | None:
    """Return somebody of the staff who has not left."""
    user = session.get(UserRecord, user_id)
    return user if user is not None and user.is_active else None


def part_to_send(session: Session, part_id: int) -> GroupAnswerPartRecord:
    """Return a part of an answer as it is now."""
    return session.get_one(_PART, part_id, populate_existing=True)


def leave_out(session: Session, part_id: int, why: LeftOut) -> None:
    """Leave a complaint out of an answer, unless it was sent to it or left out already."""
    _leave_out(session, _PART.id == part_id, why)


def stop_sending(session: Session, group_id: int, answer_id: int) -> None:
    """Leave out all that an answer of a group was not sent to yet."""
    of_group = select(_ANSWER.id).where(_ANSWER.group_id == group_id, _ANSWER.id == answer_id)
    _leave_out(session, _PART.answer_id.in_(of_group), LeftOut.STOPPED)


def _leave_out(session: Session, which: ColumnElement[bool], why: LeftOut) -> None:
    waiting = update(_PART).where(which, _PART.state == PartState.READY.value)
    session.execute(
        waiting.values(state=PartState.LEFT_OUT.value, why=why.value),
        execution_options={"synchronize_session": False},
    )


def end_sending(session: Session, answer_id: int, now: datetime) -> bool:
    """End the sending of an answer; return whether nobody else did."""
    sending = (_ANSWER.id == answer_id, _ANSWER.state == AnswerState.SENDING.value)
    ended = update(_ANSWER).where(*sending).values(state=AnswerState.DONE.value, done_at=now)
    return bool(session.execute(ended).rowcount)  # type: ignore[attr-defined]


SENT_WITH_GROUPS = (
    select(_PART.complaint_id, _ANSWER.sent_at)
    .join(_ANSWER, _ANSWER.id == _PART.answer_id)
    .where(_PART.state == PartState.READY.value, _ANSWER.state == AnswerState.SENDING.value)
)
"""The ids of complaints that wait for the answer of their group, and when it was sent."""


def is_awaited(session: Session, group_id: int) -> bool:
    """Tell whether a complaint of a group still waits for its answer."""
    return bool(session.scalar(select(exists(_awaited(group_id)))))


def groups_left_open(session: Session, most: int) -> list[int]:
    """Return groups that were answered together, and of which nothing waits any more."""
    statement = select(GroupRecord.id).where(
        GroupRecord.state == State.OPEN.value,
        exists().where(_ANSWER.group_id == GroupRecord.id, _ANSWER.state == AnswerState.DONE.value),
        ~exists(_awaited(GroupRecord.id).correlate(GroupRecord)),
    )
    return list(session.scalars(statement.limit(most)))


# The complaints as they are closed together.


class ToClose(Struct, frozen=True):
    """A complaint of the group as it was seen, and why it stays open, if it does."""

    id: int
    number: str
    subject: str
    language: str
    version: int
    why: LeftOpen | None = None


def complaints_to_close(session: Session, group_id: int) -> list[ToClose]:
    """Return every complaint of a group in the order in which it came, as closing meets it."""
    complaints = list(session.scalars(_gathered(group_id, _C).order_by(_C.id).limit(MOST_ANSWERED)))
    why = left_open(session, complaints)
    return [
        ToClose(
            complaint.id,
            complaint.number,
            complaint.subject,
            complaint.language,
            complaint.version,
            why.get(complaint.id),
        )
        for complaint in complaints
    ]


def left_open(session: Session, complaints: Collection[ComplaintRecord]) -> dict[int, LeftOpen]:
    """Return why complaints are not closed with the others; those that are have no place here.

    Whoever wrote after the answer, or says that it does not meet their complaint, is read first.
    What a colleague is about to send is not overtaken.
    """
    ids = [complaint.id for complaint in complaints]
    leaving, since_answers = waiting_of(session, ids), _since_answers(session, ids)
    issues = select(IssueRecord.complaint_id).where(IssueRecord.complaint_id.in_(ids))
    of_several = set(
        session.scalars(issues.group_by(IssueRecord.complaint_id).having(func.count() > 1))
    )
    why = {}
    for complaint in complaints:
        reasons = (
            (not complaint.is_open, LeftOpen.ENDED),
            (complaint.id in leaving, LeftOpen.LEAVING),
            (complaint.status != Status.ANSWERED, LeftOpen.ANSWER),
            (complaint.id in of_several, LeftOpen.ISSUES),
            (complaint.id in since_answers, since_answers.get(complaint.id)),
        )
        why[complaint.id] = next((reason for holds, reason in reasons if holds), None)
    return {complaint_id: reason for complaint_id, reason in why.items() if reason is not None}


def _since_answers(session: Session, ids: Collection[int]) -> dict[int, LeftOpen]:
    """Return what complainants did since their last answer, where a person has to look at it.

    The history says it: what the complaint last met may be anything that came after.
    """
    entry = HistoryEntryRecord
    rows = session.execute(
        select(entry.complaint_id, entry.kind, entry.actor, entry.facts)
        .where(entry.complaint_id.in_(ids), entry.kind.in_(_LOOKED_AT))
        .order_by(entry.complaint_id, entry.seq)
    )
    since: dict[int, LeftOpen] = {}
    for complaint_id, kind, actor, facts in rows:
        if kind == EntryKind.ANSWERED:
            since.pop(complaint_id, None)
        elif kind in _WRITTEN and actor == ActorKind.COMPLAINANT:
            since[complaint_id] = LeftOpen.WRITTEN
        elif kind == EntryKind.ANSWER_JUDGED:
            # What is said last replaces what was said before; a text still has to be read.
            if since.get(complaint_id) is LeftOpen.JUDGED:
                since.pop(complaint_id)
            if facts.get("verdict") != Verdict.YES:
                since.setdefault(complaint_id, LeftOpen.JUDGED)
    return since


def _gathered(group_id: Any, *columns: Any) -> Select[Any]:
    return select(*columns).join(_LINK, _LINK.complaint_id == _C.id).where(in_group_now(group_id))


def _awaited(group_id: Any) -> Select[Any]:
    return _gathered(group_id, _C.id).where(_C.is_open, _C.status != Status.ANSWERED.value)


def _answers_in(state: AnswerState) -> Select[Any]:
    return select(_ANSWER).where(_ANSWER.state == state.value)


def _sendings(group_id: int) -> Select[Any]:
    return select(_ANSWER).where(
        _ANSWER.group_id == group_id, _ANSWER.state != AnswerState.DRAFT.value
    )


def _progress(session: Session, answer: GroupAnswerRecord) -> SendingProgress:
    counts = counts_of(session, answer.id)
    assert answer.sent_at is not None
    return SendingProgress(
        answer.id,
        answer.sent_at,
        answer.done_at,
        counts[PartState.SENT],
        counts[PartState.LEFT_OUT],
        counts[PartState.READY],
    )
