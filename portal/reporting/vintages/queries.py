"""What was published of quarters, and the steps of those in progress."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.text import Text
from portal.domain.time.periods import Period
from portal.reporting.known import Known
from portal.reporting.vintages.records import ReportStepRecord, ReportVintageRecord

_V = ReportVintageRecord


class Revision(Struct, frozen=True):
    """When, why, and in which tables published figures were revised: how many of each changed."""

    at: datetime
    reason: Text
    changed: Mapping[str, int]


class Published(Struct, frozen=True):
    """A quarter as it is published by now: when first, and what was revised since."""

    period: Period
    known: Known
    at: datetime
    definitions: str
    digest: str
    revisions: tuple[Revision, ...] = ()


class Progress(Struct, frozen=True):
    """What a quarter that is not published yet received so far, at the beginning of a day."""

    period: Period
    day: date
    steps: Mapping[str, int]


def vintages(session: Session, period: Period) -> list[ReportVintageRecord]:
    """Return the vintages of a quarter, the first one first."""
    of_period = select(_V).where(_V.period == str(period)).order_by(_V.number)
    return list(session.scalars(of_period))


def published(session: Session, period: Period) -> Published | None:
    """Return what is published of a quarter."""
    found = vintages(session, period)
    if not found:
        return None
    first, newest = found[0], found[-1]
    revisions = (
        Revision(one.made_at, Text(one.reason or "", one.reason_en or ""), one.changed)
        for one in found[1:]
    )
    return Published(
        period, known_in(newest), first.made_at, newest.definitions, newest.digest, tuple(revisions)
    )


def known_in(vintage: ReportVintageRecord) -> Known:
    """Return what a vintage tells everybody."""
    return msgspec.json.decode(vintage.tables, type=Known)


def published_periods(session: Session) -> list[Period]:
    """Return the quarters that are published, the newest first."""
    periods = session.scalars(select(_V.period).distinct())
    return sorted(filter(None, map(Period.parse, periods)), reverse=True)


class Issued(Struct, frozen=True):
    """A published quarter: when first, and what was revised since."""

    period: Period
    at: datetime
    revisions: tuple[Revision, ...]


def issued(session: Session) -> list[Issued]:
    """Return every published quarter without its figures, the newest first."""
    columns = (_V.period, _V.number, _V.made_at, _V.reason, _V.reason_en, _V.changed)
    found: dict[str, list[Revision]] = {}
    for row in session.execute(select(*columns).order_by(_V.period.desc(), _V.number)):
        reason = Text(row.reason or "", row.reason_en or "")
        found.setdefault(row.period, []).append(Revision(row.made_at, reason, row.changed))
    parsed = ((Period.parse(period), made) for period, made in found.items())
    return [
        Issued(period, first.at, tuple(revised))
        for period, (first, *revised) in parsed
        if period is not None
    ]


def last_digest(session: Session) -> str:
    """Return the digest of the vintage that was made last; nothing before the first."""
    return session.scalar(select(_V.digest).order_by(_V.id.desc()).limit(1)) or ""


def told_on(session: Session) -> dict[str, date]:
    """Return on which day the steps of each quarter were told last."""
    rows = session.execute(select(ReportStepRecord.period, ReportStepRecord.day))
    return {row.period: row.day for row in rows}


def known_of_all(session: Session, periods: Iterable[Period]) -> dict[Period, Known]:
    """Return what is published of each of these quarters; one that is not tells nothing."""
    told = {period: published(session, period) for period in periods}
    return {period: one.known if one is not None else Known() for period, one in told.items()}


def published_lately(session: Session, period: Period) -> list[Known]:
    """Return what is published of the three quarters before one."""
    return list(known_of_all(session, period.three_before).values())


def progress(session: Session) -> list[Progress]:
    """Return what is told of the quarters that are not published yet, the oldest first."""
    rows = session.scalars(select(ReportStepRecord).order_by(ReportStepRecord.period))
    periods = ((Period.parse(row.period), row) for row in rows)
    return [Progress(period, row.day, row.steps) for period, row in periods if period is not None]
