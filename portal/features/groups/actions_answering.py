"""One answer to a group: written, looked at, sent to each, and the closing of what has it.

It is a text for all and what is special to each, written in peace and kept: nothing leaves before
somebody has looked at every letter. The worker then answers each complaint for itself, and exactly
once: what was answered is marked in the transaction that answers it.

Its complaints are closed in one go, each through its own closing gate. One finding and its reasons
serve for all that are of one point and have their answer; what is told apart, or has more to say,
stays open and is closed for itself.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from msgspec import Struct
from sqlalchemy.orm import Session

from portal.complaints.accounts import actor_of
from portal.complaints.handling import casework
from portal.complaints.handling.identity_told import refuse_naming
from portal.complaints.letters.apart import write_apart
from portal.complaints.queries.case_file import issues_of
from portal.complaints.queries.identity import people_besides
from portal.complaints.queries.staff import Member
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.actor import PORTAL, Actor, ActorKind
from portal.domain.complaint import Status
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.errors import (
    GroupMovedError,
    IncompleteError,
    NotAllowedError,
    SecondReaderNeededError,
    StaleComplaintError,
    TransitionNotAllowedError,
)
from portal.domain.handling.held_messages import Confirmed
from portal.domain.permissions import Permission, may
from portal.domain.typed import is_blank
from portal.features.groups.actions import held_group, keep, take
from portal.features.groups.actions_followers import tell_answered
from portal.features.groups.actions_gathering import link_in
from portal.features.groups.letters import GroupSent
from portal.features.groups.queries_answers import (
    as_written,
    counts_of,
    draft_of,
    end_sending,
    groups_left_open,
    has_second_reader,
    is_awaited,
    is_sending,
    leave_out,
    left_open,
    next_to_send,
    numbers_of,
    part_to_send,
    parts_of,
    parts_to_send,
    stop_sending,
    texts_of,
    user_at_work,
)
from portal.features.groups.queries_held import ever_gathered, group_to_change, is_open_to_actor
from portal.features.groups.records import GroupAnswerPartRecord, GroupAnswerRecord, GroupRecord
from portal.features.groups.rules import (
    Addressed,
    AnswerState,
    ClosedTogether,
    LeftOpen,
    LeftOut,
    PartState,
    State,
    Step,
    WrittenAnswer,
    is_possible,
    left_out,
    letter_of,
    why_refused,
)
from portal.jobs import Job, Place, each_run
from portal.runtime import Runtime


def keep_texts(work: Work, agency: str, group_id: int, texts: Mapping[str, str]) -> None:
    """Keep the text for all; one language is enough where nobody needs the other."""
    _answerable(work, agency, group_id)
    if all(map(is_blank, texts.values())):
        raise IncompleteError("body")
    answer = draft_of(work.session, group_id)
    before = texts_of(answer) if answer else {}
    if answer is None:
        answer = GroupAnswerRecord(
            group_id=group_id, state=AnswerState.DRAFT.value, begun_at=work.now
        )
        work.session.add(answer)
    answer.text_fr, answer.text_en = texts.get("fr", "").strip(), texts.get("en", "").strip()
    answer.user_id = work.actor.user_id
    if texts_of(answer) != before:
        answer.writers = _with_actor(work, answer.writers)


def keep_own_texts(work: Work, agency: str, group_id: int, own: Mapping[int, str]) -> None:
    """Keep what is special to complaints of the group, by their ids."""
    _answerable(work, agency, group_id)
    answer = _draft(work, group_id)
    ids = {part.id for part in as_written(work.session, answer).complaints} & own.keys()
    parts = parts_of(work.session, answer.id, ids)
    for complaint_id in ids:
        part = parts.get(complaint_id) or _new_part(work, answer, complaint_id)
        text = own[complaint_id].strip()
        if part.own_text != text:
            part.own_text = text
            part.writers = _with_actor(work, part.writers) if text else []


def send(
    work: Work, agency: str, group_id: int, seen: str, *, is_naming_meant: bool = False
) -> int:
    """Let the answer leave, as it was looked at; return the number of the sending.

    Raise GroupMovedError if anything of it is not as `seen` any more, or nobody would get it,
    SecondReaderNeededError for whoever wrote any of it, where the agency has its answers read, and
    IdentitySaidError if it tells one of them who another is, unless that is meant.
    """
    group = _answerable(work, agency, group_id)
    answer = _draft(work, group_id)
    written = as_written(work.session, answer)
    reached = len(written.reached)
    if not reached or written.seal != seen:
        raise GroupMovedError
    wrote = work.actor.user_id in written.writers
    if wrote and has_second_reader(work.session, work.agencies.agency(agency), group_id):
        raise SecondReaderNeededError
    if not is_naming_meant:
        _refuse_naming(work, written)
    _write_parts(work, answer, written.complaints)
    answer.state, answer.user_id = AnswerState.SENDING.value, work.actor.user_id
    answer.sent_at = work.now
    left_out = len(written.complaints) - reached
    take(work, group, Step.SENT, answer=answer.id, complaints=reached, left_out=left_out)
    return answer.id


def stop(work: Work, agency: str, group_id: int, answer_id: int) -> None:
    """Send no more letters of an answer; those that left stay."""
    held_group(work, group_id, Permission.GROUP, agency)
    stop_sending(work.session, group_id, answer_id)


class Concluding(Struct, frozen=True):
    """What is concluded for all: its reasons and what is put right, in each language."""

    finding: Finding
    criteria: tuple[str, ...]
    reasons: Mapping[str, str]
    measures: Mapping[str, str]

    @property
    def words(self) -> str:
        """All that is written for everybody."""
        return "\n".join((*self.reasons.values(), *self.measures.values()))

    def of(self, issue_id: int, language: str) -> IssueFinding:
        """Return what is found about one issue, in the language of its complainant."""
        reasons, measure = self.reasons.get(language, ""), self.measures.get(language, "")
        return IssueFinding(issue_id, self.finding, reasons, measure, self.criteria)


def close_one(
    work: Work,
    complaint: ComplaintRecord,
    group_id: int,
    concluding: Concluding,
    seen: int,
    *,
    is_naming_meant: bool = False,
) -> LeftOpen | None:
    """Close a complaint with its group, unless it stays open; return why, if it does.

    Raise StaleComplaintError if it moved since it was `seen`, GroupMovedError if it left the group,
    IdentitySaidError if what is concluded tells who complains in another, unless that is meant, and
    what closing it by itself would raise.
    """
    if complaint.version != seen:
        raise StaleComplaintError(complaint.number)
    if link_in(work, complaint, group_id) is None or not is_open_to_actor(work.session, group_id):
        raise GroupMovedError
    why = left_open(work.session, [complaint]).get(complaint.id)
    if why is None:
        if not is_naming_meant:
            besides = people_besides(work.session, numbers_of(work.session, group_id))
            refuse_naming(concluding.words, besides(complaint.number))
        issues = issues_of(work.session, complaint.id)
        findings = tuple(concluding.of(issue.id, complaint.language) for issue in issues)
        casework.close(work, complaint, findings, told=[ClosedTogether(group_id)])
    return why


def note_closed(work: Work, agency: str, group_id: int, closed: int, left: int) -> None:
    """Keep beside the group that complaints of it were closed together, and how many were not."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    keep(work, group, Step.CLOSED, complaints=closed, left_open=left)


