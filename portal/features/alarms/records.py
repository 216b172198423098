"""Alarms that a rule raised: what recurs in an agency, or in several at once.

An alarm is seen by those who are warned of what recurs in its agency.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base, BigKey, SealedText
from portal.db.row_filter import RowRule
from portal.db.viewer import Viewer
from portal.domain.permissions import Permission


class AlarmRecord(Base):
    """One alarm: raised once for a rule, an agency, a theme and a period.

    `agency` is empty where several are concerned, `theme` where it is about all complaints.
    `figures` are those on which the rule rests, with its thresholds as they were.
    """

    __tablename__ = "alarm"
    __table_args__ = (
        UniqueConstraint("rule", "agency", "theme", "period"),
        Index("ix_alarm_agency", "agency", "raised_at", "id"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    rule: Mapped[str] = mapped_column(String(30))
    agency: Mapped[str] = mapped_column(String(20))
    theme: Mapped[str] = mapped_column(String(40))
    period: Mapped[str] = mapped_column(String(7))
    raised_at: Mapped[datetime]
    figures: Mapped[dict[str, Any]]
    responded_at: Mapped[datetime | None]
    responded_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str | None] = mapped_column(SealedText("alarm.reason"))
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("recommendation.id"))


def _seen_alarms(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    return viewer.may_in(Permission.SEE_ALARMS, record.agency)


ROW_RULES = (RowRule((AlarmRecord,), _seen_alarms),)
