"""What was asked to be adapted, a row for each need."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint


class AccommodationRecord(OfComplaint, Base):
    """One need of whoever complains, and what became of it.

    `need` is a code of the form. What was answered stands in the history at `answer_seq`.
    `clock_id` is the date by which what was granted is in place.
    """

    __tablename__ = "accommodation"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    need: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(12))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    answer_seq: Mapped[int | None]
    clock_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("clock.id"))
    in_place_at: Mapped[datetime | None]
