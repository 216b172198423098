"""What a member of staff is to be told about a complaint, until a letter tells it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint


class NoticeRecord(OfComplaint, Base):
    """One thing to tell one person, written with what it tells and gone with the letter.

    `kind` is the letter that tells it alone; `params` hold no personal data. A warning names the
    clock that it warns of.
    """

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    clock_id: Mapped[int | None] = mapped_column(ForeignKey("clock.id"))
    kind: Mapped[str] = mapped_column(String(40))
    params: Mapped[dict[str, Any]]
    at: Mapped[datetime]
