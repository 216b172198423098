"""What lessons and alarms are told of recommendations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from portal.complaints.changes import Change, VerifiedChange
from portal.complaints.records.complaint import ComplaintRecord, PersonRecord
from portal.complaints.work import Work
from portal.domain.errors import TransitionNotAllowedError, UnknownRecommendationError
from portal.features.recommendations.figure_queries import late_recommendations
from portal.features.recommendations.queries import recommendation
from portal.features.recommendations.records import (
    RecommendationComplaintRecord,
    RecommendationRecord,
    RecommendationStepRecord,
)
from portal.features.recommendations.rules import State, Step

_A_YEAR = timedelta(days=365)


class Recommendations:
    """The recommendations of agencies, to whoever speaks of them."""

    def of_agency(self, session: Session, agency: str, most: int) -> list[tuple[int, str]]:
        """Return the newest of an agency, with their titles."""
        record, complaint = RecommendationRecord, ComplaintRecord
        statement = (
            select(record.id, record.title)
            .join(complaint, complaint.id == record.complaint_id)
            .where(complaint.agency == agency)
            .order_by(record.id.desc())
            .limit(most)
        )
        return [(row[0], row[1]) for row in session.execute(statement)]

    def change(self, session: Session, agency: str, change_id: int) -> Change:
        """Return one of an agency; raise UnknownRecommendationError where there is none."""
        found = recommendation(session, agency, change_id)
        text = found.versions[-1].body or ""
        return Change(found.id, found.title, text, found.state is State.VERIFIED)

    def verified(
        self, session: Session, agency: str, but: Collection[int], most: int
    ) -> list[VerifiedChange]:
        """Return those of an agency that were verified, the newest first, without some."""
        record = RecommendationRecord
        statement = (
            _counted(agency)
            .where(record.state == State.VERIFIED.value, record.id.not_in(but))
            .order_by(record.id.desc())
            .limit(most)
        )
        return [VerifiedChange(*row) for row in session.execute(statement)]

    def hold_verified(self, work: Work, agency: str, change_id: int) -> VerifiedChange:
        """Hold one that was verified.

        Raise UnknownRecommendationError where there is none, TransitionNotAllowedError before.
        """
        record, complaint = RecommendationRecord, ComplaintRecord
        mine = record.id == change_id, complaint.agency == agency
        of_agency = select(record).join(complaint, complaint.id == record.complaint_id).where(*mine)
        held = work.session.scalar(of_agency.with_for_update(of=record))
        if held is None:
            raise UnknownRecommendationError(change_id)
        if held.state != State.VERIFIED:
            raise TransitionNotAllowedError(held.state, "write_lesson")
        row = work.session.execute(_counted(agency).where(record.id == change_id)).one()
        return VerifiedChange(*row)

    def people_behind(self, session: Session, change_id: int) -> list[str]:
        """Return the names of the people whose complaints a recommendation gathers."""
        link = RecommendationComplaintRecord
        gathered = select(link.complaint_id).where(link.recommendation_id == change_id)
        names = session.scalars(
            select(PersonRecord.name).where(PersonRecord.complaint_id.in_(gathered))
        )
        return [name for name in names if name]

    def in_vain(
        self, session: Session, agencies: Collection[str], now: datetime
    ) -> tuple[Mapping[str, int], Mapping[str, int]]:
        """Return of each agency how many were not followed within a year, and how many are late."""
        record, step, complaint = RecommendationRecord, RecommendationStepRecord, ComplaintRecord
        lately = select(step.recommendation_id).where(
            step.at >= now - _A_YEAR, step.at <= now, step.kind == Step.CONFIRMED.value
        )
        rows = session.execute(
            select(complaint.agency, func.count())
            .select_from(record)
            .join(complaint, complaint.id == record.complaint_id)
            .where(
                record.state == State.NOT_FOLLOWED.value,
                record.id.in_(lately),
                complaint.agency.in_(sorted(agencies)),
            )
            .group_by(complaint.agency)
        )
        refused: dict[str, int] = {row[0]: row[1] for row in rows}
        late: Counter[str] = Counter()
        for row in late_recommendations(session, agencies, now):
            late[row.agency] += row.n
        return refused, late


def _counted(agency: str) -> Select[Any]:
    record, complaint, link = RecommendationRecord, ComplaintRecord, RecommendationComplaintRecord
    gathered = select(func.count()).where(link.recommendation_id == record.id)
    return (
        select(
            record.id,
            record.title,
            gathered.correlate(record).scalar_subquery(),
            complaint.theme,
        )
        .join(complaint, complaint.id == record.complaint_id)
        .where(complaint.agency == agency)
    )
