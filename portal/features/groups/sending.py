"""The answer of a group leaves: each complaint is answered for itself, and exactly once.

What was answered is marked in the transaction that answers it. A worker that dies leaves each
complaint either answered and marked, or neither.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.complaints.accounts import actor_of
from portal.complaints.handling import casework
from portal.complaints.letters.letters import write_apart
from portal.complaints.queries.staff import Member
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.people import UserRecord
from portal.complaints.work import Work
from portal.domain.actor import PORTAL, Actor, ActorKind
from portal.domain.complaint import Status
from portal.domain.handling.held_messages import Confirmed
from portal.features.groups.actions import keep
from portal.features.groups.answer_queries import (
    counts_of,
    groups_left_open,
    is_awaited,
    next_to_send,
    parts_to_send,
    texts_of,
)
from portal.features.groups.followers import tell_answered
from portal.features.groups.letters import GroupSent
from portal.features.groups.records import GroupAnswerPartRecord, GroupAnswerRecord, GroupRecord
from portal.features.groups.rules import (
    AnswerState,
    LeftOut,
    PartState,
    State,
    Step,
    left_out,
    letter_of,
    why_refused,
)
from portal.jobs import Job, Place, each_run
from portal.runtime import Runtime

AT_ONCE = 20
SECONDS = 2.0
"""How long one run of the worker goes on answering."""

_ANSWER, _PART = GroupAnswerRecord, GroupAnswerPartRecord


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
    runtime: Runtime, now: datetime, seconds: float = SECONDS, hold: timedelta = timedelta()
) -> bool:
    """Go on with the answers that are being sent; tell whether more is left to do.

    None of an answer leaves before it was held for `hold`: until then all of it can be stopped.
    """
    until = time.monotonic() + seconds
    while True:
        sending = _next(runtime, now, now - hold)
        if sending is None:
            return False
        if not sending.parts:
            _finish(runtime, sending, now)
        elif not _answer_some(runtime, sending, now):
            # Others hold them all just now: a later run finds them.
            return False
        elif time.monotonic() > until:
            return True


def _next(runtime: Runtime, now: datetime, sent_by: datetime) -> _Sending | None:
    with runtime.reading(PORTAL) as session:
        answer = next_to_send(session, sent_by)
        if answer is None:
            return None
        return _Sending(
            answer.id,
            answer.group_id,
            _sender(session, answer.user_id, now),
            texts_of(answer),
            answer.sent_at or now,
            parts_to_send(session, answer.id, AT_ONCE),
        )


def _sender(session: Session, user_id: int | None, now: datetime) -> Actor:
    """Return whoever sent the answer, who may do nothing any more once they have left."""
    user = session.get(UserRecord, user_id)
    if user is None or not user.is_active:
        return Actor(ActorKind.STAFF, user_id=user_id)
    return actor_of(session, user, now)


def _answer_some(runtime: Runtime, sending: _Sending, now: datetime) -> bool:
    """Answer the next complaints; return whether any came to an end, answered or left out."""
    changes = [
        (number, partial(answer_one, part_id=part, texts=sending.texts, sent_at=sending.sent_at))
        for part, number in sending.parts
    ]
    tries = runtime.change_each(sending.actor, changes, now)
    refused = [
        (part, why_refused(tried.error))
        for (part, _), tried in zip(sending.parts, tries, strict=True)
        if tried.error is not None
    ]
    if refused:
        with runtime.acting(PORTAL, now) as work:
            for part_id, why in refused:
                part = update(_PART).where(
                    _PART.id == part_id, _PART.state == PartState.READY.value
                )
                work.session.execute(part.values(state=PartState.LEFT_OUT.value, why=why.value))
    return any(not tried.is_left for tried in tries)


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
    text = texts.get(complaint.language, "")
    why = moved or left_out(Status(complaint.status), complaint.level, text)
    if why is not None:
        part.state, part.why = PartState.LEFT_OUT.value, why.value
        return
    confirmed = replace(work, confirmed=Confirmed(sent_at))
    casework.answer(confirmed, complaint, letter_of(text, part.own_text))
    part.state = PartState.SENT.value


def _finish(runtime: Runtime, sending: _Sending, now: datetime) -> None:
    """End a sending once, and tell whoever sent it and whoever follows the group."""
    with runtime.acting(PORTAL, now) as work:
        ended = work.session.execute(
            update(_ANSWER)
            .where(_ANSWER.id == sending.answer_id, _ANSWER.state == AnswerState.SENDING.value)
            .values(state=AnswerState.DONE.value, done_at=now)
        )
        if not ended.rowcount:  # type: ignore[attr-defined]
            return
        group = work.session.get_one(GroupRecord, sending.group_id, with_for_update=True)
        counts = counts_of(work.session, sending.answer_id)
        sent, out = counts[PartState.SENT], counts[PartState.LEFT_OUT]
        is_all = _note_answered(work, group, sent)
        user = work.session.get(UserRecord, sending.actor.user_id)
        if user is not None and user.is_active:
            sender = Member(user.id, user.email, user.language, "", None)
            letter = GroupSent(group.id, sending.answer_id, sent, out)
            write_apart(work, [sender], letter, [group.agency])
        if is_all:
            tell_answered(work, group)


def end_answered(runtime: Runtime, now: datetime) -> int:
    """End the groups that were answered together and whose others were answered since by hand."""
    with runtime.reading(PORTAL) as session:
        group_ids = groups_left_open(session, AT_ONCE)
    return sum(_end(runtime, group_id, now) for group_id in group_ids)


def _end(runtime: Runtime, group_id: int, now: datetime) -> bool:
    with runtime.acting(PORTAL, now) as work:
        group = work.session.get_one(GroupRecord, group_id, with_for_update=True)
        is_all = group.state == State.OPEN and _note_answered(work, group, 0)
        if is_all:
            tell_answered(work, group)
        return is_all


def _note_answered(work: Work, group: GroupRecord, sent: int) -> bool:
    """End a group of which no complaint waits for an answer; return whether it is so."""
    if is_awaited(work.session, group.id):
        return False
    group.state, group.answered_at = State.ANSWERED.value, work.now
    keep(work, group, Step.ANSWERED, complaints=sent)
    return True


def _answer_held(runtime: Runtime, now: datetime) -> bool:
    return answer_groups(runtime, now, hold=runtime.config.hold)


JOBS = (
    Job("answer groups", Place.BEFORE_DATES, each_run(_answer_held), at_once=1),
    Job("end answered groups", Place.BEFORE_DATES, each_run(end_answered)),
)
