"""Events on their way to an agency's own machines, and those that never came through."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.records.message import Leased
from portal.db.base import Base, BigKey
from portal.db.row_filter import RowRule
from portal.db.viewer import Viewer
from portal.domain.permissions import Permission


class OutgoingEventRecord(Leased, Base):
    """An event for one receiver of an agency: leased while it is told, kept for a while afterwards.

    Nothing of it is personal: `facts` are what its hook is given, and where the complaint stood.
    `since` is when it was first to be told, or told again by `replayed_by`: three days from then
    it is given up, and `failed_at` says when. Of one that was told, `sent_at` says when.
    """

    __tablename__ = "outgoing_event"
    unproved = "told to other machines from the history, which proves what happened"
    __table_args__ = (
        UniqueConstraint("agency", "receiver", "event_id"),
        Index("ix_outgoing_event_waiting", "done", "not_before", "id"),
        Index("ix_outgoing_event_in_order", "complaint_id", "agency", "receiver", "id"),
        Index("ix_outgoing_event_given_up", "agency", "failed_at"),
    )

    agency: Mapped[str] = mapped_column(String(20))
    receiver: Mapped[str] = mapped_column(String(40))
    event_id: Mapped[str] = mapped_column(String(60))
    complaint_id: Mapped[int] = mapped_column(BigKey, ForeignKey("complaint.id"))
    number: Mapped[str] = mapped_column(String(16))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]]
    since: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    problem: Mapped[str | None] = mapped_column(String(200))
    # No foreign key: it outlives the account of whoever had it told again.
    replayed_by: Mapped[int | None]


PLUGIN = "plugin"
"""The receiver that an agency's plugin is."""


def _in_agency(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    """Return what shows events to the administrators of their agency."""
    if viewer.is_complainant:
        return false()
    return viewer.may_in(Permission.CONFIGURE, record.agency)


ROW_RULES = (RowRule((OutgoingEventRecord,), _in_agency),)
