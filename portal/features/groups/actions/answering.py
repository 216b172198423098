"""One answer to a group: a text for all, what is special to each, and the word to send it.

It is written in peace and kept: nothing leaves before somebody has looked at every letter. Each
complaint is then answered for itself, by the worker.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal.agencies.agency import Agency
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.errors import (
    GroupMovedError,
    IncompleteError,
    NotAllowedError,
    SecondReaderNeededError,
    TransitionNotAllowedError,
)
from portal.domain.permissions import Permission, may
from portal.features.groups.actions.leaving_out import left_out
from portal.features.groups.actions.steps import held_group, take
from portal.features.groups.records import (
    GroupAnswerPartRecord,
    GroupAnswerRecord,
    GroupComplaintRecord,
    GroupRecord,
)
from portal.features.groups.rules import (
    MOST_ANSWERED,
    AnswerState,
    LeftOut,
    PartState,
    Step,
    is_possible,
)
from portal.features.groups.rules import State as GroupState

_C, _LINK = ComplaintRecord, GroupComplaintRecord
_ANSWER, _PART = GroupAnswerRecord, GroupAnswerPartRecord


@dataclass(frozen=True, slots=True)
class Addressed:
    """A complaint of a group: what it is told, or why it is left out."""

    id: int
    number: str
    language: str
    status: str
    level: int
    reply_by: str
    full_answer_by_email: bool
    version: int
    own_text: str
    own_writers: tuple[int, ...]
    why: LeftOut | None

    def letter(self, texts: Mapping[str, str]) -> str:
        """Return what the person reads before the other recourses."""
        return letter_of(texts[self.language], self.own_text)


def letter_of(common: str, own: str) -> str:
    """Return the text for all with what is special to one complaint below it."""
    return "\n\n".join(filter(None, (common.strip(), own.strip())))


def texts_of(answer: GroupAnswerRecord) -> dict[str, str]:
    """Return the text for all in each language."""
    return {"fr": answer.text_fr, "en": answer.text_en}


def draft_of(session: Session, group_id: int) -> GroupAnswerRecord | None:
    """Return the answer that is being written to a group, if any."""
    statement = select(_ANSWER).where(
        _ANSWER.group_id == group_id, _ANSWER.state == AnswerState.DRAFT.value
    )
    return session.scalars(statement.order_by(_ANSWER.id.desc())).first()


def addressed(session: Session, answer: GroupAnswerRecord) -> list[Addressed]:
    """Return every complaint of the group, the longest known first, as the answer meets it."""
    columns = (_C.id, _C.number, _C.language, _C.status, _C.level, _C.reply_by)
    rows = session.execute(
        select(*columns, _C.full_answer_by_email, _C.version)
        .join(_LINK, _LINK.complaint_id == _C.id)
        .where(_LINK.group_id == answer.group_id, _LINK.left_at.is_(None), ~_LINK.is_proposed)
        .order_by(_C.id)
        .limit(MOST_ANSWERED)
    ).all()
    own = {
        row.complaint_id: (row.own_text, tuple(row.writers))
        for row in session.execute(
            select(_PART.complaint_id, _PART.own_text, _PART.writers).where(
                _PART.answer_id == answer.id
            )
        )
    }
    texts = texts_of(answer)
    return [
        Addressed(**row._mapping, **_own(own.get(row.id)), why=left_out(row, texts)) for row in rows
    ]


def _own(part: tuple[str, tuple[int, ...]] | None) -> dict[str, Any]:
    text, writers = part or ("", ())
    return {"own_text": text, "own_writers": writers}


def languages_of(session: Session, group_id: int) -> list[str]:
    """Return the languages in which complaints of a group are answered, French first."""
    statement = (
        select(_C.language)
        .join(_LINK, _LINK.complaint_id == _C.id)
        .where(_LINK.group_id == group_id, _LINK.left_at.is_(None), ~_LINK.is_proposed)
    )
    return sorted(set(session.scalars(statement.distinct())), reverse=True) or ["fr"]


def seal_of(answer: GroupAnswerRecord, complaints: Sequence[Addressed]) -> str:
    """Return what tells whether anything of what will be sent moved since it was looked at."""
    said = [(one.id, one.version, one.own_text, one.why) for one in complaints]
    return hashlib.sha256(repr((texts_of(answer), said)).encode()).hexdigest()[:32]


def keep_texts(work: Work, agency: str, group_id: int, texts: Mapping[str, str]) -> None:
    """Keep the text for all; one language is enough where nobody needs the other."""
    _answerable(work, agency, group_id)
    if not any(text.strip() for text in texts.values()):
        raise IncompleteError("body")
    answer = draft_of(work.session, group_id)
    if answer is None:
        answer = _ANSWER(group_id=group_id, state=AnswerState.DRAFT.value, begun_at=work.now)
        work.session.add(answer)
    before = texts_of(answer) if answer.id else {}
    answer.text_fr, answer.text_en = texts.get("fr", "").strip(), texts.get("en", "").strip()
    answer.user_id = work.actor.user_id
    if texts_of(answer) != before:
        answer.writers = _with_actor(work, answer.writers)


def keep_own_texts(work: Work, agency: str, group_id: int, own: Mapping[int, str]) -> None:
    """Keep what is special to complaints of the group, by their ids."""
    _answerable(work, agency, group_id)
    answer = _draft(work, group_id)
    ids = {one.id for one in addressed(work.session, answer)} & own.keys()
    kept = {
        part.complaint_id: part
        for part in work.session.scalars(
            select(_PART).where(_PART.answer_id == answer.id, _PART.complaint_id.in_(ids))
        )
    }
    for one in ids:
        part, text = kept.get(one) or _part(work.session, answer, one), own[one].strip()
        if part.own_text != text:
            part.own_text = text
            part.writers = _with_actor(work, part.writers) if text else []


def _with_actor(work: Work, writers: Sequence[int] | None) -> list[int]:
    actor = work.actor.user_id
    return sorted({*(writers or ()), *([actor] if actor is not None else [])})


def send(work: Work, agency: str, group_id: int, seen: str) -> int:
    """Let the answer leave, as it was looked at; return the number of the sending.

    Raise GroupMovedError if anything of it is not as `seen` any more, or nobody would get it, and
    SecondReaderNeededError for whoever wrote any of it, where the agency has its answers read.
    """
    group = _answerable(work, agency, group_id)
    answer = _draft(work, group_id)
    complaints = addressed(work.session, answer)
    reached = [one for one in complaints if one.why is None]
    if not reached or seal_of(answer, complaints) != seen:
        raise GroupMovedError
    wrote = work.actor.user_id in writers_of(answer, complaints)
    if wrote and is_read(work.session, work.agencies.agency(agency), group_id):
        raise SecondReaderNeededError
    _write_parts(work.session, answer, complaints)
    answer.state, answer.user_id = AnswerState.SENDING.value, work.actor.user_id
    answer.sent_at = work.now
    take(
        work,
        group,
        Step.SENT,
        answer=answer.id,
        complaints=len(reached),
        left_out=len(complaints) - len(reached),
    )
    return answer.id


def writers_of(answer: GroupAnswerRecord, complaints: Sequence[Addressed]) -> frozenset[int]:
    """Return who wrote any of what leaves: the text for all, or what one of those reached is told.

    Where the agency has its answers read, none of them sends it: whoever else looks at every
    letter and lets them leave is the second reader.
    """
    own = (one.own_writers for one in complaints if one.why is None)
    return frozenset(answer.writers).union(*own)


def is_read(session: Session, agency: Agency, group_id: int) -> bool:
    """Tell whether the agency has the answer of a group read by a second person."""
    wanted = agency.settings.second_reader
    if wanted is None:
        return False
    categories = (
        select(_C.category)
        .join(_LINK, _LINK.complaint_id == _C.id)
        .where(_LINK.group_id == group_id, _LINK.left_at.is_(None), ~_LINK.is_proposed)
    )
    return any(wanted.reads(one) for one in session.scalars(categories.distinct()))


def stop(work: Work, agency: str, group_id: int, answer_id: int) -> None:
    """Send no more letters of an answer; those that left stay."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    waiting = update(_PART).where(
        _PART.answer_id == answer_id,
        _PART.state == PartState.READY.value,
        _PART.answer_id.in_(select(_ANSWER.id).where(_ANSWER.group_id == group.id)),
    )
    work.session.execute(
        waiting.values(state=PartState.LEFT_OUT.value, why=LeftOut.STOPPED.value),
        execution_options={"synchronize_session": False},
    )


