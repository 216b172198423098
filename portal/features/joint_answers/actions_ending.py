"""A part ends: answered and joined to the answer of whoever asked, called off, or withdrawn.

One joint answer has each agency's part under its name, and says what is still to come, from whom,
when. A late part holds nothing back: what was not handed in when the answer left reaches the
complainant directly. Whoever answers looks at the part under its lock, so that it comes by one way
and once. Each agency's answer is reviewed by itself: by its own way up, and with its own date.

A part may be called off, asked for by mistake, or because its agency says that it is not concerned:
whoever has the complaint decides, and until they do it goes on, with its date. What was written
stays. Until a part is answered, the complainant takes back what its agency may read: its copies go,
and what it was asked, or wrote itself, stays.
"""

from __future__ import annotations

from collections.abc import Collection

from portal.complaints.dates import running_clocks
from portal.complaints.events import Answered, Closed, Withdrawn
from portal.complaints.handling.filing import subject_of
from portal.complaints.handling.following import (
    begin_review,
    leave_time_to_reopen,
    meet_in_time,
    time_to_ask_again,
)
from portal.complaints.handling.identity_told import note_told_to_agency
from portal.complaints.letters import letters
from portal.complaints.letters.holding import stop
from portal.complaints.queries.search import index_again
from portal.complaints.records.complaint import COMPLAINANT, ComplaintRecord
from portal.complaints.work import Work, beside, require
from portal.db.row_filter import as_the_portal
from portal.domain.complaint import Status
from portal.domain.errors import ClockRunOutError, TransitionNotAllowedError, required
from portal.domain.handling.lifecycle import Action, is_possible, status_after
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.features.joint_answers import rules
from portal.features.joint_answers.actions import CONTACT_COLUMNS, time_to_choose
from portal.features.joint_answers.letters import (
    PART_CALLED_OFF_STAFF,
    PART_DECLINED,
    PART_HANDED_IN,
    PART_KEPT,
    PART_UNREAD,
    PartCalledOff,
    joined_now,
    joint_words,
)
from portal.features.joint_answers.queries import parts_of
from portal.features.joint_answers.queries_held import (
    documents_to_share,
    has_time_to_ask_again,
    held_elsewhere,
    held_part,
    held_part_of,
    held_parts,
    held_parts_of,
    is_given,
    issues_called,
    part_record,
    parts_not_begun,
    people_to_share,
    whole_of_part,
    whole_to_write_to,
)
from portal.features.joint_answers.records import PartRecord
from portal.features.joint_answers.rules import PART, Shared
from portal.words.letters.letter import Letter
from portal.words.letters.to_staff import WITHDRAWN_STAFF


def join_or_hand_in(event: Answered) -> None:
    """Join to an answer what other agencies answered; keep that to a part for whoever asked."""
    if event.complaint.parent_id is not None:
        event.goes_out = _hand_in(event.work, event.complaint, event.text)
    else:
        event.text = _join_parts(event.work, event.complaint, event.text)


def _join_parts(work: Work, complaint: ComplaintRecord, written: str) -> str:
    """Return an answer with the parts that were handed in below it; from now on those are given.

    What is still awaited is announced: it goes to the complainant directly when it comes.
    """
    rows = held_parts(work.session, complaint.id)
    if not rows:
        return written
    joined = joined_now(parts_of(work.session, complaint.id), work.agencies)
    for row in rows:
        if row.ended_at is None and row.given_at is None:
            if row.answered_at is not None:
                row.given_at = work.now
            else:
                row.announced_at = row.announced_at or work.now
    name = work.agencies.agency(complaint.agency).name
    return joint_words(name, written, joined, complaint.language)


def _hand_in(work: Work, theirs: ComplaintRecord, written: str) -> bool:
    """Keep the answer to a part for whoever asked; return whether the complainant gets it directly.

    They do once they were answered without it. Until then whoever has the complaint is told.
    """
    part = held_part(work.session, PartRecord.part_id == theirs.id)
    assert part is not None, "a part is asked for"
    was_given = part.given_at is not None
    part.answer, part.answered_at = written, part.answered_at or work.now
    if part.announced_at is not None or was_given:
        part.given_at = part.given_at or work.now
        return True
    _tell(work, whole_to_write_to(work.session, part), PART_HANDED_IN)
    return False


# The review of one agency's answer; the complaint and its other parts stay as they are.


def review_part(work: Work, theirs: ComplaintRecord, reason: str, once: str | None = None) -> None:
    """Hand one agency's answer to its next level, to be looked at by somebody else there.

    Sent twice, it is done once. Raise TransitionNotAllowedError before the complainant has that
    answer and at the top authority, ClockRunOutError after the time, IncompleteError without a
    reason.
    """
    if letters.was_sent(work, once):
        return
    if not is_given(work.session, theirs.id):
        raise TransitionNotAllowedError(theirs.status, Action.ASK_REVIEW)
    if theirs.status == Status.CLOSED:
        _meet_in_time(work, theirs)
    begin_review(work, theirs, reason, once)


