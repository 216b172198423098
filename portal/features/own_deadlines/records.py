"""Where the deadlines that run against whoever complained are kept, each as it was told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint, SealedJson, index_of_few


class OwnDeadlineRecord(OfComplaint, Base):
    """A deadline of one complaint, by the `key` of the limit in the settings that it comes from.

    `content` is all that was told of it. When the next reminder is due stands beside it in clear:
    the worker looks for it.
    """

    __tablename__ = "own_deadline"
    __table_args__ = (
        UniqueConstraint("complaint_id", "key"),
        index_of_few("ix_own_deadline_recall_at", "recall_at", only="recall_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    # Without an index of its own: the unique constraint begins with it.
    complaint_id: Mapped[int] = mapped_column(BigKey, ForeignKey("complaint.id"))
    key: Mapped[str] = mapped_column(String(100))
    recall_at: Mapped[datetime | None]
    content: Mapped[Any] = mapped_column(SealedJson("own_deadline.content"))
    unproved: ClassVar[Mapping[str, str]] = {
        "recall_at": "when the person is reminded next: it follows from what is told"
    }