def _with_actor(work: Work, writers: Sequence[int] | None) -> list[int]:
    everybody = {*(writers or ()), work.actor.user_id}
    return sorted(user_id for user_id in everybody if user_id is not None)


def _answerable(work: Work, agency: str, group_id: int) -> GroupRecord:
    group = held_group(work, group_id, Permission.GROUP, agency)
    if not may(work.actor, Permission.ANSWER, agency):
        raise NotAllowedError(Permission.ANSWER)
    if is_sending(work.session, group_id) or not is_possible(State(group.state), Step.SENT):
        raise TransitionNotAllowedError(group.state, Step.SENT)
    return group


def _refuse_naming(work: Work, written: WrittenAnswer) -> None:
    """Refuse letters of which one tells who complains in another complaint of the group."""
    besides = people_besides(work.session, [complaint.number for complaint in written.complaints])
    if len(written.complaints) > 1:
        refuse_naming("\n".join(written.texts.values()), besides(None))
    for complaint in written.reached:
        if complaint.own_text:
            refuse_naming(complaint.own_text, besides(complaint.number))


def _draft(work: Work, group_id: int) -> GroupAnswerRecord:
    answer = draft_of(work.session, group_id)
    if answer is None:
        raise IncompleteError("body")
    return answer


def _write_parts(work: Work, answer: GroupAnswerRecord, complaints: Sequence[Addressed]) -> None:
    parts = parts_of(work.session, answer.id)
    for complaint in complaints:
        part = parts.pop(complaint.id, None) or _new_part(work, answer, complaint.id)
        part.version, part.why = complaint.version, complaint.why and complaint.why.value
        part.state = (PartState.LEFT_OUT if complaint.why else PartState.READY).value
    # Written for complaints that have left the group since.
    for part in parts.values():
        work.session.delete(part)


def _new_part(work: Work, answer: GroupAnswerRecord, complaint_id: int) -> GroupAnswerPartRecord:
    part = GroupAnswerPartRecord(
        answer_id=answer.id, complaint_id=complaint_id, own_text="", state=PartState.READY.value
    )
    work.session.add(part)
    return part


# It leaves, complaint by complaint.

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
