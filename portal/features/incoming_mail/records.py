"""The e-mails that came in: kept before anything is made of them, and never thrown away."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, SealedJson, SealedText, index_of_few
from portal.db.row_filter import RowRule
from portal.db.viewer import Viewer
from portal.domain.permissions import Permission


class IncomingEmailRecord(Base):
    """One e-mail, to one recipient: its sealed original, what it says, and what became of it.

    `digest` is the same for the same message to the same recipient. `agency` is empty until it is
    known whose it is, and nobody but the portal sees it then. `complaint_id` is the complaint that
    it was added to, became, or is proposed for; `entry` what somebody began to write down from it.
    `content` is what was read of it, with what was refused of its documents.
    """

    __tablename__ = "incoming_email"
    __table_args__ = (
        index_of_few("ix_incoming_email_kept", "id", only="state = 'kept'"),
        Index("ix_incoming_email_listed", "agency", "state", "id"),
    )
    unproved = "what came, until somebody sorts it: a complaint's history tells what it became"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    digest: Mapped[str] = mapped_column(String(32), unique=True)
    agency: Mapped[str] = mapped_column(String(20))
    received_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(20), default="")
    why: Mapped[str] = mapped_column(String(20), default="")
    recipient: Mapped[str] = mapped_column(SealedText("incoming_email.recipient"))
    file_key: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    content: Mapped[Any | None] = mapped_column(SealedJson("incoming_email.content"))
    complaint_id: Mapped[int | None] = mapped_column(BigKey, ForeignKey("complaint.id"), index=True)
    entry: Mapped[str | None] = mapped_column(String(40))
    attempts: Mapped[int] = mapped_column(default=0)
    sorted_at: Mapped[datetime | None]
    sorted_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


def _seen(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    return viewer.may_in(Permission.SORT_EMAILS, record.agency)


ROW_RULES = (RowRule((IncomingEmailRecord,), _seen, owner=lambda record: record.complaint_id),)
"""Who sorts an agency's e-mails sees them, but those of a complaint that is about themself."""
