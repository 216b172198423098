"""Links as they are kept: by a keyed hash that is bound to the row, and who asked for one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint, SealedJson, SealedText
from portal.db.row_filter import RowRule
from portal.db.viewer import Viewer


class AccessLinkRecord(OfComplaint, Base):
    """What opens a complaint once, by the means by which it was sent, until it ends.

    `key_hash` covers the row's id, its complaint and when it ends: copied to another row, or with
    another end, nothing opens by it.
    """

    __tablename__ = "access_link"
    unproved = "gone soon after it ends: what it opened, the history tells"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    means: Mapped[str] = mapped_column(String(10))
    key_hash: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]


class DraftLinkRecord(Base):
    """What opens a draft once, and the address to which it was sent, which goes with the draft.

    One that ends as it is made opens nothing: it keeps the address alone, until a link leaves.
    """

    __tablename__ = "draft_link"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    draft_id: Mapped[str] = mapped_column(ForeignKey("draft.id", ondelete="CASCADE"), index=True)
    email: Mapped[str] = mapped_column(SealedText("draft_link.email"))
    email_hash: Mapped[str] = mapped_column(String(32), index=True)
    key_hash: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class DraftListLinkRecord(Base):
    """What opens one of all drafts of an address, once, until it ends.

    `key_hash` covers the row's id, whose it is and when it ends. No draft is named: whatever others
    begin or delete, it stays.
    """

    __tablename__ = "draft_list_link"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    email_hash: Mapped[str] = mapped_column(String(32), index=True)
    key_hash: Mapped[str] = mapped_column(String(32))
    made_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class LinkRequestRecord(Base):
    """Somebody asks for a link, of what may not be there: its row is the same whether it is."""

    __tablename__ = "link_request"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    asked_at: Mapped[datetime]
    content: Mapped[Any] = mapped_column(SealedJson("link_request.content"))


def _not_for_staff(viewer: Viewer, _record: Any) -> ColumnElement[bool] | None:
    return false() if viewer.is_staff else None


def _portal_alone(viewer: Viewer, _record: Any) -> ColumnElement[bool] | None:
    return false() if viewer.is_staff or viewer.is_complainant else None


ROW_RULES = (
    RowRule((AccessLinkRecord,), _not_for_staff),
    RowRule((DraftLinkRecord, DraftListLinkRecord, LinkRequestRecord), _portal_alone),
)
