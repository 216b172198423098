"""What people decided about texts, counted by label; no row belongs to a complaint."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.row_filter import RowRule
from portal.db.viewer import Viewer


class FinderEvidenceRecord(Base):
    """How often each bucket of marks stands in the texts of an agency's category.

    All rows are made anew, at once, from the complaints of whole months: see `finder/evidence`.
    """

    __tablename__ = "finder_evidence"

    agency: Mapped[str] = mapped_column(String(20), primary_key=True)
    category: Mapped[str] = mapped_column(String(60), primary_key=True)
    through: Mapped[int]
    texts: Mapped[int]
    counts: Mapped[bytes] = mapped_column(LargeBinary)


def _by_the_portal_alone(viewer: Viewer, _record: Any) -> ColumnElement[bool] | None:
    return false() if viewer.is_staff or viewer.is_complainant else None


ROW_RULES = (RowRule((FinderEvidenceRecord,), _by_the_portal_alone),)
"""The finder reads it for everybody, and nobody else does."""
