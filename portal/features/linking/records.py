"""Complaints that have to do with each other."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint


class LinkRecord(OfComplaint, Base):
    """That a complaint has to do with another one; each of the two has its row.

    A link that was undone stays, for what the histories say of it.
    """

    __tablename__ = "complaint_link"
    __table_args__ = (UniqueConstraint("complaint_id", "other_id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    # Without an index of its own: the unique constraint begins with it.
    complaint_id: Mapped[int] = mapped_column(BigKey, ForeignKey("complaint.id"))
    other_id: Mapped[int] = mapped_column(BigKey, ForeignKey("complaint.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


# What the history tells.
