"""A person lets the text of a closed complaint be published, and staff read it over first."""

from __future__ import annotations

from collections.abc import Sequence

from portal.complaints.letters import letters
from portal.complaints.queries.identity import whole_people
from portal.complaints.queries.public_marks import move_mark
from portal.complaints.queries.staff import Member
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.complaint import Status
from portal.domain.errors import IdentitySaidError, IncompleteError, TransitionNotAllowedError
from portal.domain.handling.identity import identity_said
from portal.domain.history import EntryKind
from portal.domain.permissions import Permission
from portal.domain.time.periods import Period
from portal.domain.typed import is_blank
from portal.features.open_texts.letters import TEXT_OFFERED
from portal.features.open_texts.queries import MARK, offered
from portal.features.open_texts.records import OpenTextRecord
from portal.features.open_texts.rules import Reading, TextReviewed, shortened


def offer(work: Work, complaint: ComplaintRecord) -> None:
    """Let the text of a closed complaint be published once staff read it over; offered once."""
    if complaint.status != Status.CLOSED or complaint.closed_at is None:
        raise TransitionNotAllowedError(complaint.status, "offer_text")
    if offered(work.session, complaint.id) is not None:
        return
    zone = work.agencies.agency(complaint.agency).zone
    quarter = Period.quarter_of(complaint.closed_at.astimezone(zone).date())
    work.session.add(
        OpenTextRecord(complaint_id=complaint.id, agreed_at=work.now, quarter=str(quarter))
    )
    work.record(complaint, EntryKind.TEXT_OFFERED)
    letters.to_members(work, complaint, _readers(work, complaint), TEXT_OFFERED)


def _readers(work: Work, complaint: ComplaintRecord) -> Sequence[Member]:
    """Return who is told that a text waits: whoever handled it, else the heads, else the others."""
    officers = work.staff.officers(work.session, complaint.agency)
    own = [member for member in officers if member.user_id == complaint.assignee_id]
    return own or work.staff.heads(work.session, complaint.agency) or officers


def take_back(work: Work, complaint: ComplaintRecord) -> None:
    """Let nothing of it be published any more: what was made of it is gone at once."""
    found = offered(work.session, complaint.id)
    if found is None:
        raise TransitionNotAllowedError(complaint.status, "offer_text")
    work.session.delete(found)
    move_mark(work.session, MARK)


def review(work: Work, complaint: ComplaintRecord, reading: Reading, text: str) -> None:
    """Let a text be published as it was made to name nobody, or leave it out.

    Raise NotTheirWordsError for words that are not the person's, and IdentitySaidError where it
    still says who complains: that is never meant here.
    """
    require(work, complaint, Permission.REVIEW_TEXT)
    found = offered(work.session, complaint.id)
    if found is None:
        raise TransitionNotAllowedError(complaint.status, "review_text")
    is_published = reading is Reading.PUBLISH
    if is_published and is_blank(text):
        raise IncompleteError("open_text")
    left = shortened(complaint.story, text) if is_published else None
    if left is not None:
        _refuse_naming(work, complaint, left)
    found.text = left
    found.read_at, found.read_by = work.now, work.actor.user_id
    work.record(complaint, TextReviewed(reading))
    move_mark(work.session, MARK)


def _refuse_naming(work: Work, complaint: ComplaintRecord, text: str) -> None:
    people = whole_people(work.session, (complaint.number,))
    place = next(iter(identity_said(text, people).values()), None)
    if place is not None:
        raise IdentitySaidError(place)
