"""What the cube of counts holds, for tests of what services write and of counting again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.complaints.queries.counted_cells import WHOLE_AGENCIES
from portal.complaints.queries.public_marks import GENERATION, mark_of
from portal.complaints.records.counted import CountedComplaintRecord
from portal.complaints.records.message import ReportCountRecord
from portal.domain.actor import PORTAL
from portal.domain.figures.cells import WHOLE, Cell, with_wholes
from portal.domain.figures.leading import LEADING
from portal.reporting import counting as reporting
from portal.reporting.counts.counting_cells import add_cells, generation_in_force
from portal.runtime import Runtime

CELL = (
    *("agency", "month", "nature", "language", "region"),
    *("theme", "category", "channel", "measure", "bucket"),
)


def cube(session: Session) -> dict[tuple[Any, ...], int]:
    session.expire_all()
    return {tuple(getattr(r, name) for name in CELL): r.n for r in in_force(session)}


def by_complaint(session: Session) -> dict[tuple[Any, ...], dict[int, int]]:
    """Return of which complaints each cell is made, as often as each is counted."""
    session.expire_all()
    kept = CountedComplaintRecord
    made: dict[tuple[Any, ...], dict[int, int]] = {}
    for row in session.scalars(select(kept).where(kept.generation == mark_of(GENERATION))):
        cell = tuple(getattr(row, name) for name in CELL)
        made.setdefault(cell, {})[row.complaint_id] = row.n
    return made


def finest_that_lead(session: Session) -> dict[tuple[Any, ...], int]:
    """Return the finest cells of the measures that lead to their complaints."""
    return {
        cell: n
        for cell, n in cube(session).items()
        if cell[CELL.index("measure")] in LEADING and WHOLE not in cell[3:8]
    }


def in_force(session: Session) -> Iterator[ReportCountRecord]:
    generation = ReportCountRecord.generation == mark_of(GENERATION)
    yield from session.scalars(select(ReportCountRecord).where(generation))


def measures(session: Session, nature: str = "complaint") -> dict[str, int]:
    counted = Counter[str]()
    whole = (WHOLE_AGENCIES, ReportCountRecord.nature == nature)
    for record in session.scalars(select(ReportCountRecord).where(*whole)):
        counted[f"{record.agency} {record.month} {record.measure} {record.bucket}"] += record.n
    return dict(counted)


def fed(runtime: Runtime) -> dict[str, int]:
    with runtime.transaction() as session:
        while reporting.feed(session):
            pass
    with runtime.reading(PORTAL) as session:
        return measures(session)


def count_subjects(session: Session, counted: Mapping[Cell, int]) -> None:
    """Put cells in every layer of the cube that tells subjects or channels alone."""
    together = with_wholes(counted)
    told = {
        cell: n
        for cell, n in together.items()
        if not cell.language + cell.region and cell.theme + cell.channel
    }
    add_cells(session.connection(), generation_in_force(session), told)
