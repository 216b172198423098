"""What the complaints service asks of somebody of the agency, and to whom it was put in turn."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint
from portal.db.types import SealedJson, SealedText


class InformationRequestRecord(Base):
    """A question about a complaint; it is open until it is answered or ended.

    `shown` is what of the complaint is released to whoever is asked, as it was then, in the
    `language` of the complaint. The clock and
    its date are those of whoever has it now; `late_since` is the first date that passed. Texts of
    the history stand at `asked_seq`, and `closed_seq` for the answer or the reason it ended. It is
    seen by whoever was asked as well, who may see nothing else of the complaint.
    """

    __tablename__ = "information_request"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(BigKey, ForeignKey("complaint.id"), index=True)
    number: Mapped[str] = mapped_column(String(16))
    asked_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    asked_at: Mapped[datetime]
    asked_seq: Mapped[int]
    language: Mapped[str] = mapped_column(String(2))
    question: Mapped[str] = mapped_column(SealedText("information_request.question"))
    shown: Mapped[Any] = mapped_column(SealedJson("information_request.shown"))
    clock_id: Mapped[int] = mapped_column(ForeignKey("clock.id"), unique=True)
    due_at: Mapped[datetime]
    last_day: Mapped[date]
    late_since: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answer: Mapped[str | None] = mapped_column(SealedText("information_request.answer"))
    ended_at: Mapped[datetime | None]
    ending: Mapped[str | None] = mapped_column(String(30))
    reason: Mapped[str | None] = mapped_column(SealedText("information_request.reason"))
    closed_seq: Mapped[int | None]

    @property
    def is_open(self) -> bool:
        """Tell whether an answer is still awaited."""
        return self.answered_at is None and self.ended_at is None


class RequestStepRecord(OfComplaint, Base):
    """To whom a request was put: one person, or whoever works at a post of the way up.

    It belongs to the clock that ran out before it, which can cause only one; the first has none.
    `level` is that of the post, 0 for somebody beside the way up.
    """

    __tablename__ = "request_step"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("information_request.id"), index=True)
    at: Mapped[datetime]
    level: Mapped[int]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    post: Mapped[str | None] = mapped_column(String(60), index=True)
    clock_id: Mapped[int | None] = mapped_column(ForeignKey("clock.id"), unique=True)
