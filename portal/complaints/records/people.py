"""The staff: who signs in and as what, when they are away, what they opened, may read and keep."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db.base import Base, BigKey, OfComplaint, SealedJson, SealedText


class UserRecord(Base):
    """Somebody who signs in. `session_version` goes up to end every open session.

    `shortcuts` is whether single letters do something on the pages that they open.
    `told_at` and `warned_at` are when a letter last gathered notices, and warnings, for them.
    """

    __tablename__ = "user_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(SealedText("user_account.email"))
    email_hash: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(SealedText("user_account.name"))
    phone: Mapped[str | None] = mapped_column(SealedText("user_account.phone"))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2))
    shortcuts: Mapped[bool] = mapped_column(server_default=true())
    is_active: Mapped[bool] = mapped_column(default=True)
    session_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    warned_at: Mapped[datetime | None]
    memberships: Mapped[list[MembershipRecord]] = relationship(
        back_populates="user", lazy="selectin", order_by="MembershipRecord.id"
    )


class MembershipRecord(Base):
    """What a user is to an agency (none: to the whole portal), and the post they hold there."""

    __tablename__ = "membership"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    agency: Mapped[str | None] = mapped_column(String(20), index=True)
    post: Mapped[str | None] = mapped_column(String(60))
    unit: Mapped[str | None] = mapped_column(String(60))
    user: Mapped[UserRecord] = relationship(back_populates="memberships")


class AbsenceRecord(Base):
    """Somebody is away from an agency from `begins_at` on; they are back at `ends_at`.

    Both are midnights of the agency. Without a substitute nobody works in their place.
    """

    __tablename__ = "absence"

    id: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str] = mapped_column(String(20), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    begins_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    substitute_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"), index=True)
    # Nobody where the command line recorded it.
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    recorded_at: Mapped[datetime]


class AccessLogRecord(Base):
    """Who opened what, and when."""

    __tablename__ = "access_log"
    unproved = "proved by its own chain"
    # Who has a complaint open now is asked on each of its pages, however often it was opened.
    __table_args__ = (Index("ix_access_log_opened", "complaint_id", "at", "user_id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    at: Mapped[datetime]
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    complaint_id: Mapped[int] = mapped_column(ForeignKey("complaint.id"))
    what: Mapped[str] = mapped_column(String(40))


class SavedSearchRecord(Base):
    """One search of one person; what they look for may be somebody's name, and is encrypted."""

    __tablename__ = "saved_search"
    __table_args__ = (Index("ix_saved_search_user", "user_id", "agency"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    agency: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(SealedText("saved_search.name"))
    query: Mapped[Any] = mapped_column(SealedJson("saved_search.query"))


class IdentityReleaseRecord(OfComplaint, Base):
    """One field of who complains that somebody who answers at a higher level may read."""

    __tablename__ = "identity_release"
    __table_args__ = (UniqueConstraint("complaint_id", "user_id", "field"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    field: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    released_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
