"""The texts that people let be published: gone, with what was made of them, once taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint, SealedText


class OpenTextRecord(OfComplaint, Base):
    """That somebody agreed to it, of a complaint closed in a `quarter`.

    `text` is what staff made of it, without names; it is empty until they read it over, and where
    they left it out. `quarter` is that in which the complaint was closed.
    """

    __tablename__ = "open_text"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    agreed_at: Mapped[datetime]
    quarter: Mapped[str] = mapped_column(String(7))
    read_at: Mapped[datetime | None]
    read_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    text: Mapped[str | None] = mapped_column(SealedText("open_text.text"))
