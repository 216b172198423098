"""Alarms that a rule raised: what recurs in an agency, or in several at once; and their steps.

An alarm is seen by those who are warned of what recurs in its agency.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, ForeignKey, Index, String, Table, UniqueConstraint, exists
from sqlalchemy.orm import Mapped, mapped_column

from portal.complaints.records.steps import StepRecord
from portal.db.base import Base, BigKey, SealedText
from portal.db.row_filter import RowRule
from portal.db.viewer import Viewer
from portal.domain.permissions import Permission
from portal.features.alarms.rules import WAITING


class AlarmRecord(Base):
    """One alarm: raised once for a rule, an agency, a theme, a subject and a period.

    `agency` is empty where several are concerned, `theme` where it is about all complaints.
    `subject` is a category, or says which change it is about. `figures` are those on which the rule
    rests, with its thresholds as they were; `reach` is how many complaints it is about.

    `responsible_id` is who answers for it, `remind_at` when they are told again if nothing happens.
    What ended it stands in `responded_at`, `responded_by` and `reason`.
    """

    __tablename__ = "alarm"
    __table_args__ = (
        UniqueConstraint("rule", "agency", "theme", "subject", "period"),
        Index("ix_alarm_agency", "agency", "standing", "raised_at", "reach", "id"),
        Index("ix_alarm_standing", "standing", "raised_at", "reach", "id"),
        Index("ix_alarm_remind", "remind_at"),
    )

    id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    rule: Mapped[str] = mapped_column(String(30))
    agency: Mapped[str] = mapped_column(String(20))
    theme: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80), default="")
    period: Mapped[str] = mapped_column(String(7))
    raised_at: Mapped[datetime]
    figures: Mapped[dict[str, Any]]
    reach: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(12), default="raised")
    standing: Mapped[int] = mapped_column(default=WAITING)
    responsible_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    remind_at: Mapped[datetime | None]
    responded_at: Mapped[datetime | None]
    responded_by: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str | None] = mapped_column(SealedText("alarm.reason"))
    recommendation_id: Mapped[int | None] = mapped_column(ForeignKey("recommendation.id"))


class AlarmStepRecord(StepRecord, Base):
    """Something that happened to an alarm: somebody was told, or said what is done."""

    __tablename__ = "alarm_step"

    alarm_id: Mapped[int] = mapped_column(ForeignKey("alarm.id"), index=True)


_OF = cast("Table", AlarmRecord.__table__).alias("alarm_of_step")


def _seen_alarms(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    return viewer.may_in(Permission.SEE_ALARMS, record.agency)


def _seen_steps(viewer: Viewer, record: Any) -> ColumnElement[bool] | None:
    seen = viewer.may_in(Permission.SEE_ALARMS, _OF.c.agency)
    return None if seen is None else exists().where(_OF.c.id == record.alarm_id, seen)


ROW_RULES = (RowRule((AlarmRecord,), _seen_alarms), RowRule((AlarmStepRecord,), _seen_steps))
