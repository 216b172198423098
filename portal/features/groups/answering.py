"""One answer to a group, the word to send it, and the closing of what has it.

It is a text for all and what is special to each, written in peace and kept: nothing leaves before
somebody has looked at every letter. Each complaint is then answered for itself, by the worker.

Its complaints are closed in one go, each through its own closing gate. One finding and its reasons
serve for all that are of one point and have their answer; what is told apart, or has more to say,
stays open and is closed for itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from portal.complaints.handling import casework
from portal.complaints.handling.closing_gate import issues_of
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.conclusion import Finding, IssueFinding
from portal.domain.errors import (
    GroupMovedError,
    IncompleteError,
    NotAllowedError,
    SecondReaderNeededError,
    StaleComplaintError,
    TransitionNotAllowedError,
)
from portal.domain.permissions import Permission, may
from portal.features.groups.actions import held_group, keep, link_in, take
from portal.features.groups.answer_queries import (
    as_written,
    draft_of,
    has_second_reader,
    is_sending,
    left_open,
    parts_of,
    texts_of,
)
from portal.features.groups.records import GroupAnswerPartRecord, GroupAnswerRecord, GroupRecord
from portal.features.groups.rules import (
    Addressed,
    AnswerState,
    LeftOpen,
    LeftOut,
    PartState,
    State,
    Step,
    is_possible,
)


def keep_texts(work: Work, agency: str, group_id: int, texts: Mapping[str, str]) -> None:
    """Keep the text for all; one language is enough where nobody needs the other."""
    _answerable(work, agency, group_id)
    if not any(text.strip() for text in texts.values()):
        raise IncompleteError("body")
    answer = draft_of(work.session, group_id)
    if answer is None:
        answer = GroupAnswerRecord(
            group_id=group_id, state=AnswerState.DRAFT.value, begun_at=work.now
        )
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
    written = as_written(work.session, answer)
    ids = {complaint.id for complaint in written.complaints} & own.keys()
    parts = parts_of(work.session, answer.id, ids)
    for complaint_id in ids:
        part = parts.get(complaint_id) or _new_part(work, answer, complaint_id)
        text = own[complaint_id].strip()
        if part.own_text != text:
            part.own_text = text
            part.writers = _with_actor(work, part.writers) if text else []


def send(work: Work, agency: str, group_id: int, seen: str) -> int:
    """Let the answer leave, as it was looked at; return the number of the sending.

    Raise GroupMovedError if anything of it is not as `seen` any more, or nobody would get it, and
    SecondReaderNeededError for whoever wrote any of it, where the agency has its answers read.
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
    _write_parts(work, answer, written.complaints)
    answer.state, answer.user_id = AnswerState.SENDING.value, work.actor.user_id
    answer.sent_at = work.now
    left_out = len(written.complaints) - reached
    facts: dict[str, Any] = {"complaints": reached, "left_out": left_out}
    take(work, group, Step.SENT, answer=answer.id, **facts)
    return answer.id


def stop(work: Work, agency: str, group_id: int, answer_id: int) -> None:
    """Send no more letters of an answer; those that left stay."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    answer, part = GroupAnswerRecord, GroupAnswerPartRecord
    waiting = update(part).where(
        part.answer_id == answer_id,
        part.state == PartState.READY.value,
        part.answer_id.in_(select(answer.id).where(answer.group_id == group.id)),
    )
    work.session.execute(
        waiting.values(state=PartState.LEFT_OUT.value, why=LeftOut.STOPPED.value),
        execution_options={"synchronize_session": False},
    )


@dataclass(frozen=True, slots=True)
class Concluding:
    """What is concluded for all: its reasons and what is put right, in each language."""

    finding: Finding
    criteria: tuple[str, ...]
    reasons: Mapping[str, str]
    measures: Mapping[str, str]

    def of(self, issue_id: int, language: str) -> IssueFinding:
        """Return what is found about one issue, in the language of its complainant."""
        reasons, measure = self.reasons.get(language, ""), self.measures.get(language, "")
        return IssueFinding(issue_id, self.finding, reasons, measure, self.criteria)


def close_one(
    work: Work, complaint: ComplaintRecord, group_id: int, concluding: Concluding, seen: int
) -> LeftOpen | None:
    """Close a complaint with its group, unless it stays open; return why, if it does.

    Raise StaleComplaintError if it moved since it was `seen`, GroupMovedError if it left the group,
    and what closing it by itself would raise.
    """
    if complaint.version != seen:
        raise StaleComplaintError(complaint.number)
    if link_in(work, complaint, group_id) is None:
        raise GroupMovedError
    why = left_open(work.session, [complaint]).get(complaint.id)
    if why is None:
        issues, language = issues_of(work, complaint), complaint.language
        findings = tuple(concluding.of(issue.id, language) for issue in issues)
        casework.close(work, complaint, findings, group=group_id)
    return why


def note_closed(work: Work, agency: str, group_id: int, closed: int, left: int) -> None:
    """Keep beside the group that complaints of it were closed together, and how many were not."""
    group = held_group(work, group_id, Permission.GROUP, agency)
    keep(work, group, Step.CLOSED, complaints=closed, left_open=left)


def _with_actor(work: Work, writers: Sequence[int] | None) -> list[int]:
    actor = work.actor.user_id
    return sorted({*(writers or ()), *([actor] if actor is not None else [])})


def _answerable(work: Work, agency: str, group_id: int) -> GroupRecord:
    group = held_group(work, group_id, Permission.GROUP, agency)
    if not may(work.actor, Permission.ANSWER, agency):
        raise NotAllowedError(Permission.ANSWER)
    if is_sending(work.session, group_id) or not is_possible(State(group.state), Step.SENT):
        raise TransitionNotAllowedError(group.state, Step.SENT)
    return group


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
