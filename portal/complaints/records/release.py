"""The releases of agencies' settings: every complaint and date was promised under one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base

FILE, PAGE = "file", "page"


class AgencyReleaseRecord(Base):
    """Settings as they are or were in force: an agency's, or the portal's own under "_portal".

    `settings` are complete; `text` is the file they were read from. A release that was never in
    force, without `in_force_from`, is a file that changed while a page had changed the same.
    """

    __tablename__ = "agency_release"
    __table_args__ = (
        UniqueConstraint("agency", "rank"),
        Index("ix_agency_release_in_force", "in_force", "agency"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(String(20))
    rank: Mapped[int]
    settings: Mapped[dict[str, Any]]
    text: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    plugin: Mapped[str | None] = mapped_column(String(100))
    plugin_version: Mapped[str | None] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(200))
    in_force: Mapped[bool]
    created_at: Mapped[datetime]
    in_force_from: Mapped[datetime | None]
    # Asked for with the publication or later: open complaints get the later date of its calendar.
    dates_to_move: Mapped[bool] = mapped_column(default=False, server_default=false())
    # What complainants read of it, by language, where it is not the usual reason.
    dates_reason: Mapped[dict[str, Any] | None]
    # No foreign key: a release outlives the account of whoever published it.
    published_by: Mapped[int | None]