def leave_time_to_review(event: Closed) -> None:
    """Start the time in which a closed part may be reviewed, if the complainant has its answer.

    They may not have it yet, because it waits for the joint one: then the time of the whole counts.
    """
    theirs = event.complaint
    if theirs.parent_id is not None and is_given(event.work.session, theirs.id):
        leave_time_to_reopen(event.work, theirs)


def _meet_in_time(work: Work, theirs: ComplaintRecord) -> None:
    """Stop the part's own time because it was used; where it has none, look at the whole's."""
    if has_time_to_ask_again(work.session, theirs.id):
        meet_in_time(work, theirs)
        return
    whole = whole_of_part(work.session, theirs)
    if not Status(whole.status).is_open and time_to_ask_again(work, whole) is None:
        raise ClockRunOutError


# A part is called off, or kept although its agency says that it is not concerned.


def say_not_concerned(work: Work, theirs: ComplaintRecord, reason: str) -> None:
    """Tell whoever asked for a part that it is not for this agency to answer, and why.

    Raise TransitionNotAllowedError for what is no part, was answered, or was said already.
    """
    require(work, theirs, Permission.DECLINE_PART)
    part = held_part(work.session, PartRecord.part_id == theirs.id)
    if part is None or part.declined is not None or not _is_awaited(part, theirs):
        raise TransitionNotAllowedError(theirs.status, PART)
    reason = required(reason, "reason")
    part.declined, part.declined_at = reason, work.now
    letters.record_text(work, theirs, rules.PartDeclined(part=part.number), "note", reason)
    _tell(work, whole_to_write_to(work.session, part), PART_DECLINED)


def call_off(
    work: Work,
    complaint: ComplaintRecord,
    part_id: int,
    reason: str,
    *,
    is_naming_meant: bool = False,
) -> None:
    """End what another agency was asked for, with a reason that all three sides read.

    The dates of the part end; those of the complaint stay. Raise TransitionNotAllowedError once
    the part was answered: it goes into the joint answer.
    """
    require(work, complaint, Permission.CALL_OFF_PART)
    part, theirs = _awaited(work, complaint, part_id)
    reason = required(reason, "reason")
    part.called_off, part.ended_at = reason, work.now
    code = theirs.agency if theirs is not None else part.agency
    name = work.agencies.agency(code).name
    entry = rules.PartCalledOff(part=part.number, to=code, agency_name=name)
    letters.record_text(work, complaint, entry, PART, reason)
    letters.to_citizen(work, complaint, PartCalledOff(name))
    if theirs is None:
        _end_time_to_choose(work, part)
        return
    with as_the_portal(work.session):
        _end_there(work, theirs)
    decided = rules.PartCalledOff(theirs.number, of=complaint.number, by=complaint.agency)
    with as_the_portal(work.session):
        letters.record_text(work, theirs, decided, PART, reason)
        _tell(work, theirs, PART_CALLED_OFF_STAFF)
    note_told_to_agency(work, complaint, reason, theirs.agency, is_meant=is_naming_meant)


def keep(
    work: Work,
    complaint: ComplaintRecord,
    part_id: int,
    reason: str,
    *,
    is_naming_meant: bool = False,
) -> None:
    """Decide that an agency answers its part although it says that it is not concerned."""
    require(work, complaint, Permission.CALL_OFF_PART)
    part, theirs = _awaited(work, complaint, part_id)
    if part.declined is None or theirs is None:
        raise TransitionNotAllowedError(complaint.status, PART)
    reason = required(reason, "reason")
    part.declined = part.declined_at = None
    letters.record_text(work, complaint, rules.PartKept(part=part.number), "note", reason)
    decided = rules.PartKept(theirs.number, of=complaint.number, by=complaint.agency)
    with as_the_portal(work.session):
        letters.record_text(work, theirs, decided, "note", reason)
        _tell(work, theirs, PART_KEPT)
    note_told_to_agency(work, complaint, reason, theirs.agency, is_meant=is_naming_meant)


def end_parts(event: Withdrawn) -> None:
    """End what other agencies were asked for, because the complaint is withdrawn.

    What was answered stays as it is; what had not begun never does.
    """
    work, complaint = event.work, event.complaint
    for part in parts_not_begun(work.session, complaint.id):
        part.ended_at = work.now
        _end_time_to_choose(work, part)
    for theirs in held_parts_of(work.session, complaint.id):
        if is_possible(Status(theirs.status), Action.WITHDRAW):
            _end_there(work, theirs)
            work.record(theirs, EntryKind.WITHDRAWN)
            _tell(work, theirs, WITHDRAWN_STAFF)


