"""What people decide about complaints is counted once a month, and found by from then on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, insert
from sqlalchemy.orm import Session

from portal.complaints.planning import Added, Filing
from portal.domain.actor import PORTAL
from portal.domain.routing import DecidedMarks
from portal.features.finder_evidence.queries import Period, counted_through, decided_in, stories
from portal.features.finder_evidence.records import FinderEvidenceRecord
from portal.features.finder_evidence.rules import (
    FinderSaid,
    first_day,
    month_before,
    months_later,
)
from portal.finder.decided import Decided
from portal.finder.evidence import BY_ANSWER, BY_PEOPLE, DecidedText, buckets_of, counted
from portal.jobs import Job, Place
from portal.runtime import Runtime

MONTHS = 24
"""For how long a decision counts."""
MOST_OF_AN_AGENCY = 500
"""How many of the newest decisions count for one agency."""


def kept_at_filing(_connection: Connection, filing: Filing) -> Added | None:
    """Tell in the first entry what the finder said, where it was asked."""
    said = filing.content.part(FinderSaid)
    return Added(told=(said,)) if said.was_asked else None


def period_of(runtime: Runtime, since: int, until: int) -> Period:
    """Return what lies from the begin of one month to the begin of another."""
    zone = ZoneInfo(runtime.agencies.portal.calendar.timezone)
    begin, end = (
        datetime.combine(first_day(month), time(), zone).astimezone(UTC) for month in (since, until)
    )
    return Period(begin, end, zone)


def count_decisions(runtime: Runtime, now: datetime) -> int:
    """Count anew all that was decided until the end of last month, unless that is done.

    Everything is counted from the complaints as they stand, and replaces what was counted before:
    what was handed on, withdrawn or erased meanwhile counts as it is now, and a crash leaves what
    was. Return of how many texts.
    """
    zone = ZoneInfo(runtime.agencies.portal.calendar.timezone)
    through = month_before(now.astimezone(zone).date())
    with runtime.reading(PORTAL) as session:
        if counted_through(session) >= through:
            return 0
        texts = list(_texts(runtime, session, through))
    marks = counted(texts, through)
    with runtime.transaction() as session:
        _replace(session, marks)
    runtime.take_up_changes()
    return len(texts)


def _texts(runtime: Runtime, session: Session, through: int) -> Iterator[DecidedText]:
    since, until = months_later(through, 1 - MONTHS), months_later(through, 1)
    desk = runtime.agencies.portal.portal.intake_desk
    decided = dict(_newest(decided_in(session, desk, period_of(runtime, since, until))))
    for complaint, story in stories(session, decided):
        one = decided[complaint]
        weight = BY_PEOPLE if one.by_people else BY_ANSWER
        yield DecidedText(one.label, weight, buckets_of(story, runtime.evidence_key))


def _newest(decided: Sequence[tuple[int, Decided]]) -> Iterator[tuple[int, Decided]]:
    taken: Counter[str] = Counter()
    for complaint, one in decided:
        taken[one.label.agency] += 1
        if taken[one.label.agency] <= MOST_OF_AN_AGENCY:
            yield complaint, one


def _replace(session: Session, marks: Sequence[DecidedMarks]) -> None:
    session.execute(delete(FinderEvidenceRecord))
    rows = [
        {
            "agency": one.agency,
            "category": one.category,
            "through": one.through,
            "texts": one.texts,
            "counts": one.counts,
        }
        for one in marks
    ]
    if rows:
        session.execute(insert(FinderEvidenceRecord), rows)


class Counting:
    """Counts the first time that it is asked in a month: a month without enough leaves no row."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime
        self._through = 0

    def count(self, now: datetime) -> int:
        """Count what was decided; return of how many texts."""
        zone = ZoneInfo(self.runtime.agencies.portal.calendar.timezone)
        through = month_before(now.astimezone(zone).date())
        if through == self._through:
            return 0
        texts = count_decisions(self.runtime, now)
        # Only now: what failed is tried again.
        self._through = through
        return texts


COUNT: Job[Runtime] = Job(
    "count what people decided",
    Place.LAST,
    lambda runtime: Counting(runtime).count,
    counted="decisions_counted",
)
