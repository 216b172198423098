"""Parts of complaints that other agencies are asked to answer, and who sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.entries import EntryFacts, Moment, Name
from portal.complaints.records.row_rules import seen_with_complaint
from portal.db.base import Base, BigKey, SealedText
from portal.domain.history import EntryKind


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


@dataclass(frozen=True, slots=True)
class PartAsked(EntryFacts, kind=EntryKind.PART_ASKED):
    """Another agency is asked for its part of the answer."""

    to: str
    agency_name: Name
    part: str
    last_day: date | None


@dataclass(frozen=True, slots=True)
class PartAgreed(EntryFacts, kind=EntryKind.PART_AGREED):
    """The complainant agreed that whoever has the part reads this."""

    part: str
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class PartBegun(EntryFacts, kind=EntryKind.PART_BEGUN):
    """The other agency has its part, and reads this."""

    part: str
    fields: Sequence[str] | None
    agency_name: Name
    last_day: date | None


@dataclass(frozen=True, slots=True)
class PartReceived(EntryFacts, kind=EntryKind.PART_RECEIVED):
    """The part itself begins: of which complaint, and who asks for it."""

    of: str
    by: str
    agency: str
    release: int | None
    category: str
    theme: str
    channel: str
    due_at: Moment | None
    fields: Sequence[str] | None


@dataclass(frozen=True, slots=True)
class PartDeclined(EntryFacts, kind=EntryKind.PART_DECLINED):
    """Whoever was asked for the part is not concerned."""

    part: str


@dataclass(frozen=True, slots=True)
class PartCalledOff(EntryFacts, kind=EntryKind.PART_CALLED_OFF):
    """The part is not asked for any more: in the history of the whole, and in its own."""

    part: str
    to: str | None = None
    agency_name: Name | None = None
    of: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class PartKept(EntryFacts, kind=EntryKind.PART_KEPT):
    """The part is asked for still: in the history of the whole, and in its own."""

    part: str
    of: str | None = None
    by: str | None = None
