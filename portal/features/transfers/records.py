"""Complaints that change hands between agencies, as far as their complainants agree."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint


class TransferRecord(OfComplaint, Base):
    """A transfer that one agency proposed to another, or that the intake desk decided.

    `agreed` is what the complainant lets travel, and empty until they said anything; `held` is what
    the receiving agency may not read, as it stands now. `notes` are the internal notes that the
    officer lets travel. A binding one was decided by the desk: no agency may undo it. What lapsed,
    because the complaint was answered or ended first, was never carried out.
    """

    __tablename__ = "transfer"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    before: Mapped[str] = mapped_column(String(20))
    agency: Mapped[str] = mapped_column(String(20))
    category: Mapped[str | None] = mapped_column(String(60))
    proposed_at: Mapped[datetime]
    history_seq: Mapped[int]
    notes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    agreed: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    held: Mapped[list[str]] = mapped_column(JSON, default=list)
    carried_out_at: Mapped[datetime | None]
    # No foreign key: a transfer outlives the account of whoever proposed it.
    proposed_by: Mapped[int | None]
    is_binding: Mapped[bool] = mapped_column(default=False)
