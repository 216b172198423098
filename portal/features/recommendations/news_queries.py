"""What a complainant is told of the recommendations that their complaint led to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.history import HistoryEntryRecord
from portal.features.recommendations.records import RecommendationComplaintRecord
from portal.features.recommendations.rules import ENTRIES, LEADS_TO, State, Step


@dataclass(frozen=True, slots=True)
class ToldRecommendation:
    """When a recommendation was made, where it stands, and by when it is carried out."""

    made_at: datetime
    state: State
    by: date | None


def told_recommendations(session: Session, complaint_id: int) -> tuple[ToldRecommendation, ...]:
    """Return what the complainant is told: nothing of a recommendation that no answer told of.

    It is read from the complaint's own history: recommendations are out of a complainant's reach.
    """
    link = RecommendationComplaintRecord
    told = session.scalars(
        select(link.recommendation_id)
        .where(link.complaint_id == complaint_id, link.told)
        .order_by(link.recommendation_id)
    ).all()
    entries = _entries(session, complaint_id) if told else []
    return tuple(_told(one, entries) for one in told)


def _entries(session: Session, complaint_id: int) -> list[Any]:
    entry = HistoryEntryRecord
    statement = (
        select(entry.at, entry.facts)
        .where(entry.complaint_id == complaint_id, entry.kind.in_(ENTRIES))
        .order_by(entry.seq)
    )
    return list(session.execute(statement))


def _told(recommendation_id: int, entries: Iterable[Any]) -> ToldRecommendation:
    made, *later = [one for one in entries if one.facts["recommendation"] == recommendation_id]
    if not later:
        return ToldRecommendation(made.at, State.SENT, None)
    state = LEADS_TO[Step(later[-1].facts["step"])]
    days = [one.facts["by"] for one in later if "by" in one.facts]
    by = date.fromisoformat(days[-1]) if days and state is State.ACCEPTED else None
    return ToldRecommendation(made.at, state, by)
