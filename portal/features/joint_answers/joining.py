"""One joint answer: each agency's part under its name, and what is still to come, from whom, when.

A late part holds nothing back. What was not handed in when the answer left reaches the complainant
directly: whoever answers looks at the part under its lock, so that it comes by one way and once.
Each agency's answer is reviewed by itself: by its own way up, somebody else, and a date of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from portal.agencies.registry import Registry
from portal.complaints.events import Answered, Closed
from portal.complaints.handling.reviews import (
    begin_review,
    leave_time_to_reopen,
    meet_in_time,
    time_to_ask_again,
)
from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, beside
from portal.domain.complaint import Status
from portal.domain.errors import ClockRunOutError, TransitionNotAllowedError
from portal.domain.handling.lifecycle import Action
from portal.features.joint_answers.letters import PART_HANDED_IN, Joined, joint_words
from portal.features.joint_answers.queries import (
    Part,
    has_time_to_ask_again,
    held_part,
    held_parts,
    is_given,
    parts_of,
    whole_to_write_to,
)
from portal.features.joint_answers.records import PartRecord


def join_or_hand_in(event: Answered) -> None:
    """Join to an answer what other agencies answered; keep that to a part for whoever asked."""
    if event.complaint.parent_id is not None:
        event.goes_out = _hand_in(event.work, event.complaint, event.text)
    else:
        event.text = _join_parts(event.work, event.complaint, event.text)


def joined_now(parts: Iterable[Part], agencies: Registry) -> list[Joined]:
    """Return what of these parts an answer given now would hold, or announce."""
    return [
        Joined(
            agencies.agency(part.agency).name,
            part.answer,
            part.date.last_day if part.date is not None else None,
            part.is_late,
        )
        for part in parts
        if part.given_at is None and (part.answered_at is not None or part.is_awaited)
    ]


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
    whole = whole_to_write_to(work.session, part)
    letters.to_assignee(beside(work, whole), whole, PART_HANDED_IN)
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
    whole = work.session.get_one(ComplaintRecord, theirs.parent_id)
    if not Status(whole.status).is_open and time_to_ask_again(work, whole) is None:
        raise ClockRunOutError
