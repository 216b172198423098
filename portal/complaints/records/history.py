"""The history of complaints: append-only, each entry chained to the one before."""

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
