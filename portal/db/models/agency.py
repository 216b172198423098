"""The releases of agencies' settings."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.models.base import Base


class AgencyReleaseRecord(Base):
    """Settings as they are or were in force: an agency's, or the portal's own under "_portal"."""

    __tablename__ = "agency_release"
    __table_args__ = (
        UniqueConstraint("agency", "rank"),
        Index("ix_agency_release_in_force", "in_force", "agency"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(String(20))
    rank: Mapped[int]
    settings: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
    plugin: Mapped[str | None] = mapped_column(String(100))
    plugin_version: Mapped[str | None] = mapped_column(String(40))
    source: Mapped[str] = mapped_column(String(200))
    in_force: Mapped[bool]
    created_at: Mapped[datetime]
