"""Limits on how often and by what means somebody is in contact with an agency."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint, SealedText, index_of_few


class ContactLimitRecord(OfComplaint, Base):
    """A limit that an agency decided about a complainant, from the complaint that led to it.

    It holds in `agency` alone, for that complaint and whatever comes from the same e-mail address
    (`email_hash`). `facts` are why. `told_at` and `waiting` group messages that come too often.
    """

    __tablename__ = "contact_limit"
    __table_args__ = (
        Index("ix_contact_limit_email", "agency", "email_hash"),
        index_of_few("ix_contact_limit_ends", "ends_at", only="state = 'in_force'"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agency: Mapped[str] = mapped_column(String(20), index=True)
    email_hash: Mapped[str | None] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(10))
    means: Mapped[list[str]]
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    facts: Mapped[str] = mapped_column(SealedText("contact_limit.facts"))
    last_day: Mapped[date]
    ends_at: Mapped[datetime]
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    decided_at: Mapped[datetime | None]
    review_asked_at: Mapped[datetime | None]
    reviewed_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reviewed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    waiting: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    unproved: ClassVar[Mapping[str, str]] = {
        "told_at": "when somebody was told of messages that wait",
        "waiting": "a count of messages that wait",
    }


# What the history tells.
