"""Draws of closed files, all of them kept, and the sheets of whoever reads one again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.records.row_rules import not_for_complainants
from portal.db.base import Base, BigKey, OfComplaint, SealedJson
from portal.db.row_filter import RowRule
from portal.db.viewer import Viewer
from portal.domain.permissions import Permission


class AssessmentDrawRecord(Base):
    """Files of a period that were drawn: from how many, by which seed and rule, and by whom.

    `digest` is of the numbers of all that could be drawn. None is ever changed or taken away; once
    it `ended_at`, no sheet is filled in any more.
    """

    __tablename__ = "assessment_draw"
    __table_args__ = (Index("ix_assessment_draw_period", "agency", "first_day", "id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency: Mapped[str] = mapped_column(String(20))
    first_day: Mapped[date]
    last_day: Mapped[date]
    drawn_at: Mapped[datetime]
    drawn_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    seed: Mapped[str] = mapped_column(String(64))
    rule: Mapped[str] = mapped_column(String(20))
    population: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    wanted: Mapped[int]
    ended_at: Mapped[datetime | None]


class AssessmentSheetRecord(OfComplaint, Base):
    """What one person says of a file that was drawn; `said` is sealed, and empty until they did.

    `reading` is the first or the second one, `rank` the place of the file among those drawn.
    """

    __tablename__ = "assessment_sheet"
    __table_args__ = (UniqueConstraint("draw_id", "rank", "reading"),)
    unproved = "what colleagues think of how it was handled, once it is over"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    draw_id: Mapped[int] = mapped_column(BigKey, ForeignKey("assessment_draw.id"))
    number: Mapped[str] = mapped_column(String(16))
    category: Mapped[str] = mapped_column(String(60))
    rank: Mapped[int]
    reading: Mapped[int]
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    read_at: Mapped[datetime | None]
    said: Mapped[Any] = mapped_column(SealedJson("assessment_sheet.said"))


def _in_agency(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    """Return what shows draws to whoever may read of them in their agency."""
    if viewer.is_complainant:
        return false()
    return viewer.may_in(Permission.SEE_ASSESSMENTS, record.agency)


ROW_RULES = (
    RowRule((AssessmentDrawRecord,), _in_agency),
    RowRule((AssessmentSheetRecord,), not_for_complainants),
)
