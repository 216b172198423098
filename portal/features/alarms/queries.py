"""Alarms as those whom they concern see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.complaints.queries.accounts import names_of
from portal.domain.errors import UnknownAlarmError
from portal.features.alarms.records import AlarmRecord
from portal.features.alarms.rules import Rule

LISTED_AT_MOST = 100
_A = AlarmRecord


@dataclass(frozen=True, slots=True)
class FoundAlarm:
    """An alarm with what was done about it."""

    id: int
    rule: Rule
    agency: str
    theme: str
    period: str
    raised_at: datetime
    figures: Mapping[str, Any]
    responded_at: datetime | None
    responded_by: str
    reason: str | None
    recommendation: int | None


def alarms_of(session: Session, agency: str | None) -> list[FoundAlarm]:
    """Return the newest alarms of an agency, or all that the actor may see; open ones first."""
    chosen = [] if agency is None else [_A.agency == agency]
    return _found(session, *chosen)


def alarm(session: Session, agency: str, alarm_id: int) -> FoundAlarm:
    """Return an alarm of an agency, or of several where it is empty; or UnknownAlarmError."""
    found = _found(session, _A.id == alarm_id, _A.agency == agency)
    if not found:
        raise UnknownAlarmError(alarm_id)
    return found[0]


def _found(session: Session, *chosen: ColumnElement[bool]) -> list[FoundAlarm]:
    newest = select(_A).where(*chosen).order_by(_A.raised_at.desc(), _A.id.desc())
    records: Sequence[AlarmRecord] = session.scalars(newest.limit(LISTED_AT_MOST)).all()
    names = names_of(session, [one.responded_by for one in records])
    return [
        FoundAlarm(
            id=one.id,
            rule=Rule(one.rule),
            agency=one.agency,
            theme=one.theme,
            period=one.period,
            raised_at=one.raised_at,
            figures=one.figures,
            responded_at=one.responded_at,
            responded_by=names.get(one.responded_by or 0, ""),
            reason=one.reason,
            recommendation=one.recommendation_id,
        )
        for one in sorted(records, key=lambda one: one.responded_at is not None)
    ]
