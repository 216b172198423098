"""Who acts for the person whose complaint it is, as it is stored."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint, SealedJson, SealedText, index_of_few
from portal.db.row_filter import RowRule
from portal.db.viewer import Viewer


class RepresentationRecord(OfComplaint, Base):
    """That somebody filed a complaint for another person, and acts for them until it ends.

    `said` is in what quality, for what, and why there is no proof. `email` and `address` are how
    the person themself is reached, which may say nothing; until `verified_at` only whoever
    represents them said so, and no code takes the complaint over. From `ends_at` on, or once it
    ended, the code of whoever represented them opens nothing: `former_code_hash` knows it, once
    another one is in its place, and lets it read if the person wishes so (`may_read`). `proof_why`
    is why a proof was refused.
    """

    __tablename__ = "representation"
    __table_args__ = (
        # Without an index of its own: a complaint has one.
        UniqueConstraint("complaint_id"),
        index_of_few("ix_representation_ends", "ends_at", only="ended_at IS NULL"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(BigKey, ForeignKey("complaint.id"))
    said: Mapped[Any] = mapped_column(SealedJson("representation.said"))
    email: Mapped[str | None] = mapped_column(SealedText("representation.email"))
    address: Mapped[str | None] = mapped_column(SealedText("representation.address"))
    verified_at: Mapped[datetime | None]
    last_day: Mapped[date | None]
    ends_at: Mapped[datetime | None]
    proof: Mapped[str] = mapped_column(String(10))
    proof_why: Mapped[str | None] = mapped_column(SealedText("representation.proof_why"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(String(10))
    taken_back_at: Mapped[datetime | None]
    former_code_hash: Mapped[str | None] = mapped_column(String(32))
    may_read: Mapped[bool] = mapped_column(default=False, server_default=false())


class TakeoverCodeRecord(OfComplaint, Base):
    """What opens the page where a person takes their complaint over, once, until it ends.

    Its keyed hash alone is kept. Whoever used it is shown their new access code by it (`shown`),
    for as long as a receipt shows one.
    """

    __tablename__ = "takeover_code"
    __table_args__ = (
        index_of_few("ix_takeover_code_shown", "shown_until", only="shown IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    shown: Mapped[str | None] = mapped_column(SealedText("takeover_code.shown"))
    shown_until: Mapped[datetime | None]


class TakeoverRequestRecord(Base):
    """Somebody asks for a code: its row is the same whether the complaint and address are known."""

    __tablename__ = "takeover_request"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    asked_at: Mapped[datetime]
    content: Mapped[Any] = mapped_column(SealedJson("takeover_request.content"))


def _portal_alone(viewer: Viewer, _record: Any) -> ColumnElement[bool] | None:
    return false() if viewer.is_staff or viewer.is_complainant else None


ROW_RULES = (RowRule((TakeoverRequestRecord,), _portal_alone),)
