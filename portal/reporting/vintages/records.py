"""What is published of quarters: their vintages, and the steps of those in progress."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, SmallInteger, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey
from portal.db.row_filter import seen_by_all


class ReportVintageRecord(Base):
    """The figures of a quarter as they were published, or revised: `number` counts from 1.

    `tables` is the JSON of what everybody may know, `counts` the JSON of what it was computed from,
    for auditors alone. Both are text, since `digest` and `counts_digest` are of their very bytes.
    Everything else is signed with these, and with the digest of the vintage `previous` to it.
    """

    __tablename__ = "report_vintage"
    __table_args__ = (UniqueConstraint("period", "number"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    period: Mapped[str] = mapped_column(String(7))
    number: Mapped[int] = mapped_column(SmallInteger)
    definitions: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime]
    reached: Mapped[int] = mapped_column(BigKey)
    """Up to which history entry everything was counted."""
    reason: Mapped[str | None] = mapped_column(Text)
    reason_en: Mapped[str | None] = mapped_column(Text)
    changed: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """How many figures of each table a revision changed."""
    tables: Mapped[str] = mapped_column(Text)
    counts: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    counts_digest: Mapped[str] = mapped_column(String(64))
    previous: Mapped[str] = mapped_column(String(64))
    signature: Mapped[bytes]


class ReportStepRecord(Base):
    """What was received so far in a quarter that is not published yet, told by steps of five.

    `day` is the day at whose beginning it was counted.
    """

    __tablename__ = "report_step"

    period: Mapped[str] = mapped_column(String(7), primary_key=True)
    day: Mapped[date]
    steps: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


ROW_RULES = (seen_by_all(ReportVintageRecord, ReportStepRecord),)
