"""Members of staff whom a complaint concerns."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint, index_of_few


class ConflictRecord(OfComplaint, Base):
    """Somebody whom a complaint names: while it is not lifted, they see nothing of it.

    `followed_up_at` is when what follows from it was done; what the portal finds waits for that.
    """

    __tablename__ = "conflict"
    __table_args__ = (
        UniqueConstraint("complaint_id", "user_id"),
        index_of_few("ix_conflict_in_force", "user_id", "complaint_id", only="lifted_at IS NULL"),
        index_of_few(
            "ix_conflict_waiting", "id", only="followed_up_at IS NULL AND lifted_at IS NULL"
        ),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    origin: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime]
    declared_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    followed_up_at: Mapped[datetime | None]
    lifted_at: Mapped[datetime | None]
    lifted_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
