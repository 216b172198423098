"""The answer of a group leaves: each complaint is answered for itself, and exactly once.

What was answered is marked in the transaction that answers it. A worker that dies leaves each
complaint either answered and marked, or neither.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

from sqlalchemy import Select, exists, select, update
from sqlalchemy.orm import Session

from portal.complaints.batches import Tried
from portal.complaints.handling import casework
from portal.complaints.people.accounts import actor_of
from portal.complaints.people.staff import Member
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.people import UserRecord
from portal.complaints.work import Work
from portal.domain.actor import PORTAL, Actor, ActorKind
from portal.domain.complaint import Status
from portal.domain.held_messages import Confirmed
from portal.features.groups.actions.answering import letter_of, texts_of
from portal.features.groups.actions.following import tell_answered
from portal.features.groups.actions.leaving_out import left_out, why_refused
from portal.features.groups.actions.proposing import write_about
from portal.features.groups.actions.steps import keep
from portal.features.groups.records import (
    GroupAnswerPartRecord,
    GroupAnswerRecord,
    GroupComplaintRecord,
    GroupRecord,
)
from portal.features.groups.rules import AnswerState, LeftOut, PartState, State, Step

AT_ONCE = 20
SECONDS = 2.0
"""How long one run of the worker goes on answering."""

_C, _LINK = ComplaintRecord, GroupComplaintRecord
_ANSWER, _PART = GroupAnswerRecord, GroupAnswerPartRecord


class Office(Protocol):
    """What sending takes: the database, and changes of several complaints at once."""

    def reading(self, actor: Actor) -> AbstractContextManager[Session]:
        """Open a session that only looks."""

    def acting(self, actor: Actor, now: datetime | None = None) -> AbstractContextManager[Work]:
        """Open work on something that is no complaint."""

    def change_each(
        self,
        actor: Actor,
        changes: Sequence[tuple[str, Callable[[Work, ComplaintRecord], Any]]],
        now: datetime | None = None,
    ) -> list[Tried[Any]]:
        """Do something with each of several complaints, in one commit."""


@dataclass(frozen=True, slots=True)
class _Sending:
    """An answer on its way: who sends it, and the next complaints that it is for."""

    answer_id: int
    group_id: int
    actor: Actor
    texts: dict[str, str]
    sent_at: datetime
    parts: tuple[tuple[int, str], ...]


def answer_groups(
    office: Office, now: datetime, seconds: float = SECONDS, hold: timedelta = timedelta()
) -> bool:
    """Go on with the answers that are being sent; tell whether more is left to do.

    None of an answer leaves before it was held for `hold`: until then all of it can be stopped.
    """
    until = time.monotonic() + seconds
    while True:
        sending = _next(office, now, now - hold)
        if sending is None:
            return False
        if not sending.parts:
            _finish(office, sending, now)
        elif not _answer_some(office, sending, now):
            # Others hold them all just now: a later run finds them.
            return False
        elif time.monotonic() > until:
            return True


def _next(office: Office, now: datetime, sent_by: datetime) -> _Sending | None:
    with office.reading(PORTAL) as session:
        answer = session.scalars(
            select(_ANSWER)
            .where(_ANSWER.state == AnswerState.SENDING.value, _ANSWER.sent_at <= sent_by)
            .order_by(_ANSWER.id)
        ).first()
        if answer is None:
            return None
        waiting = (
            select(_PART.id, _C.number)
            .join(_C, _C.id == _PART.complaint_id)
            .where(_PART.answer_id == answer.id, _PART.state == PartState.READY.value)
            .order_by(_PART.id)
            .limit(AT_ONCE)
        )
        parts = tuple((row.id, row.number) for row in session.execute(waiting))
        actor = _acting(session, answer.user_id, now)
    return _Sending(
        answer.id, answer.group_id, actor, texts_of(answer), answer.sent_at or now, parts
    )


def _acting(session: Session, user_id: int | None, now: datetime) -> Actor:
    """Return whoever sent the answer, who may do nothing any more once they have left."""
    user = session.get(UserRecord, user_id)
    if user is None or not user.is_active:
        return Actor(ActorKind.STAFF, user_id=user_id)
    return actor_of(session, user, now)


def _answer_some(office: Office, sending: _Sending, now: datetime) -> bool:
    """Answer the next complaints; return whether any came to an end, answered or left out."""
    changes = [
        (number, partial(answer_one, part_id=part, texts=sending.texts, sent_at=sending.sent_at))
        for part, number in sending.parts
    ]
    tries = office.change_each(sending.actor, changes, now)
    refused = [
        (part, why_refused(one.error))
        for (part, _), one in zip(sending.parts, tries, strict=True)
        if one.error is not None
    ]
    if refused:
        with office.acting(PORTAL, now) as work:
            for part, why in refused:
                _leave_out(work.session, part, why)
    return any(not one.is_left for one in tries)


def answer_one(
    work: Work,
    complaint: ComplaintRecord,
    part_id: int,
    texts: dict[str, str],
    sent_at: datetime,
) -> None:
    """Answer a complaint with what its group is told, unless that is done or it has moved.

    Promised dates are kept as of the moment when somebody looked at the letters and sent them.
    """
    part = work.session.get_one(_PART, part_id, populate_existing=True)
    if part.state != PartState.READY.value:
        return
    # As its agency was asked about it: what a plugin failed to answer is in its history since.
    moved = LeftOut.CHANGED if work.advised.version != part.version else None
    why = moved or left_out(complaint, texts)
    if why is not None:
        part.state, part.why = PartState.LEFT_OUT.value, why.value
        return
    confirmed = replace(work, confirmed=Confirmed(sent_at))
    casework.answer(confirmed, complaint, letter_of(texts[complaint.language], part.own_text))
    part.state = PartState.SENT.value


def _leave_out(session: Session, part_id: int, why: LeftOut) -> None:
    session.execute(
        update(_PART)
        .where(_PART.id == part_id, _PART.state == PartState.READY.value)
        .values(state=PartState.LEFT_OUT.value, why=why.value)
    )


def _finish(office: Office, sending: _Sending, now: datetime) -> None:
    """End a sending once, and tell whoever sent it and whoever follows the group."""
    with office.acting(PORTAL, now) as work:
        ended = work.session.execute(
            update(_ANSWER)
            .where(_ANSWER.id == sending.answer_id, _ANSWER.state == AnswerState.SENDING.value)
            .values(state=AnswerState.DONE.value, done_at=now)
        )
        if not ended.rowcount:  # type: ignore[attr-defined]
            return
        group = work.session.get_one(GroupRecord, sending.group_id, with_for_update=True)
        sent, out = _counts(work.session, sending.answer_id)
        is_all = _note_answered(work, group, sent)
        write_about(
            work,
            group,
            _sender(work.session, sending.actor),
            "group_sent",
            sent=sent,
            left_out=out,
            answer=sending.answer_id,
        )
        if is_all:
            tell_answered(work, group)


def end_answered(office: Office, now: datetime) -> int:
    """End the groups that were answered together and whose others were answered since by hand."""
    with office.reading(PORTAL) as session:
        ids = list(session.scalars(select(GroupRecord.id).where(*_IS_LEFT_OPEN).limit(AT_ONCE)))
    return sum(_end(office, one, now) for one in ids)


def _end(office: Office, group_id: int, now: datetime) -> bool:
    with office.acting(PORTAL, now) as work:
        group = work.session.get_one(GroupRecord, group_id, with_for_update=True)
        is_all = group.state == State.OPEN and _note_answered(work, group, 0)
        if is_all:
            tell_answered(work, group)
        return is_all


def _note_answered(work: Work, group: GroupRecord, sent: int) -> bool:
    """End a group of which no complaint waits for an answer; return whether it is so."""
    if work.session.scalar(select(exists(_waiting_in(group.id)))):
        return False
    group.state, group.answered_at = State.ANSWERED.value, work.now
    keep(work, group, Step.ANSWERED, complaints=sent)
    return True


def _counts(session: Session, answer_id: int) -> tuple[int, int]:
    states = list(session.scalars(select(_PART.state).where(_PART.answer_id == answer_id)))
    return states.count(PartState.SENT.value), states.count(PartState.LEFT_OUT.value)


def _waiting_in(group_id: Any) -> Select[Any]:
    """Return what finds the complaints of a group that still wait for their answer."""
    return (
        select(_C.id)
        .join(_LINK, _LINK.complaint_id == _C.id)
        .where(_LINK.group_id == group_id, _LINK.left_at.is_(None), ~_LINK.is_proposed)
        .where(_C.is_open, _C.status != Status.ANSWERED.value)
    )


_IS_LEFT_OPEN = (
    GroupRecord.state == State.OPEN.value,
    exists().where(_ANSWER.group_id == GroupRecord.id, _ANSWER.state == AnswerState.DONE.value),
    ~exists(_waiting_in(GroupRecord.id).correlate(GroupRecord)),
)


def _sender(session: Session, actor: Actor) -> list[Member]:
    user = session.get(UserRecord, actor.user_id)
    if user is None or not user.is_active:
        return []
    return [Member(user.id, user.email, user.language, "", None)]
