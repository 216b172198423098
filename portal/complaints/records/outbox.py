"""What must leave the portal, written with what it tells, sent afterwards by the worker."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey
from portal.db.types import SealedText

_TO_POST = text("by_post AND posted_on IS NULL")


class OutboxRecord(Base):
    """A letter on its way: leased while it is being sent, kept once it has left.

    `template` names its words; `params` hold no personal data. One `by_post` is done as far as
    the mailer goes: it waits for somebody to print it and to say when it was posted.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "done", "not_before", "id"),
        Index(
            "ix_outbox_to_post",
            "complaint_id",
            sqlite_where=_TO_POST,
            postgresql_where=_TO_POST,
        ),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    template: Mapped[str] = mapped_column(String(40))
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaint.id"))
    recipient: Mapped[str | None] = mapped_column(SealedText("outbox.recipient"))
    language: Mapped[str] = mapped_column(String(2))
    params: Mapped[dict[str, Any]]
    message_id: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    done: Mapped[bool] = mapped_column(default=False)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(String(200))
    # By the database: the statement that files a complaint need not say it of an e-mail.
    by_post: Mapped[bool] = mapped_column(server_default=false())
    posted_on: Mapped[date | None]
