"""What the rules of alarms look at: a few thousand rows of the cube, and the recommendations."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.complaints.records.report import ReportCountRecord
from portal.domain.complaint import Finding
from portal.domain.figures.cells import WHOLE
from portal.domain.figures.indicators import Figures, Measure, Share
from portal.features.alarms.rules import Received
from portal.reporting.queries import counts

_N = ReportCountRecord
_FOUNDED = (Finding.FOUNDED, Finding.PARTLY_FOUNDED)
_JUDGED = (*_FOUNDED, Finding.UNFOUNDED)
_A_YEAR = timedelta(days=365)


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
            _N.theme != WHOLE,
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
            sum(figures.findings[one] for one in _FOUNDED),
            sum(figures.findings[one] for one in _JUDGED),
        )
        kept = figures.kept
        missed[agency] = Share(kept.n - kept.part, kept.n)
    return founded, missed
