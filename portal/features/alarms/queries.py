"""Alarms as those whom they concern see them, and what the rules look at to raise them.

The rules look at a few thousand rows of the cube; of recommendations they are told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from msgspec import Struct
from sqlalchemy import ColumnElement, Table, exists, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from portal.complaints.queries.accounts import names_of
from portal.complaints.queries.counted_cells import BY_SUBJECT, OF_COMPLAINTS
from portal.complaints.records.message import ReportCountRecord
from portal.domain.conclusion import Finding
from portal.domain.errors import UnknownAlarmError
from portal.domain.figures.indicators import Figures
from portal.domain.figures.measures import Measure
from portal.domain.figures.shares import Share
from portal.features.alarms.records import AlarmRecord
from portal.features.alarms.rules import Alarm, Received, Rule
from portal.reporting.queries import counts

LISTED_AT_MOST = 100
_FOUNDED = (Finding.FOUNDED, Finding.PARTLY_FOUNDED)
_JUDGED = (*_FOUNDED, Finding.UNFOUNDED)
_A, _N = AlarmRecord, ReportCountRecord
_TABLE = cast("Table", _A.__table__)


class FoundAlarm(Struct, frozen=True):
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
    return _alarms(session, *([] if agency is None else [_A.agency == agency]))


def alarm(session: Session, agency: str, alarm_id: int) -> FoundAlarm:
    """Return an alarm of an agency, or of several where it is empty; or UnknownAlarmError."""
    alarms = _alarms(session, _A.id == alarm_id, _A.agency == agency)
    if not alarms:
        raise UnknownAlarmError(alarm_id)
    return alarms[0]


def received_lately(
    session: Session, agencies: Collection[str], months: Sequence[str]
) -> list[Received]:
    """Return how many complaints came about each theme in the last of `months`, and before.

    The months before begin with the first in which the agency received anything.
    """
    rows = session.execute(
        select(_N.agency, _N.theme, _N.month, func.sum(_N.n))
        .where(
            _N.agency.in_(sorted(agencies)),
            _N.month.in_(months),
            OF_COMPLAINTS,
            BY_SUBJECT,
            _N.measure == Measure.RECEIVED.value,
        )
        .group_by(_N.agency, _N.theme, _N.month)
    )
    table: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    since: dict[str, str] = {}
    for agency, theme, month, n in rows:
        table[agency, theme][month] += int(n)
        since[agency] = min(month, since.get(agency, month))
    *before, now = months
    return [
        Received(
            agency,
            theme,
            by_month[now],
            tuple(by_month[month] for month in before if month >= since[agency]),
        )
        for (agency, theme), by_month in sorted(table.items())
    ]


def shares_of_quarter(
    session: Session, agencies: Collection[str], months: Sequence[str]
) -> tuple[dict[str, Share], dict[str, Share]]:
    """Return of each agency the share of closings that were founded, and of answers that were late.

    What was neither founded nor unfounded, such as a complaint that was settled, is not judged.
    """
    rows: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for row in counts(session, agencies, months):
        rows[row.agency].append(row[1:])
    founded, missed = {}, {}
    for agency, tallies in sorted(rows.items()):
        figures = Figures(tallies)
        founded[agency] = Share(
            sum(figures.findings[finding] for finding in _FOUNDED),
            sum(figures.findings[finding] for finding in _JUDGED),
        )
        kept = figures.kept
        missed[agency] = Share(kept.n - kept.part, kept.n)
    return founded, missed


def held_alarm(session: Session, agency: str, alarm_id: int) -> AlarmRecord:
    """Hold an alarm of an agency, or of several; or raise UnknownAlarmError."""
    of_it = select(_A).where(_A.id == alarm_id, _A.agency == agency)
    record = session.scalar(of_it.with_for_update())
    if record is None:
        raise UnknownAlarmError(alarm_id)
    return record


def keep_alarm(session: Session, alarm: Alarm, now: datetime) -> int | None:
    """Keep an alarm and return its number; None if it was raised before, by whomever."""
    connection = session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    adding = sqlite.insert(_TABLE) if is_sqlite else postgresql.insert(_TABLE)
    row = {
        "rule": alarm.rule.value,
        "agency": alarm.agency,
        "theme": alarm.theme,
        "period": alarm.period,
        "raised_at": now,
        "figures": dict(alarm.figures),
    }
    once = adding.values(row).on_conflict_do_nothing().returning(_TABLE.c.id)
    alarm_id: int | None = connection.scalar(once)
    return alarm_id


def take_over(session: Session, before: str, after: str) -> None:
    """Give the alarms of an agency to its successor; one that it has of its own stays alone."""
    own, theirs = aliased(AlarmRecord), AlarmRecord
    same = (own.rule == theirs.rule, own.theme == theirs.theme, own.period == theirs.period)
    has_own = exists(select(own.id).where(own.agency == after, *same))
    alarms = update(theirs).where(theirs.agency == before, ~has_own)
    session.execute(alarms.values(agency=after), execution_options={"synchronize_session": False})


def _alarms(session: Session, *chosen: ColumnElement[bool]) -> list[FoundAlarm]:
    newest = select(_A).where(*chosen).order_by(_A.raised_at.desc(), _A.id.desc())
    records: Sequence[AlarmRecord] = session.scalars(newest.limit(LISTED_AT_MOST)).all()
    names = names_of(session, [record.responded_by for record in records])
    return [
        FoundAlarm(
            id=record.id,
            rule=Rule(record.rule),
            agency=record.agency,
            theme=record.theme,
            period=record.period,
            raised_at=record.raised_at,
            figures=record.figures,
            responded_at=record.responded_at,
            responded_by=names.get(record.responded_by or 0, ""),
            reason=record.reason,
            recommendation=record.recommendation_id,
        )
        for record in sorted(records, key=lambda record: record.responded_at is not None)
    ]
