"""Lessons: what an agency learned from complaints, told to everybody.

A lesson is seen by the people of its agency; one that is published is everybody's.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, or_
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, SealedJson, SealedText, json_text
from portal.db.row_filter import RowRule
from portal.db.viewer import Viewer
from portal.domain.permissions import Permission
from portal.domain.text import NOT_OPENED, Text
from portal.features.lessons.rules import LessonPart, LessonState, LessonTexts

_INSTEAD = json_text(LessonTexts(dict.fromkeys(LessonPart, Text(NOT_OPENED, NOT_OPENED))).stored)


class LessonRecord(Base):
    """A lesson from a recommendation that was verified; it names no complaint.

    `texts` are the title, what was learned and what changed, in each language. They are sealed
    because until somebody has read them they may tell of a person. `complaints` is how many led
    to it.
    """

    __tablename__ = "lesson"
    __table_args__ = (
        Index("ix_lesson_published", "state", "published_at", "id"),
        Index("ix_lesson_agency", "agency", "state", "published_at", "id"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency: Mapped[str] = mapped_column(String(20))
    recommendation_id: Mapped[int] = mapped_column(ForeignKey("recommendation.id"), index=True)
    theme: Mapped[str] = mapped_column(String(40))
    complaints: Mapped[int]
    texts: Mapped[dict[str, Any]] = mapped_column(SealedJson("lesson.texts", _INSTEAD))
    state: Mapped[str] = mapped_column(String(12))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    written_at: Mapped[datetime]
    reader_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    published_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    reason: Mapped[str | None] = mapped_column(SealedText("lesson.reason"))


def _seen_lessons(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    own = viewer.may_in(Permission.SEE_RECOMMENDATIONS, record.agency)
    is_public = record.state == LessonState.PUBLISHED.value
    return None if own is None else or_(is_public, own)


ROW_RULES = (RowRule((LessonRecord,), _seen_lessons),)
