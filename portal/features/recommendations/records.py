"""Recommendations, every step of theirs, and the complaints that each gathers.

Complainants see none of the first two: their history tells them what they may know.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    and_,
    exists,
    false,
    or_,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.complaints.records.row_rules import not_for_complainants
from portal.complaints.records.steps import StepRecord
from portal.db.base import Base, BigKey, OfComplaint, SealedText
from portal.db.row_filter import RowRule
from portal.db.viewer import Seat, Viewer
from portal.features.recommendations.rules import Addressee, Roles


class RecommendationRecord(OfComplaint, Base):
    """A recommendation as it stands. It belongs to the complaint it was written from.

    Its agency is that complaint's: whoever takes the complaint over has it too. It waits for
    `post`, or for the person `addressee_id`, at `level` of the way up; `clock_id` is the date that
    runs now, or ran last.
    """

    __tablename__ = "recommendation"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    state: Mapped[str] = mapped_column(String(20), index=True)
    title: Mapped[str] = mapped_column(SealedText("recommendation.title"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    made_at: Mapped[datetime]
    level: Mapped[int]
    post: Mapped[str | None] = mapped_column(String(60))
    addressee_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    clock_id: Mapped[int] = mapped_column(ForeignKey("clock.id"), index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    @property
    def roles(self) -> Roles:
        """Who it concerns as it stands."""
        return Roles(self.author_id, Addressee(self.post, self.addressee_id), self.owner_id)


class RecommendationStepRecord(StepRecord, OfComplaint, Base):
    """Something that happened to a recommendation.

    The same is in the history of every complaint that it gathers, where the chain covers it.
    """

    __tablename__ = "recommendation_step"
    __table_args__ = (Index("ix_recommendation_step_at", "at"),)

    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"), index=True)


class RecommendationComplaintRecord(OfComplaint, Base):
    """One complaint that a recommendation gathers; `told` where its complainant knows of it."""

    __tablename__ = "recommendation_complaint"
    __table_args__ = (UniqueConstraint("recommendation_id", "complaint_id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"))
    told: Mapped[bool] = mapped_column(default=False)
    unproved: ClassVar[Mapping[str, str]] = {
        "told": "whether the person was told of it, which the history tells"
    }


# Tables of their own, so that the criteria on what belongs to complaints are not added to them: who
# sees a recommendation sees what it is from, of its agency and subject, and which date runs.
OF = ComplaintRecord.__table__.alias("recommended_of")
CLOCK = ClockRecord.__table__.alias("recommendation_clock")
_MADE = RecommendationRecord.__table__.alias("made_to")
_MADE_OF = ComplaintRecord.__table__.alias("made_of")


def _made_to(viewer: Viewer, made: Any) -> ColumnElement[bool]:
    """Return what tells that a recommendation was made to somebody who may see no more of it.

    They have it at their post, or it is addressed or given to them, or to whom they replace.
    """
    if not viewer.waits_for_level:
        return false()
    is_theirs = viewer.at_a_seat(made.complaint_id, lambda seat: _made_in(seat, made))
    return exists().where(_MADE_OF.c.id == made.complaint_id, is_theirs)


def _made_in(seat: Seat, made: Any) -> ColumnElement[bool]:
    to_them = (role.in_(seat.people) for role in (made.addressee_id, made.owner_id))
    return and_(_MADE_OF.c.agency == seat.agency, or_(made.post.in_(seat.posts), *to_them))


def _of_made_to(viewer: Viewer, record: Any) -> ColumnElement[bool]:
    """Return what tells that something belongs to a recommendation that was made to somebody."""
    is_theirs = _made_to(viewer, _MADE.c)
    return exists().where(_MADE.c.id == record.recommendation_id, is_theirs)


def _complaint_of(record: Any) -> Any:
    return record.complaint_id


ROW_RULES = (
    RowRule((RecommendationRecord, RecommendationStepRecord), not_for_complainants),
    RowRule((RecommendationRecord,), _made_to, _complaint_of, or_seen_by=True),
    RowRule(
        (RecommendationStepRecord, RecommendationComplaintRecord),
        _of_made_to,
        _complaint_of,
        or_seen_by=True,
    ),
)
"""Recommendations are seen with the complaint they are from, and by whoever they are made to."""


# What the history tells.
