"""What was accepted is said to be done; then somebody else verifies that it is."""

from __future__ import annotations

from datetime import date

from portal.complaints.people.staff import without
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, require
from portal.domain.errors import IncompleteError, NotTheAddresseeError, OwnWorkError
from portal.domain.permissions import Permission
from portal.features.recommendations.actions import dates, people
from portal.features.recommendations.actions.steps import recommendation_of, take
from portal.features.recommendations.news import tell_corrected
from portal.features.recommendations.records import RecommendationRecord
from portal.features.recommendations.rules import Step, may_verify


def say_done(
    work: Work, complaint: ComplaintRecord, recommendation_id: int, text: str, on: date | None
) -> None:
    """Say what was done, and which day: it waits to be verified."""
    require(work, complaint, Permission.CARRY_OUT)
    recommendation = recommendation_of(work, complaint, recommendation_id)
    if not people.is_carrying_out(complaint, recommendation, work.actor):
        raise NotTheAddresseeError
    missing = [] if text.strip() else ["body"]
    if on is None or on > work.advised.calendar.day_of(work.now):
        missing.append("done_on")
    if missing or on is None:
        raise IncompleteError(*missing)
    take(work, recommendation, Step.DONE, text.strip(), on=on.isoformat())
    dates.meet(work, recommendation)
    _ask_to_verify(work, complaint, recommendation)


def verify(work: Work, complaint: ComplaintRecord, recommendation_id: int, text: str) -> None:
    """Confirm that it is done, and how that was seen; earlier complainants are then told.

    Raise OwnWorkError for whoever wrote the recommendation or carried it out.
    """
    recommendation = _verified_by_another(work, complaint, recommendation_id)
    if not text.strip():
        raise IncompleteError("body")
    take(work, recommendation, Step.VERIFIED, text.strip())
    people.tell_what_became(work, complaint, recommendation)
    tell_corrected(work, recommendation)


def send_back(
    work: Work, complaint: ComplaintRecord, recommendation_id: int, reason: str, by: date | None
) -> None:
    """Say what is missing still: it is to be carried out by another day."""
    recommendation = _verified_by_another(work, complaint, recommendation_id)
    missing = [] if reason.strip() else ["reason"]
    if by is None or by <= work.advised.calendar.day_of(work.now):
        missing.append("execute_by")
    if missing or by is None:
        raise IncompleteError(*missing)
    take(work, recommendation, Step.SENT_BACK, reason.strip(), by=by.isoformat())
    dates.start_execution(work, complaint, recommendation, by)
    doing = people.answerable(work, complaint, recommendation)
    watching = without(people.watchers(work, complaint, recommendation), doing)
    told = [*doing, *watching]
    people.write_to(work, complaint, recommendation, told, "recommendation_sent_back")


def _verified_by_another(
    work: Work, complaint: ComplaintRecord, recommendation_id: int
) -> RecommendationRecord:
    require(work, complaint, Permission.VERIFY)
    recommendation = recommendation_of(work, complaint, recommendation_id)
    wrote, did = people.writers(work, recommendation), people.doers(work, recommendation)
    if not may_verify(work.actor.user_id, wrote, did):
        raise OwnWorkError
    return recommendation


def _ask_to_verify(
    work: Work, complaint: ComplaintRecord, recommendation: RecommendationRecord
) -> None:
    """Write to who may verify: the heads, else the other officers, else the top authority."""
    session, agency = work.session, complaint.agency
    wrote, did = people.writers(work, recommendation), people.doers(work, recommendation)
    found = next(
        (
            able
            for group in (
                work.staff.heads(session, agency),
                work.staff.officers(session, agency),
                work.staff.top_authority(session, agency),
            )
            if (able := [one for one in group if may_verify(one.user_id, wrote, did)])
        ),
        [],
    )
    people.write_to(work, complaint, recommendation, found, "recommendation_to_verify")
    watching = without(people.watchers(work, complaint, recommendation), found)
    told = {"state": recommendation.state}
    people.write_to(work, complaint, recommendation, watching, "recommendation_moved", **told)
