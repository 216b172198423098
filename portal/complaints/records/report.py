"""A small cube of counts, fed from the history, from which every report reads."""

from __future__ import annotations

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey


class ReportCountRecord(Base):
    """How many times a measure fell into a bucket, for an agency's month, theme and channel.

    Rows without theme, category and channel count an agency's month as a whole.
    """

    __tablename__ = "report_count"

    agency: Mapped[str] = mapped_column(String(20), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    theme: Mapped[str] = mapped_column(String(40), primary_key=True)
    category: Mapped[str] = mapped_column(String(60), primary_key=True)
    channel: Mapped[str] = mapped_column(String(20), primary_key=True)
    measure: Mapped[str] = mapped_column(String(60), primary_key=True)
    bucket: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int]


class ReportMarkRecord(Base):
    """Up to which history entry the counts are made."""

    __tablename__ = "report_mark"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    entry_id: Mapped[int] = mapped_column(BigKey)
