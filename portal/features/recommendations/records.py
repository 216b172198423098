"""Recommendations, every step of theirs, and the complaints that each gathers.

Complainants see none of the first two: their history tells them what they may know.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.records.row_rules import not_for_complainants
from portal.complaints.records.steps import StepRecord
from portal.db.base import Base, BigKey, OfComplaint, SealedText
from portal.db.row_filter import RowRule
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


ROW_RULES = (RowRule((RecommendationRecord, RecommendationStepRecord), not_for_complainants),)


# What the history tells.
