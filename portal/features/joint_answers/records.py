"""Parts of complaints that other agencies are asked to answer, and who sees them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.records.row_rules import seen_with_complaint
from portal.db.base import Base, BigKey, SealedText


class PartRecord(Base):
    """What both agencies know of a part: whoever has the complaint, and whoever answers the part.

    `part_id` is the part as the other agency has it, and is empty while the complainant may still
    choose what it reads, for as long as the clock `clock_id` runs. `agreed` is what they let be
    read, and empty until they said anything. `answer` is the text that was handed in; `given_at` is
    when the complainant got it. `announced_at` is when they were answered without it: from then on
    it reaches them directly. `declined` is why its agency says that it is not concerned, until
    somebody decides; `called_off` is why it ended before it was answered.
    """

    __tablename__ = "part"
    unproved = "of two complaints at once, each of whose histories tells of it"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(BigKey, ForeignKey("complaint.id"), index=True)
    part_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("complaint.id"), unique=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    agency: Mapped[str] = mapped_column(String(20))
    category: Mapped[str | None] = mapped_column(String(60))
    asked: Mapped[str] = mapped_column(SealedText("part.asked"))
    asked_at: Mapped[datetime]
    # No foreign key: a part outlives the account of whoever asked for it.
    asked_by: Mapped[int | None]
    history_seq: Mapped[int]
    clock_id: Mapped[int | None] = mapped_column(ForeignKey("clock.id"), unique=True)
    agreed: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    answer: Mapped[str | None] = mapped_column(SealedText("part.answer"))
    answered_at: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    given_at: Mapped[datetime | None]
    called_off: Mapped[str | None] = mapped_column(SealedText("part.called_off"))
    declined: Mapped[str | None] = mapped_column(SealedText("part.declined"))
    declined_at: Mapped[datetime | None]


ROW_RULES = (
    seen_with_complaint(PartRecord),
    seen_with_complaint(PartRecord, by=lambda record: record.part_id, or_seen_by=True),
)
"""Both agencies see what they agreed on about a part, each by its own complaint."""


# What the history tells.
