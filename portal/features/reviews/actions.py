"""What a complainant asks for after the answer: to take the complaint up again, or a review.

A closing leaves the time for it.
"""

from __future__ import annotations

from portal.complaints import entries
from portal.complaints.events import Closed
from portal.complaints.handling.following import (
    AGAIN,
    NewDate,
    again_promised,
    begin_review,
    date_ahead,
    leave_time_to_reopen,
    meet_in_time,
    review_ahead,
    take_up_again,
)
from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.domain.complaint import Status
from portal.domain.errors import required
from portal.domain.handling.lifecycle import Action, status_after
from portal.features.reviews.letters import REOPENED_STAFF, Reopened


def reopen(work: Work, complaint: ComplaintRecord, reason: str, once: str | None = None) -> None:
    """Take a closed complaint up again, at the first level and with a new date for the answer.

    Sent twice, it is done once. Raise TransitionNotAllowedError unless it is closed,
    ClockRunOutError after the last day, IncompleteError without a reason.
    """
    if letters.was_sent(work, once):
        return
    status_after(Status(complaint.status), Action.REOPEN)
    required(reason, "reason")
    last_day = take_up_again(work, complaint)
    entry = entries.Reopened(level=1, last_day=last_day)
    letters.record_text(work, complaint, entry, AGAIN, reason, once)
    letters.to_citizen(work, complaint, Reopened(last_day))
    letters.to_assignee(work, complaint, REOPENED_STAFF)


def ask_for_review(
    work: Work, complaint: ComplaintRecord, reason: str, once: str | None = None
) -> None:
    """Hand an answered complaint to the next level, to be looked at by somebody else.

    Nobody who handled it so far answers the review. Sent twice, it is done once. It raises what
    `reopen` does, and TransitionNotAllowedError at the top authority as well.
    """
    if letters.was_sent(work, once):
        return
    if complaint.status == Status.CLOSED:
        meet_in_time(work, complaint)
    begin_review(work, complaint, reason, once)


def dates_ahead(work: Work, complaint: ComplaintRecord) -> dict[Action, NewDate]:
    """Return by when an answer would come, by whichever way it were asked for now."""
    reviewed = review_ahead(work, complaint)
    again = date_ahead(work, work.advised.path[0], again_promised(work))
    return {Action.REOPEN: again} | ({Action.ASK_REVIEW: reviewed} if reviewed else {})


def leave_time(event: Closed) -> None:
    """Start the time in which a closed complaint may be taken up again, and let its letter tell it.

    Of several agencies only the one that has the complaint takes it up again.
    """
    if event.complaint.parent_id is None:
        event.reopening.update(leave_time_to_reopen(event.work, event.complaint))
