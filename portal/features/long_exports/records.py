"""Exports that somebody asked for, and the parts of their files that are written already."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey
from portal.db.row_filter import RowRule
from portal.db.viewer import Viewer


class ExportJobRecord(Base):
    """An export: what it is of, how far it is, and whose it is.

    `about` is the quarter and `edition` its vintage. Of the complaints up to `last_id`, `total` in
    number, `done` are read; `next_id` comes next. Whoever works on it is named by `leased_by`,
    until `leased_until`; nobody begins `not_before`. It took the milliseconds of `spent` so far,
    and `parts` of the file are kept, of `size` bytes.
    """

    __tablename__ = "export_job"
    __table_args__ = (
        Index("ix_export_job_user_id", "user_id", "id"),
        Index("ix_export_job_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    kind: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(String(20))
    edition: Mapped[int]
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(12))
    why: Mapped[str | None] = mapped_column(String(20))
    not_before: Mapped[datetime]
    leased_by: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    next_id: Mapped[int] = mapped_column(BigKey, default=1)
    last_id: Mapped[int] = mapped_column(BigKey, default=0)
    done: Mapped[int] = mapped_column(BigKey, default=0)
    total: Mapped[int] = mapped_column(BigKey, default=0)
    spent: Mapped[int] = mapped_column(BigKey, default=0)
    parts: Mapped[int] = mapped_column(default=0)
    size: Mapped[int] = mapped_column(BigKey, default=0)
    ended_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]


class ExportPartRecord(Base):
    """A part of the file of an export, sealed in the file store; all of them together are it."""

    __tablename__ = "export_part"
    __table_args__ = (UniqueConstraint("job_id", "rank"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    job_id: Mapped[int] = mapped_column(BigKey, ForeignKey("export_job.id"))
    rank: Mapped[int]
    file_key: Mapped[str] = mapped_column(String(40))


def _own(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    """Return what tells that an export is of whoever looks; the portal works on all of them."""
    if viewer.is_complainant:
        return false()
    if viewer.user_id is None:
        return false() if viewer.is_staff else None
    theirs: ColumnElement[bool] = record.user_id == viewer.user_id
    return theirs


def _of_the_portal(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    """Keep from everybody where the parts of files lie: the portal hands them over."""
    return false() if viewer.is_complainant or viewer.is_staff else None


ROW_RULES = (RowRule((ExportJobRecord,), _own), RowRule((ExportPartRecord,), _of_the_portal))
