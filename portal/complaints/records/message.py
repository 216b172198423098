"""What is written about a complaint, and the documents added to it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint
from portal.db.types import SealedText


class MessageRecord(OfComplaint, Base):
    """A message, an answer, a question or an internal note; `kind` and `from_citizen` say which.

    One that is kept for an agency is read there alone, and by the complainant.
    """

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20))
    from_citizen: Mapped[bool]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    body: Mapped[str] = mapped_column(SealedText("message.body"))
    history_seq: Mapped[int]
    once: Mapped[str | None] = mapped_column(String(40), unique=True)
    kept_for: Mapped[str | None] = mapped_column(String(20))


class AttachmentRecord(Base):
    """A document: first of a draft, then of the complaint it becomes.

    A part of a complaint has its own row of each that it may read; the file lies there once.
    """

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"), index=True)
    draft_id: Mapped[str | None] = mapped_column(ForeignKey("draft.id"), index=True)
    question: Mapped[str | None] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(SealedText("attachment.name"))
    content_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    file_key: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime]
    from_citizen: Mapped[bool] = mapped_column(default=True)
    kept_for: Mapped[str | None] = mapped_column(String(20))
