"""Words of praise and suggestions, as they were handed to the people whom they concern."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.records.row_rules import not_for_complainants, seen_with_complaint
from portal.db.base import Base, BigKey, SealedText
from portal.db.row_filter import RowRule
from portal.db.viewer import Viewer


class PassedOnRecord(Base):
    """The words that one person of the staff was handed: a row for each of them.

    It is seen by that person, who may see nothing else of what it is from, and with it. It is
    `taken_back_at` when its author says that it is a complaint all the same.
    """

    __tablename__ = "passed_on"
    __table_args__ = (Index("ix_passed_on_user_id", "user_id", "agency", "at"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(BigKey, ForeignKey("complaint.id"), index=True)
    agency: Mapped[str] = mapped_column(String(20))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    nature: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    words: Mapped[str] = mapped_column(SealedText("passed_on.words"))
    taken_back_at: Mapped[datetime | None]


def _handed_to(viewer: Viewer, record: type[PassedOnRecord]) -> ColumnElement[bool]:
    """Return what tells that words were handed to the actor."""
    return record.user_id == viewer.user_id


ROW_RULES = (
    seen_with_complaint(PassedOnRecord),
    RowRule((PassedOnRecord,), not_for_complainants),
    RowRule((PassedOnRecord,), _handed_to, or_seen_by=True),
)
