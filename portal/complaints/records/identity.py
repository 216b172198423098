"""To whom of the units complained about a person of the service told who complains."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint


class IdentityReleaseRecord(OfComplaint, Base):
    """One field of who complains that somebody who answers at a higher level may read."""

    __tablename__ = "identity_release"
    __table_args__ = (UniqueConstraint("complaint_id", "user_id", "field"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    field: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
