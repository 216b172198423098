"""What complainants thought of how they were treated, in counts that lead back to nobody.

Who answered a survey is kept from the staff; what was answered belongs to no complaint.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint
from portal.db.row_filter import RowRule, seen_by_all
from portal.db.viewer import Viewer


class SurveyMarkRecord(OfComplaint, Base):
    """That a complaint's survey is answered: not when, and not how. The staff sees no mark."""

    __tablename__ = "survey_mark"
    unproved = "that somebody gave an opinion, which is not theirs any more"

    complaint_id: Mapped[int] = mapped_column(
        BigKey, ForeignKey("complaint.id"), primary_key=True, autoincrement=False
    )


class SurveyCountRecord(Base):
    """How many answers of a kind came for an agency's month, by one thing alone.

    `cut` is what they are parted by, `value` a part of it: never two at once, so that few answers
    share nothing with one complaint. Nothing orders the rows: not even when they were written.
    """

    __tablename__ = "survey_count"
    __table_args__ = ({"sqlite_with_rowid": False},)

    agency: Mapped[str] = mapped_column(String(20), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    cut: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[str] = mapped_column(String(60), primary_key=True)
    question: Mapped[str] = mapped_column(String(10), primary_key=True)
    answer: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int]


def _marks(viewer: Viewer, _record: Any) -> ColumnElement[bool] | None:
    return false() if viewer.is_staff else None


ROW_RULES = (RowRule((SurveyMarkRecord,), _marks), seen_by_all(SurveyCountRecord))
