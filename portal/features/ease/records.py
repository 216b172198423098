"""How easy filing was, in counts that lead back to nobody; and which draft said so already.

What a draft said stands nowhere beside it, and no complaint is named.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, String, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.row_filter import RowRule, seen_by_all
from portal.db.viewer import Viewer


class EaseMarkRecord(Base):
    """That the draft of which this is a keyed hash had its answer, and on which day: not which.

    Nothing orders the rows.
    """

    __tablename__ = "ease_mark"
    __table_args__ = ({"sqlite_with_rowid": False},)

    mark: Mapped[str] = mapped_column(String(40), primary_key=True)
    day: Mapped[date] = mapped_column(index=True)


class EaseCountRecord(Base):
    """How many answers of a kind came on a day, by one thing alone: the agency, or the language.

    Nothing orders the rows: not even when they were written.
    """

    __tablename__ = "ease_count"
    __table_args__ = ({"sqlite_with_rowid": False},)

    day: Mapped[date] = mapped_column(primary_key=True)
    cut: Mapped[str] = mapped_column(String(10), primary_key=True)
    value: Mapped[str] = mapped_column(String(20), primary_key=True)
    answer: Mapped[str] = mapped_column(String(10), primary_key=True)
    n: Mapped[int]


def _marks(viewer: Viewer, _record: Any) -> ColumnElement[bool] | None:
    return false() if viewer.is_staff else None


ROW_RULES = (RowRule((EaseMarkRecord,), _marks), seen_by_all(EaseCountRecord))
