"""What complainants learn of recommendations: only what the answer says, and what they wished for.

Whoever answers decides whether the complainant sees that a recommendation was made and what
became of it. Whoever agreed is told once the cause is corrected.
"""

from __future__ import annotations

from sqlalchemy import select, update

from portal.complaints import casework
from portal.complaints.events import CauseCorrected
from portal.complaints.letters import letters
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work
from portal.db.row_filter import as_the_portal
from portal.domain.errors import TransitionNotAllowedError
from portal.domain.history import EntryKind
from portal.features.recommendations.records import (
    RecommendationComplaintRecord,
    RecommendationRecord,
)


def answer_and_tell(work: Work, complaint: ComplaintRecord, body: str, tells: bool) -> None:
    """Send the answer; the complainant sees from then on what becomes of the recommendations.

    Only if it `tells` of them: a recommendation is the agency's own affair otherwise.
    """
    casework.answer(work, complaint, body)
    if tells:
        link = RecommendationComplaintRecord
        of_complaint = update(link).where(link.complaint_id == complaint.id)
        work.session.execute(of_complaint.values(told=True))


def wish_for_news(work: Work, complaint: ComplaintRecord, wishes: bool) -> None:
    """Keep whether the complainant wants to be told once the cause is corrected."""
    if complaint.answered_at is None:
        raise TransitionNotAllowedError(complaint.status, "wish_for_news")
    if complaint.wishes_news is wishes:
        return
    complaint.wishes_news = wishes
    work.record(complaint, EntryKind.NEWS_WISHED, wishes=wishes)


def tell_corrected(work: Work, recommendation: RecommendationRecord) -> None:
    """Write to the complainants of what is gathered who agreed that the cause is corrected.

    To each of them, also of a complaint that concerns whoever verified it: they see none of it.
    """
    link = RecommendationComplaintRecord
    ids = select(link.complaint_id).where(link.recommendation_id == recommendation.id)
    gathered = select(ComplaintRecord).where(ComplaintRecord.id.in_(ids))
    with as_the_portal(work.session):
        complaints = work.session.scalars(gathered.order_by(ComplaintRecord.id)).all()
        for complaint in complaints:
            if complaint.wishes_news:
                letters.to_citizen(work, complaint, "cause_corrected")
        for complaint in complaints:
            work.features.happened(CauseCorrected(work, complaint))
