"""Members of staff whom a complaint concerns, and the rule that they see nothing of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, select
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


# A table of its own, so that the criteria on what belongs to complaints are not added to it.
EXCLUSIONS = ConflictRecord.__table__.alias("keeping_out")
IN_FORCE = EXCLUSIONS.c.lifted_at.is_(None)


def not_concerned(user_id: Any, complaint_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Return what tells that a complaint does not concern somebody.

    One person's conflicts are few: their list is made once a statement, and no plan changes.
    """
    theirs = select(EXCLUSIONS.c.complaint_id).where(EXCLUSIONS.c.user_id == user_id, IN_FORCE)
    return complaint_id.not_in(theirs)


# What the history tells.
