"""Drafts of the settings to come, their dry runs, and what settings in force broke in series."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base


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
    `version` grows with each change. `before_text` is what somebody else wrote before, `before_by`:
    they may be the only other person who publishes.
    """

    __tablename__ = "settings_draft"

    agency: Mapped[str] = mapped_column(String(20), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    base_release_id: Mapped[int | None] = mapped_column(ForeignKey("agency_release.id"))
    edited_by: Mapped[int | None]
    edited_at: Mapped[datetime]
    version: Mapped[int]
    before_text: Mapped[str | None] = mapped_column(Text)
    before_by: Mapped[int | None]


class SeriesBreakRecord(Base):
    """A day from which some figures tell of other things: a category split, a rule changed.

    `agency` is empty for all. `before` and `after` are codes and values; the words are those that
    an administrator added. Rows come by themselves, from whatever broke the series.
    """

    __tablename__ = "series_break"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    agency: Mapped[str] = mapped_column(String(20), index=True)
    on_day: Mapped[date]
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]]
    words_fr: Mapped[str] = mapped_column(Text, default="")
    words_en: Mapped[str] = mapped_column(Text, default="")
    # No foreign key: a break outlives the account of whoever added words.
    worded_by: Mapped[int | None]
    noted_at: Mapped[datetime]
