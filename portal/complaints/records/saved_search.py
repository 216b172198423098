"""The searches of the work list that people keep."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.types import SealedJson, SealedText


class SavedSearchRecord(Base):
    """One search of one person; what they look for may be somebody's name, and is encrypted."""

    __tablename__ = "saved_search"
    __table_args__ = (Index("ix_saved_search_user", "user_id", "agency"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    agency: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(SealedText("saved_search.name"))
    query: Mapped[Any] = mapped_column(SealedJson("saved_search.query"))
