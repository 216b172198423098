"""A complaint that is not sent yet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.types import SealedJson


class DraftRecord(Base):
    """What a citizen typed so far, kept 30 days; opened by its cookie or its resume code.

    `receipt` is what the confirmation page shows: it is kept while the citizen may reload it.
    """

    __tablename__ = "draft"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    secret_hash: Mapped[str] = mapped_column(String(32))
    resume_hash: Mapped[str | None] = mapped_column(String(32), unique=True)
    language: Mapped[str] = mapped_column(String(2))
    agency: Mapped[str | None] = mapped_column(String(20))
    category: Mapped[str | None] = mapped_column(String(60))
    content: Mapped[Any | None] = mapped_column(SealedJson("draft.content"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    # Counted by whoever adds or takes one away: so no document comes in while the draft is sent.
    documents: Mapped[int] = mapped_column(default=0)
    receipt: Mapped[Any | None] = mapped_column(SealedJson("draft.receipt"))
