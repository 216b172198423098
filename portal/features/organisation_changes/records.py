"""What happens to organisations as a whole: merged, split, renamed, at a date.

What became of an agency is public.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db.base import Base
from portal.db.row_filter import seen_by_all


class AgencyChangeRecord(Base):
    """A change of one organisation, kept until its day, then carried out once.

    `plan` says who takes over which category, or the new name. It is begun when staff have
    followed and done when no complaint is left behind; `complaints` counts those that moved.
    `version` grows with each step, so that every process notices.
    """

    __tablename__ = "agency_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    agency: Mapped[str] = mapped_column(String(20), index=True)
    on_day: Mapped[date]
    effective_at: Mapped[datetime]
    plan: Mapped[dict[str, Any]]
    # No foreign key: a change outlives the account of whoever asked for it.
    asked_by: Mapped[int | None]
    created_at: Mapped[datetime]
    called_off_at: Mapped[datetime | None]
    begun_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    complaints: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)


ROW_RULES = (seen_by_all(AgencyChangeRecord),)
