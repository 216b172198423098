"""What plugins failed at, counted by the day: also where no complaint tells it in its history."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey

LONGEST_REASON = 250


class PluginFailureRecord(Base):
    """How often one hook of an agency's plugin failed in one way on one day, by UTC."""

    __tablename__ = "plugin_failure"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency: Mapped[str] = mapped_column(String(20))
    day: Mapped[date]
    hook: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    times: Mapped[int]
    last_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("agency", "day", "hook", "reason"),)
