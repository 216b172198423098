"""What was confirmed and has not left yet, or came back to whoever wrote it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint, index_of_few
from portal.db.types import SealedJson, SealedText


class HeldMessageRecord(OfComplaint, Base):
    """An answer, a question, an extension or a closing on its way; the row goes with what leaves.

    `content` is everything that was confirmed, as its form said it. A complaint has one on its way
    at most; what came back is its author's, who alone reads it again. `confirmed_at` is when it
    was last confirmed, by its author or by the colleague who read it.
    """

    __tablename__ = "held_message"
    __table_args__ = (
        index_of_few("ix_held_message_leaving", "leaves_at", only="waiting = 'hold'"),
        index_of_few(
            "ix_held_message_on_its_way", "complaint_id", only="waiting <> 'author'", unique=True
        ),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    waiting: Mapped[str] = mapped_column(String(10))
    content: Mapped[Any] = mapped_column(SealedJson("held_message.content"))
    author_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    confirmed_at: Mapped[datetime]
    leaves_at: Mapped[datetime | None]
    read_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    came_back: Mapped[str | None] = mapped_column(String(20))
    came_back_at: Mapped[datetime | None]
    remark: Mapped[str | None] = mapped_column(SealedText("held_message.remark"))
