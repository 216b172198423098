"""The review of one part: by its own agency's way up, somebody else, and a date of its own.

The complaint and its other parts stay as they are: their answers, their dates, whoever has them.
"""

from __future__ import annotations

from sqlalchemy import select

from portal.complaints.handling.reviews import (
    begin_review,
    is_done,
    leave_time_to_reopen,
    meet_in_time,
    time_to_ask_again,
)
from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.complaint import Status
from portal.domain.errors import ClockRunOutError, TransitionNotAllowedError
from portal.domain.lifecycle import Action
from portal.domain.time.clock import ClockKind
from portal.features.joint_answers.records import PartRecord


def review_part(work: Work, theirs: ComplaintRecord, reason: str, once: str | None = None) -> None:
    """Hand one agency's answer to its next level, to be looked at by somebody else there.

    Sent twice, it is done once. Raise TransitionNotAllowedError before the complainant has that
    answer and at the top authority, ClockRunOutError after the time, IncompleteError without a
    reason.
    """
    if is_done(work, once):
        return
    if not _is_given(work, theirs):
        raise TransitionNotAllowedError(theirs.status, Action.ASK_REVIEW)
    if theirs.status == Status.CLOSED:
        _meet_in_time(work, theirs)
    begin_review(work, theirs, reason, once)


def leave_time_to_review(work: Work, theirs: ComplaintRecord) -> None:
    """Start the time in which a closed part may be reviewed, if the complainant has its answer.

    They may not have it yet, because it waits for the joint one: then the time of the whole counts.
    """
    if _is_given(work, theirs):
        leave_time_to_reopen(work, theirs)


def _is_given(work: Work, theirs: ComplaintRecord) -> bool:
    given = select(PartRecord.given_at).where(PartRecord.part_id == theirs.id)
    return work.session.scalar(given) is not None


def _meet_in_time(work: Work, theirs: ComplaintRecord) -> None:
    """Stop the part's own time because it was used; where it has none, look at the whole's."""
    own = (ClockRecord.complaint_id == theirs.id, ClockRecord.kind == ClockKind.REOPENING.value)
    if work.session.scalar(select(ClockRecord.id).where(*own).limit(1)) is not None:
        meet_in_time(work, theirs)
        return
    whole = work.session.get_one(ComplaintRecord, theirs.parent_id)
    if not Status(whole.status).is_open and time_to_ask_again(work, whole) is None:
        raise ClockRunOutError
