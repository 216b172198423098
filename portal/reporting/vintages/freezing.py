"""Publishing quarters: once each, long enough after their end; and revising one, for a reason.

A quarter is published in one transaction: whoever dies in the middle has published nothing, and
whoever comes second finds it published.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct
from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.complaints.features import Feature
from portal.complaints.queries.public_marks import mark_of, move_mark
from portal.domain.actor import PORTAL
from portal.domain.errors import PortalError
from portal.domain.figures.steps import steps_of
from portal.domain.history import canonical, moment_text
from portal.domain.text import Text
from portal.domain.time.periods import Period
from portal.jobs import Job, Place
from portal.keyring import Keyring, is_signed
from portal.reporting.counts import queries as cube
from portal.reporting.counts.counting_cells import locked_mark
from portal.reporting.counts.queries_received import received_by_theme
from portal.reporting.definitions.every import VERSION
from portal.reporting.known import Known
from portal.reporting.vintages.changes import changed_tables
from portal.reporting.vintages.computing import QuarterCounts, known_of
from portal.reporting.vintages.queries import (
    known_in,
    last_digest,
    published_periods,
    told_on,
    vintages,
)
from portal.reporting.vintages.records import ROW_RULES, ReportStepRecord, ReportVintageRecord
from portal.runtime import Runtime

SETTLED_AFTER = timedelta(days=30)
"""So long after its last day a quarter is published: by then what came in it is read and sorted,
and most of those whose complaint was closed at its end have said what they thought."""
_VINTAGES = "vintages"


class NotPublishedError(PortalError):
    """A quarter is to be revised that never was published."""


class NothingToReviseError(PortalError):
    """A quarter is to be revised, and every figure of it is as it was published."""


def published_on(quarter: Period) -> date:
    """Return the day from which a quarter is published."""
    return quarter.last_day + SETTLED_AFTER


def newest_settled(today: date) -> Period:
    """Return the newest quarter that is published by `today`."""
    quarter = Period.quarter_of(today).before
    while published_on(quarter) > today:
        quarter = quarter.before
    return quarter


class Publishing:
    """Publishes what is due; nothing is written in a run in which nothing is."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    def run(self, now: datetime) -> int:
        """Publish every quarter whose time has come, the oldest first; return how many."""
        today = _today(self.runtime, now)
        due = self.runtime.read(PORTAL, _due, today)
        for quarter in due:
            with self.runtime.transaction(PORTAL) as session:
                publish(session, self.runtime, quarter, now)
        if due or self.runtime.read(PORTAL, _untold, today):
            with self.runtime.transaction(PORTAL) as session:
                tell_steps(session, self.runtime, today)
        return len(due)


def publish(session: Session, runtime: Runtime, quarter: Period, now: datetime) -> bool:
    """Publish a quarter, unless it is; return whether it was done now."""
    reached = locked_mark(session)
    if vintages(session, quarter):
        return False
    counts = read_counts(session, runtime, quarter)
    known = known_of(counts, runtime.features.counted_apart)
    _keep(session, runtime.keyring, counts, known, reached=reached, now=now)
    session.execute(delete(ReportStepRecord).where(ReportStepRecord.period == str(quarter)))
    return True


def revise(
    session: Session, runtime: Runtime, quarter: Period, reason: Text, now: datetime
) -> dict[str, int]:
    """Publish a quarter anew as it is counted by now; return how many figures changed, by table.

    Raise NotPublishedError where it never was, and NothingToReviseError where it is the same.
    """
    reached = locked_mark(session)
    anew = counted_anew(session, runtime, quarter)
    if not anew.changed:
        raise NothingToReviseError(str(quarter))
    vintage = _keep(session, runtime.keyring, anew.counts, anew.known, reached=reached, now=now)
    vintage.number, vintage.changed = anew.number, anew.changed
    vintage.reason, vintage.reason_en = reason.fr, reason.en
    vintage.signature = runtime.keyring.sign(message_of(vintage))
    return anew.changed


class Anew(Struct, frozen=True):
    """A published quarter as it is counted by now: what a revision would publish, and change."""

    number: int
    counts: QuarterCounts
    before: Known
    known: Known

    @property
    def changed(self) -> dict[str, int]:
        """How many figures would be others, by table."""
        return changed_tables(self.before, self.known)


def counted_anew(session: Session, runtime: Runtime, quarter: Period) -> Anew:
    """Work a published quarter out as it is counted by now; raise NotPublishedError of another."""
    earlier = [known_in(one) for one in vintages(session, quarter)]
    if not earlier:
        raise NotPublishedError(str(quarter))
    counts = read_counts(session, runtime, quarter)
    known = known_of(counts, runtime.features.counted_apart, earlier)
    return Anew(len(earlier) + 1, counts, earlier[-1], known)


