"""What the overview reads of recommendations: their steps in a period, and those that are late.

Recommendations are few beside complaints: their steps are read as they are, and not from the cube,
in which one would count with each complaint that it gathers.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from portal.complaints.records.clock import ClockRecord
from portal.complaints.records.complaint import ComplaintRecord
from portal.features.recommendations.records import RecommendationRecord, RecommendationStepRecord
from portal.features.recommendations.rules import DATED, State, Step

_R, _S, _K, _C = (
    RecommendationRecord,
    RecommendationStepRecord,
    ClockRecord,
    ComplaintRecord,
)


class StepTaken(NamedTuple):
    """A step of a recommendation, and the agency and subject that it is of."""

    agency: str
    category: str
    recommendation: int
    kind: str
    made_at: datetime
    at: datetime


class Late(NamedTuple):
    """How many recommendations of an agency's subject are late."""

    agency: str
    category: str
    n: int


def steps_of_moved(
    session: Session, agencies: Collection[str], since: datetime, until: datetime
) -> list[StepTaken]:
    """Return all steps of the recommendations that took one in this time, each in its order."""
    moved = select(_S.recommendation_id).where(_S.at >= since, _S.at < until)
    statement = (
        select(_C.agency, _C.category, _S.recommendation_id, _S.kind, _R.made_at, _S.at)
        .join(_R, _R.id == _S.recommendation_id)
        .join(_C, _C.id == _R.complaint_id)
        .where(_S.recommendation_id.in_(moved), _C.agency.in_(sorted(agencies)))
        .order_by(_S.recommendation_id, _S.id)
    )
    return [StepTaken(*row) for row in session.execute(statement)]


def late_recommendations(session: Session, agencies: Collection[str], now: datetime) -> list[Late]:
    """Return how many wait for a reply or an execution whose date has passed."""
    step = aliased(_S)
    climbed = select(step.id).where(
        step.recommendation_id == _R.id, step.kind == Step.CLIMBED.value
    )
    dated = [state.value for state in DATED]
    is_late = or_(
        and_(_R.state.in_(dated), _K.due_at <= now),
        and_(_R.state == State.SENT.value, climbed.correlate(_R).exists()),
    )
    rows = session.execute(
        select(_C.agency, _C.category, func.count())
        .select_from(_R)
        .join(_C, _C.id == _R.complaint_id)
        .join(_K, _K.id == _R.clock_id)
        .where(_C.agency.in_(sorted(agencies)), is_late)
        .group_by(_C.agency, _C.category)
    )
    return [Late(*row) for row in rows]
