"""Rules by which the intake desk leads complaints to agencies."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey


class RoutingRuleRecord(Base):
    """A decision between agencies that holds for the complaints to come, until it is revoked.

    `phrases` are the desk's own words, and nobody's data. `number` is the complaint that it was
    decided about.
    """

    __tablename__ = "routing_rule"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    phrases: Mapped[list[str]] = mapped_column(JSON)
    agency: Mapped[str] = mapped_column(String(20))
    category: Mapped[str | None] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(Text)
    number: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime]
    # No foreign keys: a rule outlives the accounts of whoever made and revoked it.
    made_by: Mapped[int | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None]
    revoked_why: Mapped[str | None] = mapped_column(Text)
