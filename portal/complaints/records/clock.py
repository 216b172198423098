"""Promised dates, and the steps taken when they passed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, OfComplaint
from portal.domain.time.clock import is_overdue


class ClockRecord(OfComplaint, Base):
    """One promise: when it started, when it runs out, and how that was counted.

    A clock is pending until it is met, missed or ended by another event; `fired` counts how many
    times its running out was acted upon. `due_at` is empty while the clock stands still. `warned`
    is the share of its time, in percent, that somebody was warned of; `warn_at` is before when it
    need not be looked at again, and empty until the worker looked at it for the first time.
    """

    __tablename__ = "clock"
    __table_args__ = (Index("ix_clock_due", "pending", "due_at", "id"),)

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    level: Mapped[int]
    pending: Mapped[bool] = mapped_column(default=True)
    started_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    last_day: Mapped[date | None]
    met_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    fired: Mapped[int] = mapped_column(default=0)
    extended: Mapped[int] = mapped_column(default=0)
    allowance: Mapped[str] = mapped_column(String(40))
    promise: Mapped[dict[str, Any]]
    explanation: Mapped[dict[str, Any]]
    release_id: Mapped[int] = mapped_column(ForeignKey("agency_release.id"))
    # By the database: the statement that files a complaint need not say it for each clock.
    warned: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    warn_at: Mapped[datetime | None]

    def meet(self, at: datetime, *, is_late: bool | None = None) -> bool:
        """Stop it because what it promised was done; return whether that was in time.

        An act at the due moment itself is late, unless `is_late` says otherwise. What was missed
        before stays missed.
        """
        self.met_at, self.pending = at, False
        if is_overdue(self.due_at, at) if is_late is None else is_late:
            self.missed_at = self.missed_at or self.due_at
        return self.missed_at is None

    def end(self, at: datetime) -> None:
        """Stop it because what it waited for is not owed any more."""
        self.ended_at, self.pending = at, False


class EscalationRecord(OfComplaint, Base):
    """A step up. It belongs to the clock that ran out, which can cause only one."""

    __tablename__ = "escalation"

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    clock_id: Mapped[int | None] = mapped_column(ForeignKey("clock.id"), unique=True)
    at: Mapped[datetime]
    from_level: Mapped[int]
    to_level: Mapped[int]
    post: Mapped[str] = mapped_column(String(60))
    reason: Mapped[str] = mapped_column(String(30))
    vacant: Mapped[list[str]] = mapped_column(default=list)
