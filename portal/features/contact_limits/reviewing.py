"""A complainant asks that a limit be reviewed; the top authority says whether it goes on."""

from __future__ import annotations

from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.errors import (
    AnotherPersonNeededError,
    IncompleteError,
    TransitionNotAllowedError,
)
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.features.contact_limits.actions import REVIEW, REVIEWED, end, limits_of
from portal.features.contact_limits.rules import LimitState


def ask_review(work: Work, complaint: ComplaintRecord, why: str, once: str | None = None) -> None:
    """Let the complainant ask for a review: the top authority is told at once. Asked once a limit.

    Where nobody is the top authority, the administrators are told.
    """
    if not why.strip():
        raise IncompleteError("body")
    record = next(iter(limits_of(work, complaint, LimitState.IN_FORCE)), None)
    if record is None:
        raise TransitionNotAllowedError(complaint.status, "ask_limit_review")
    if record.review_asked_at is not None:
        return
    record.review_asked_at = work.now
    seq = work.record(complaint, EntryKind.LIMIT_REVIEW_ASKED, text=why)
    letters.add_message(work, complaint, REVIEW, why.strip(), seq, once)
    top = work.staff.top_authority(work.session, complaint.agency)
    told = top or work.staff.administrators(work.session, complaint.agency)
    letters.to_members(work, complaint, told, "limit_review_for_you")


def review(work: Work, complaint: ComplaintRecord, goes_on: bool, reasons: str) -> None:
    """Say whether a limit goes on, with reasons that the complainant reads.

    Raise AnotherPersonNeededError for whoever decided it.
    """
    require(work, complaint, Permission.REVIEW_LIMIT)
    record = next(iter(limits_of(work, complaint, LimitState.IN_FORCE)), None)
    if record is None or record.review_asked_at is None or record.reviewed_at is not None:
        raise TransitionNotAllowedError(complaint.status, "review_limit")
    if record.decided_by == work.actor.user_id:
        raise AnotherPersonNeededError
    if not reasons.strip():
        raise IncompleteError("reason")
    record.reviewed_by, record.reviewed_at = work.actor.user_id, work.now
    seq = work.record(complaint, EntryKind.LIMIT_REVIEWED, text=reasons, goes_on=goes_on)
    letters.add_message(work, complaint, REVIEWED, reasons.strip(), seq)
    recourses = [one.code for one in work.advised.recourses[-1:]]
    letters.to_citizen(work, complaint, "limit_reviewed", goes_on=goes_on, recourses=recourses)
    if not goes_on:
        end(work, complaint, record, LimitState.LIFTED)
