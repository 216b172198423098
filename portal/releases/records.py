"""The releases of agencies' settings, and the drafts of those to come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, false
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


class SettingsReplayRecord(Base):
    """A dry run of an agency's draft over its past complaints, done step by step.

    `text` is the draft as it was asked for, `release_id` what it is compared to, `reached` the
    id of the last complaint replayed, `report` what differs so far.
    """

    __tablename__ = "settings_replay"

    agency: Mapped[str] = mapped_column(String(20), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    release_id: Mapped[int] = mapped_column(ForeignKey("agency_release.id"))
    asked_at: Mapped[datetime]
    total: Mapped[int]
    reached: Mapped[int] = mapped_column(BigInteger)
    is_done: Mapped[bool]
    report: Mapped[dict[str, Any]]


class SettingsDraftRecord(Base):
    """What an agency's administrators prepare: the text of a settings file, right or not yet.

    `base_release_id` is the release it was begun from, None for an agency that has none yet;
    `version` grows with each change.
    """

    __tablename__ = "settings_draft"

    agency: Mapped[str] = mapped_column(String(20), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    base_release_id: Mapped[int | None] = mapped_column(ForeignKey("agency_release.id"))
    edited_by: Mapped[int | None]
    edited_at: Mapped[datetime]
    version: Mapped[int]
