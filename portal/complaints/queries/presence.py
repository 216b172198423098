"""Who else of the staff has a complaint open: they opened it a moment ago."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.records.people import AccessLogRecord, UserRecord

A_MOMENT = timedelta(minutes=10)
"""How long somebody counts as reading what they opened."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who has the complaint open: what they opened of it last, and when."""

    name: str
    what: str
    at: datetime


def others_present(
    session: Session, complaint_id: int, user_id: int, now: datetime
) -> list[Present]:
    """Return who else opened the complaint a moment ago, whoever came last first."""
    log = AccessLogRecord
    statement = (
        select(log.user_id, UserRecord.name, log.what, log.at)
        .join(UserRecord, UserRecord.id == log.user_id)
        .where(
            log.complaint_id == complaint_id,
            log.user_id != user_id,
            log.at > now - A_MOMENT,
            log.at <= now,
        )
        .order_by(log.at.desc(), log.id.desc())
    )
    last: dict[int, Present] = {}
    for row in session.execute(statement):
        last.setdefault(row.user_id, Present(row.name, row.what, row.at))
    return list(last.values())
