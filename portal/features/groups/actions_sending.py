"""An answer to a group leaves, complaint by complaint, once somebody has looked at every letter.

The worker answers each complaint for itself, and exactly once: what was answered is marked in the
transaction that answers it. Then the group ends, if nobody in it waits any more.
"""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from msgspec import Struct
from sqlalchemy.orm import Session

from portal.complaints.accounts import actor_of
from portal.complaints.handling import casework
from portal.complaints.letters.apart import write_apart
from portal.complaints.queries.staff import Member
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.actor import PORTAL, Actor, ActorKind
from portal.domain.complaint import Status
from portal.domain.handling.held_messages import Confirmed
from portal.features.groups.actions import keep
from portal.features.groups.actions_followers import tell_answered
from portal.features.groups.letters import GroupSent
from portal.features.groups.queries_answers import (
    counts_of,
    end_sending,
    groups_left_open,
    is_awaited,
    leave_out,
    next_to_send,
    part_to_send,
    parts_to_send,
    texts_of,
    user_at_work,
)
from portal.features.groups.queries_held import ever_gathered, group_to_change
from portal.features.groups.records import GroupAnswerRecord, GroupRecord
from portal.features.groups.rules import (
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


class _Sending(Struct, frozen=True):
    """An answer on its way: who sends it, and the next complaints that it is for."""

    answer: GroupAnswerRecord
    actor: Actor
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
        parts = parts_to_send(session, answer.id, AT_ONCE)
        return _Sending(answer, _sender(session, answer.user_id, now), parts)


def _sender(session: Session, user_id: int | None, now: datetime) -> Actor:
    """Return whoever sent the answer, who may do nothing any more once they have left."""
    user = user_at_work(session, user_id)
    return actor_of(session, user, now) if user else Actor(ActorKind.STAFF, user_id=user_id)


def _answer_some(runtime: Runtime, sending: _Sending, now: datetime) -> bool:
    texts, sent_at = texts_of(sending.answer), sending.answer.sent_at or now
    changes = [
        (number, partial(answer_one, part_id=part, texts=texts, sent_at=sent_at))
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
                leave_out(work.session, part_id, why)
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
    part = part_to_send(work.session, part_id)
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
        group = group_to_change(work.session, sending.answer.group_id)
        if group is None or not end_sending(work.session, sending.answer.id, now):
            return
        counts = counts_of(work.session, sending.answer.id)
        sent, out = counts[PartState.SENT], counts[PartState.LEFT_OUT]
        if (user := user_at_work(work.session, sending.actor.user_id)) and not _is_kept_out(
            work, group.id, user.id
        ):
            sender = Member(user.id, user.email, user.language, "", None)
            letter = GroupSent(group.id, sending.answer.id, sent, out)
            write_apart(work, [sender], letter, [group.agency])
        _end_if_answered(work, group, sent)


def _is_kept_out(work: Work, group_id: int, user_id: int) -> bool:
    """Tell whether any complaint that a group ever had concerns somebody."""
    gathered = ever_gathered(work.session, group_id)
    return any(
        user_id in people for people in work.features.excluded(work.session, gathered).values()
    )


def end_answered(runtime: Runtime, now: datetime) -> int:
    """End the groups that were answered together and whose others were answered since by hand."""
    group_ids = runtime.read(PORTAL, groups_left_open, AT_ONCE)
    return sum(_end(runtime, group_id, now) for group_id in group_ids)


def _end(runtime: Runtime, group_id: int, now: datetime) -> bool:
    with runtime.acting(PORTAL, now) as work:
        group = group_to_change(work.session, group_id)
        if group is None or group.state != State.OPEN:
            return False
        return _end_if_answered(work, group, 0)


def _end_if_answered(work: Work, group: GroupRecord, sent: int) -> bool:
    """End a group of which no complaint waits for an answer, and tell whoever follows it."""
    if is_awaited(work.session, group.id):
        return False
    group.state, group.answered_at = State.ANSWERED.value, work.now
    keep(work, group, Step.ANSWERED, complaints=sent)
    tell_answered(work, group)
    return True


JOBS: tuple[Job[Runtime], ...] = (
    Job(
        "answer groups",
        Place.BEFORE_DATES,
        each_run(lambda runtime, now: answer_groups(runtime, now, hold=runtime.config.hold)),
        at_once=1,
    ),
    Job("end answered groups", Place.BEFORE_DATES, each_run(end_answered)),
)