def read_counts(session: Session, runtime: Runtime, quarter: Period) -> QuarterCounts:
    """Read all that is counted of a quarter by now."""
    codes = tuple(sorted(agency.code for agency in runtime.agencies))
    apart = runtime.features.counted_apart
    return QuarterCounts(
        period=str(quarter),
        months=quarter.months,
        agencies=codes,
        counts=sorted(cube.counts(session, codes, quarter.months)),
        received=sorted(received_by_theme(session, codes, quarter.months)),
        answers=sorted(cube.answers_by_agency(session, codes, quarter.months)),
        apart={
            name: sorted(counted.read(session, codes, quarter.months))
            for name, counted in apart.items()
        },
    )


def tell_steps(session: Session, runtime: Runtime, today: date) -> None:
    """Once a day, say what the quarters received so far that are not published yet."""
    for quarter in _untold(session, today):
        steps = _steps(session, runtime, quarter)
        session.merge(ReportStepRecord(period=str(quarter), day=today, steps=steps))
        move_mark(session, _VINTAGES)


def message_of(vintage: ReportVintageRecord) -> bytes:
    """Return what is signed of a vintage: all that it says, its tables by their digests."""
    told = {
        "period": vintage.period,
        "number": vintage.number,
        "definitions": vintage.definitions,
        "made_at": moment_text(vintage.made_at),
        "reached": vintage.reached,
        "reason": vintage.reason or "",
        "reason_en": vintage.reason_en or "",
        "changed": vintage.changed,
        "digest": vintage.digest,
        "counts_digest": vintage.counts_digest,
        "previous": vintage.previous,
    }
    return canonical({"vintage": told})


def is_as_signed(vintage: ReportVintageRecord, public_key: str) -> bool:
    """Tell whether a vintage is what it was when it was made."""
    texts = ((vintage.tables, vintage.digest), (vintage.counts, vintage.counts_digest))
    are_whole = all(digest_of(text) == digest for text, digest in texts)
    return are_whole and is_signed(message_of(vintage), vintage.signature, public_key)


def digest_of(text: str) -> str:
    """Return the digest by which a vintage names its tables."""
    return hashlib.sha256(text.encode()).hexdigest()


def _keep(
    session: Session,
    keyring: Keyring,
    counts: QuarterCounts,
    known: Known,
    *,
    reached: int,
    now: datetime,
) -> ReportVintageRecord:
    tables, of_auditors = _text(known), _text(counts)
    vintage = ReportVintageRecord(
        period=counts.period,
        number=1,
        definitions=VERSION,
        made_at=now,
        reached=reached,
        changed={},
        tables=tables,
        counts=of_auditors,
        digest=digest_of(tables),
        counts_digest=digest_of(of_auditors),
        previous=last_digest(session),
    )
    vintage.signature = keyring.sign(message_of(vintage))
    session.add(vintage)
    move_mark(session, _VINTAGES)
    return vintage


def _text(value: Known | QuarterCounts) -> str:
    return msgspec.json.encode(value, order="sorted").decode()


def _due(session: Session, today: date) -> list[Period]:
    """Return the quarters to publish: all that were counted, once everything is counted."""
    first, waiting = cube.first_month(session), cube.counted_until(session)
    if first is None or (waiting is not None and waiting.date() < today):
        return []
    known = set(published_periods(session))
    return [quarter for quarter in _quarters(first, newest_settled(today)) if quarter not in known]


def _quarters(first: str, last: Period) -> Iterator[Period]:
    quarter = Period.quarter_of(date.fromisoformat(f"{first}-01"))
    while quarter <= last:
        yield quarter
        quarter = quarter.after


def _untold(session: Session, today: date) -> list[Period]:
    """Return the quarters that are not published, and of which nothing was told today."""
    known, current = set(published_periods(session)), Period.quarter_of(today)
    days = told_on(session)
    return [
        quarter
        for quarter in (current.before, current)
        if quarter not in known and days.get(str(quarter)) != today
    ]


def _steps(session: Session, runtime: Runtime, quarter: Period) -> dict[str, int]:
    received = dict.fromkeys((agency.code for agency in runtime.agencies), 0)
    for row in received_by_theme(session, list(received), quarter.months):
        received[row.agency] += row.n
    return steps_of(received)


def _today(runtime: Runtime, now: datetime) -> date:
    return now.astimezone(ZoneInfo(runtime.agencies.portal.calendar.timezone)).date()


PUBLISH: Job[Runtime] = Job(
    "publish quarters",
    Place.LAST,
    lambda runtime: Publishing(runtime).run,
    counted="quarters_published",
)

FEATURE = Feature(
    name="vintages",
    row_rules=ROW_RULES,
    jobs=(PUBLISH,),
    public_marks=(mark_of(_VINTAGES),),
)
"""What the kernel has to know of vintages: who sees them, and when they are made."""
