"""Making the lines of each quarter once it is published: read first, then written in a moment.

They are made of the history as far as the quarter's first vintage counted it, and never again: two
sets of one quarter would tell whoever compares them what moved between. A revision of its figures
leaves them as they are.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.complaints.features import Feature
from portal.complaints.queries.public_marks import mark_of, move_mark
from portal.domain.actor import PORTAL
from portal.domain.time.periods import Period
from portal.jobs import Job, Place
from portal.reporting.deidentified.finished import finished_in
from portal.reporting.deidentified.records import (
    ROW_RULES,
    ReportRecordSetRecord,
    periods_with_lines,
    written,
)
from portal.reporting.deidentified.rule import deidentified, left_out
from portal.reporting.vintages.queries import known_in, published_periods, vintages
from portal.reporting.vintages.queries_lives import ended_lives
from portal.runtime import Runtime

_MARK = "record_sets"


class PublishingLines:
    """Makes the lines of every published quarter that has none."""

    def __init__(self, runtime: Runtime) -> None:
        self.runtime = runtime

    def run(self, now: datetime) -> int:
        """Make what is due, the oldest quarter first; return of how many quarters."""
        due = self.runtime.read(PORTAL, _due)
        for quarter in due:
            made = self.runtime.read(PORTAL, _made, quarter, now)
            made.signature = self.runtime.keyring.sign(made.message)
            with self.runtime.transaction(PORTAL) as session:
                _keep(session, quarter, made)
        return len(due)


def _keep(session: Session, quarter: Period, made: ReportRecordSetRecord) -> None:
    """Keep a set, unless somebody else made it meanwhile."""
    if quarter not in periods_with_lines(session):
        session.add(made)
        move_mark(session, _MARK)


def _due(session: Session) -> list[Period]:
    made = set(periods_with_lines(session))
    return [quarter for quarter in reversed(published_periods(session)) if quarter not in made]


def _made(session: Session, quarter: Period, now: datetime) -> ReportRecordSetRecord:
    """Return what may be told line by line of a quarter."""
    of_quarter = vintages(session, quarter)
    reached = of_quarter[0].reached
    lives = ended_lives(session, reached, quarter.first_day, quarter.last_day)
    finished = (finished_in(life, quarter.months) for life in lives)
    tables = [known_in(vintage) for vintage in of_quarter]
    lines = deidentified((one for one in finished if one is not None), tables)
    return ReportRecordSetRecord(
        period=str(quarter),
        made_at=now,
        reached=reached,
        count=sum(lines.values()),
        left_out=left_out(lines, tables),
        lines=written(lines),
    )


PUBLISH_LINES: Job[Runtime] = Job(
    "publish lines",
    Place.LAST,
    lambda runtime: PublishingLines(runtime).run,
    counted="record_sets_published",
)

FEATURE = Feature(
    name="record_sets",
    row_rules=ROW_RULES,
    jobs=(PUBLISH_LINES,),
    public_marks=(mark_of(_MARK),),
)
"""What the kernel has to know of lines: who sees them, and when they are made."""