def _end_time_to_choose(work: Work, part: PartRecord) -> None:
    if clock := time_to_choose(work, part):
        clock.end(work.now)


def _awaited(
    work: Work, complaint: ComplaintRecord, part_id: int
) -> tuple[PartRecord, ComplaintRecord | None]:
    """Hold a part of the complaint whose answer is to come, and its row at the other agency."""
    part, theirs = part_record(work.session, complaint.id, part_id), None
    if part is not None:
        # Before the part itself, in the order in which whoever answers it holds both.
        if part.part_id is not None:
            theirs = held_elsewhere(work.session, part.part_id)
        part = held_part(work.session, PartRecord.id == part_id)
    if part is None or not _is_awaited(part, theirs):
        raise TransitionNotAllowedError(complaint.status, PART)
    return part, theirs


def _is_awaited(part: PartRecord, theirs: ComplaintRecord | None) -> bool:
    is_over = part.answered_at is not None or part.ended_at is not None
    ends = theirs is None or is_possible(Status(theirs.status), Action.WITHDRAW)
    return not is_over and ends


def _end_there(work: Work, theirs: ComplaintRecord) -> None:
    """End a part where it is answered: no date of it runs, and nothing of it leaves or is asked."""
    theirs.status = status_after(Status(theirs.status), Action.WITHDRAW).value
    theirs.is_open, theirs.closed_at = False, work.now
    stop(work, theirs)
    work.features.happened(Withdrawn(work, theirs))
    running_clocks.end_all(work, theirs)


def _tell(work: Work, record: ComplaintRecord, letter: Letter) -> None:
    """Tell whoever handles the complaint, or the part, at the other agency."""
    letters.to_assignee(beside(work, record), record, letter)


# What the complainant lets be read no more.


def take_reading_back(work: Work, complaint: ComplaintRecord, part_id: int) -> None:
    """Let the agency of a part read no more what its complainant let it read; tell whoever has it.

    Raise TransitionNotAllowedError where it reads nothing, or answered: its answer rests on that.
    """
    theirs = held_part_of(work.session, complaint.id, part_id)
    part = part_record(work.session, complaint.id, part_id)
    if theirs is None or part is None or not may_be_taken_back(part):
        raise TransitionNotAllowedError(complaint.status, PART)
    fields, part.agreed = list(part.agreed or ()), []
    _forget(work, complaint, theirs, part, fields)
    work.record(theirs, rules.PartUnread(part=part.number, fields=fields))
    letters.to_assignee(beside(work, theirs), theirs, PART_UNREAD)


def may_be_taken_back(part: PartRecord) -> bool:
    """Tell whether an agency reads something that it has not answered on yet."""
    return bool(part.agreed) and part.answered_at is None and part.ended_at is None


def _forget(
    work: Work,
    complaint: ComplaintRecord,
    theirs: ComplaintRecord,
    part: PartRecord,
    fields: Collection[str],
) -> None:
    """Take the agency's own rows of what it may read no more away from it."""
    if Shared.STORY in fields:
        theirs.story = ""
        _forget_subject(work, theirs, part)
    if {Shared.NAME, Shared.CONTACT} & set(fields):
        _forget_people(work, theirs, fields)
    if Shared.CONTACT in fields:
        theirs.needs = []
    if Shared.DOCUMENTS in fields:
        _forget_documents(work, complaint, theirs)
    work.session.flush()
    index_again(work.session, work.keyring, theirs, theirs.agency)


def _forget_subject(work: Work, theirs: ComplaintRecord, part: PartRecord) -> None:
    """Call the part by what is asked, where it was called by the beginning of the story."""
    named = issues_called(work.session, theirs.id, theirs.subject)
    theirs.subject = subject_of(part.asked)
    for issue in named:
        issue.text = theirs.subject


def _forget_people(work: Work, theirs: ComplaintRecord, fields: Collection[str]) -> None:
    for person in people_to_share(work.session, theirs.id):
        if Shared.NAME in fields:
            person.name = person.agreement = None
        if Shared.CONTACT in fields and person.role == COMPLAINANT:
            for column in CONTACT_COLUMNS:
                setattr(person, column, None)


def _forget_documents(work: Work, complaint: ComplaintRecord, theirs: ComplaintRecord) -> None:
    """Take the copies of the complaint's documents away; what only this agency was sent stays."""
    shared = {document.file_key for document in documents_to_share(work.session, complaint.id)}
    for copy in documents_to_share(work.session, theirs.id):
        if copy.file_key in shared:
            work.session.delete(copy)
