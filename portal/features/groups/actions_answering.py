"""One answer to a group: written, looked at and let go, and the closing of what has it.

It is a text for all and what is special to each, written in peace and kept: nothing leaves before
somebody has looked at every letter. `actions_sending` then answers each complaint.

Its complaints are closed in one go, each through its own closing gate. One finding and its reasons
serve for all that are of one point and have their answer; what is told apart, or has more to say,
stays open and is closed for itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from portal.complaints.handling import casework
from portal.complaints.handling.identity_told import refuse_naming
from portal.complaints.queries.case_file import issues_of
from portal.complaints.queries.identity import people_besides
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.complaint import is_own_motion
from portal.domain.conclusion import Finding, Given, IssueFinding
from portal.domain.errors import (
    GroupMovedError,
    IncompleteError,
    NotAllowedError,
    SecondReaderNeededError,
    StaleComplaintError,
    TransitionNotAllowedError,
)
from portal.domain.permissions import Permission, may
from portal.domain.typed import is_blank
from portal.features.groups.actions import held_group, keep, take
from portal.features.groups.actions_gathering import link_in
from portal.features.groups.queries_answers import (
    as_written,
    draft_of,
    has_second_reader,
    is_sending,
    left_open,
    numbers_of,
    parts_of,
    stop_sending,
    texts_of,
)
from portal.features.groups.queries_held import is_open_to_actor
from portal.features.groups.records import GroupAnswerPartRecord, GroupAnswerRecord, GroupRecord
from portal.features.groups.rules import (
    Addressed,
    AnswerState,
    ClosedTogether,
    LeftOpen,
    PartState,
    State,
    Step,
    WrittenAnswer,
    is_possible,
)


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
    """What is concluded for all: its reasons and what is put right, in each language.

    What is `given`, each of them is given.
    """

    finding: Finding
    criteria: tuple[str, ...]
    reasons: Mapping[str, str]
    measures: Mapping[str, str]
    given: Given | None = None

    @property
    def words(self) -> str:
        """All that is written for everybody."""
        return "\n".join((*self.reasons.values(), *self.measures.values()))

    def of(self, issue_id: int, language: str, *, gives: bool = True) -> IssueFinding:
        """Return what is found about one issue, in the language of its complainant.

        Where nobody complains it `gives` nothing.
        """
        reasons, measure = self.reasons.get(language, ""), self.measures.get(language, "")
        given = self.given if gives else Given()
        return IssueFinding(issue_id, self.finding, reasons, measure, self.criteria, given)


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
        gives = not is_own_motion(complaint)
        findings = tuple(
            concluding.of(issue.id, complaint.language, gives=gives) for issue in issues
        )
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