def _answerable(work: Work, agency: str, group_id: int) -> GroupRecord:
    group = held_group(work, group_id, Permission.GROUP, agency)
    if not may(work.actor, Permission.ANSWER, agency):
        raise NotAllowedError(Permission.ANSWER)
    sending = select(_ANSWER.id).where(
        _ANSWER.group_id == group_id, _ANSWER.state == AnswerState.SENDING.value
    )
    is_sending = work.session.scalar(sending.limit(1)) is not None
    if is_sending or not is_possible(GroupState(group.state), Step.SENT):
        raise TransitionNotAllowedError(group.state, Step.SENT)
    return group


def _draft(work: Work, group_id: int) -> GroupAnswerRecord:
    answer = draft_of(work.session, group_id)
    if answer is None:
        raise IncompleteError("body")
    return answer


def _write_parts(
    session: Session, answer: GroupAnswerRecord, complaints: Sequence[Addressed]
) -> None:
    statement = select(_PART).where(_PART.answer_id == answer.id)
    kept = {part.complaint_id: part for part in session.scalars(statement)}
    for one in complaints:
        part = kept.pop(one.id, None) or _part(session, answer, one.id)
        part.version, part.why = one.version, one.why and one.why.value
        part.state = (PartState.LEFT_OUT if one.why else PartState.READY).value
    # Written for complaints that have left the group since.
    for part in kept.values():
        session.delete(part)


def _part(session: Session, answer: GroupAnswerRecord, complaint_id: int) -> GroupAnswerPartRecord:
    part = _PART(
        answer_id=answer.id,
        complaint_id=complaint_id,
        own_text="",
        state=PartState.READY.value,
    )
    session.add(part)
    return part
