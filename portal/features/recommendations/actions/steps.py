"""What happens to a recommendation: kept beside it, and in the history of all it gathers."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.work import Work, held_complaints
from portal.db.row_filter import as_the_portal
from portal.domain.errors import UnknownRecommendationError
from portal.domain.history import EntryKind
from portal.features.recommendations.records import (
    RecommendationComplaintRecord,
    RecommendationRecord,
    RecommendationStepRecord,
)
from portal.features.recommendations.rules import State, Step, state_after


def recommendation_of(
    work: Work, complaint: ComplaintRecord, recommendation_id: int
) -> RecommendationRecord:
    """Return a recommendation written from a complaint that is held, so that nobody else acts."""
    found = work.session.scalar(
        select(RecommendationRecord)
        .where(
            RecommendationRecord.id == recommendation_id,
            RecommendationRecord.complaint_id == complaint.id,
        )
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise UnknownRecommendationError(recommendation_id)
    return found


def take(
    work: Work,
    recommendation: RecommendationRecord,
    step: Step,
    text: str | None = None,
    **facts: object,
) -> None:
    """Take a step, and write it into the history of each complaint that is gathered.

    Raise TransitionNotAllowedError where the state does not allow it, StaleComplaintError if
    somebody holds one of the complaints just now.
    """
    _moved(recommendation, step)
    keep(work, recommendation, step, text, gathered(work, recommendation), **facts)


def take_alone(
    work: Work,
    complaint: ComplaintRecord,
    recommendation: RecommendationRecord,
    step: Step,
    **facts: object,
) -> None:
    """Take a step that a clock brings; only the complaint of the clock, which is held, tells it.

    The worker holds many complaints at a time: it waits for none.
    """
    _moved(recommendation, step)
    keep(work, recommendation, step, None, [complaint], **facts)


def keep(
    work: Work,
    recommendation: RecommendationRecord,
    step: Step,
    text: str | None,
    complaints: Sequence[ComplaintRecord],
    **facts: object,
) -> None:
    """Keep a step that was taken, with its text sealed beside it."""
    work.session.add(
        RecommendationStepRecord(
            recommendation_id=recommendation.id,
            complaint_id=recommendation.complaint_id,
            kind=step.value,
            at=work.now,
            user_id=work.actor.user_id,
            body=text,
            facts=facts,
        )
    )
    kind = EntryKind.RECOMMENDED if step is Step.MADE else EntryKind.RECOMMENDATION_MOVED
    told = {"recommendation": recommendation.id, "step": step.value, **facts}
    for complaint in complaints:
        work.record(complaint, kind, text=text, **told)


def gathered(work: Work, recommendation: RecommendationRecord) -> list[ComplaintRecord]:
    """Hold and return the complaints that a recommendation gathers; never wait for one.

    All of them: what became of it stands in the history of one that concerns the actor as well.
    """
    link = RecommendationComplaintRecord
    ids = select(link.complaint_id).where(link.recommendation_id == recommendation.id)
    with as_the_portal(work.session):
        return held_complaints(work, ComplaintRecord.id.in_(ids))


def _moved(recommendation: RecommendationRecord, step: Step) -> None:
    recommendation.state = state_after(State(recommendation.state), step).value
