"""The history of complaints, append-only and chained; and a small cube of counts, fed from it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint, index_of_few


class HistoryEntryRecord(OfComplaint, Base):
    """Something that happened, when, and by whom.

    `at` is when it counts as having happened, `recorded_at` the machine's own time. `facts` hold
    no personal data. `digest` covers the entry with its salt; `hash` covers `prev` and the digest.
    """

    __tablename__ = "history_entry"
    __table_args__ = (
        UniqueConstraint("complaint_id", "seq"),
        index_of_few(
            "ix_history_entry_plugin_failed", "at", "complaint_id", only="kind = 'plugin_failed'"
        ),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    # Without an index of its own: the unique constraint begins with it.
    complaint_id: Mapped[int] = mapped_column(BigKey, ForeignKey("complaint.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(12))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    public: Mapped[bool]
    facts: Mapped[dict[str, Any]]
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[str] = mapped_column(String(64))
    prev: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


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
