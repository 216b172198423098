"""Complaints that change hands between agencies, and the rules that the intake desk makes of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    false,
    func,
    select,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint, SealedText
from portal.db.row_filter import RowRule, seen_by_all
from portal.db.viewer import Viewer
from portal.domain.permissions import Permission


class TransferRecord(OfComplaint, Base):
    """A transfer that one agency proposed to another, or that the intake desk decided.

    `agreed` is what the complainant lets travel, and empty until they said anything; `held` is what
    the receiving agency may not read, as it stands now. `notes` are the internal notes that the
    officer lets travel. A binding one was decided by the desk: no agency may undo it. What lapsed,
    because the complaint was answered or ended first, was never carried out.
    """

    __tablename__ = "transfer"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    before: Mapped[str] = mapped_column(String(20))
    agency: Mapped[str] = mapped_column(String(20))
    category: Mapped[str | None] = mapped_column(String(60))
    proposed_at: Mapped[datetime]
    history_seq: Mapped[int]
    notes: Mapped[list[Any]] = mapped_column(JSON, default=list)
    agreed: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    held: Mapped[list[str]] = mapped_column(JSON, default=list)
    carried_out_at: Mapped[datetime | None]
    # No foreign key: a transfer outlives the account of whoever proposed it.
    proposed_by: Mapped[int | None]
    is_binding: Mapped[bool] = mapped_column(default=False)


class RoutingRuleRecord(Base):
    """A decision between agencies that holds for the complaints to come, until it is revoked.

    `phrases` are the desk's own words, and nobody's data. `number` is the complaint that it was
    decided about.
    """

    __tablename__ = "routing_rule"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    phrases: Mapped[list[str]] = mapped_column(JSON)
    agency: Mapped[str] = mapped_column(String(20))
    category: Mapped[str | None] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(SealedText("routing_rule.reason"))
    number: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime]
    # No foreign keys: a rule outlives the accounts of whoever made and revoked it.
    made_by: Mapped[int | None]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None]
    revoked_why: Mapped[str | None] = mapped_column(SealedText("routing_rule.revoked_why"))


class HandoverRecord(Base):
    """A complaint left the agency `before` for another one: what the first keeps to see of it.

    What was said of it stands in the history at `history_seq`.
    """

    __tablename__ = "handover"
    __table_args__ = (Index("ix_handover_before", "before", "at"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    complaint_id: Mapped[int] = mapped_column(BigKey, ForeignKey("complaint.id"))
    before: Mapped[str] = mapped_column(String(20))
    agency: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    history_seq: Mapped[int]


def _handed_over(viewer: Viewer, record: Any) -> ColumnElement[bool]:
    """Return what tells that somebody sees all of the agency that a complaint left."""
    if viewer.is_complainant:
        return false()
    seen = viewer.may_with(Permission.SEE_ALL, record.before, record.complaint_id)
    return true() if seen is None else seen


ROW_RULES = (
    seen_by_all(RoutingRuleRecord),
    RowRule((HandoverRecord,), _handed_over, owner=lambda record: record.complaint_id),
)
"""Whoever was handed a complaint sees the complaint; who had it before, that it was handed over."""

RULE_MARKS = tuple(
    select(func.count(column)).scalar_subquery()
    for column in (RoutingRuleRecord.id, RoutingRuleRecord.revoked_at)
)
"""What moves when a rule of the desk is made or revoked."""


# What the history tells.
