"""A small register of two years, written out: what its reports say is worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from portal.complaints.queries.public_marks import move_mark
from portal.domain.actor import PORTAL
from portal.domain.figures.published import Bounds
from portal.domain.figures.shares import Share
from portal.domain.figures.small_cells import TOTAL
from portal.domain.text import Text
from portal.domain.time.periods import Period
from portal.reporting.annual.compared import Compared
from portal.reporting.annual.composing import Names, compose
from portal.reporting.annual.making import MARK, Made, make_report
from portal.reporting.annual.queries import ALL
from portal.reporting.annual.records import AnnualReportRecord
from portal.reporting.annual.sentences import Story
from portal.reporting.annual.wording import Wording
from portal.reporting.annual.year import Year
from portal.reporting.known import Days, Known
from portal.runtime import Runtime
from tests.reporting.figures import count, receive

NAMES = Names(
    portal=Text("Plaintes", "Complaints"),
    agencies={"parks": Text("Parcs", "Parks"), "water": Text("Eau", "Water")},
    themes={"delay": Text("Délais", "Delays"), "other": Text("Autre", "Other")},
    base_url="https://plaintes.example",
)
QUARTERS_2025 = ("2025-02", "2025-05", "2025-08", "2025-11")
QUARTERS_2026 = ("2026-02", "2026-05", "2026-08")


def fill(runtime: Runtime) -> None:
    """Count two years of the parks: 60 of 100 answers in time in a quarter, then 90 of 100."""
    # The register begins before the first year.
    cells = [("parks", "2024-12", "answered", 9, 10)]
    for months, kept, days in ((QUARTERS_2025, 60, 12), (QUARTERS_2026, 90, 8)):
        for month in months:
            cells += [
                ("parks", month, "answer_due_kept", 0, kept),
                ("parks", month, "answer_due_missed", 0, 100 - kept),
                ("parks", month, "answered", days, 100),
                ("parks", month, "level", 1, 80),
                ("parks", month, "level", 2, 20),
                ("parks", month, "finding_founded", 0, 30),
                ("parks", month, "finding_unfounded", 0, 70),
            ]
    count(runtime, *cells)
    receive(
        runtime,
        *(("parks", month, "delay", 50) for month in QUARTERS_2025),
        *(("parks", month, "delay", 100) for month in QUARTERS_2026),
        *(("parks", month, "other", 40) for month in (*QUARTERS_2025, *QUARTERS_2026)),
    )


def fill_few(runtime: Runtime) -> None:
    """Count three complaints a quarter of another agency: two of three answers are in time."""
    months = (*QUARTERS_2025, *QUARTERS_2026)
    measures = (("answer_due_kept", 2), ("answer_due_missed", 1))
    count(runtime, *(("water", month, name, 0, n) for month in months for name, n in measures))
    receive(runtime, *(("water", month, "other", 3) for month in months))


def quarter(kept: Bounds | None, received: int | None = 100, median: int = 9) -> Known:
    """Return what a quarter of one agency tells, which is also that of all."""
    due = None if kept is None else kept.n
    both = ("parks", TOTAL)
    return Known(
        agencies=("parks",),
        grids={
            "themes": {code: {"delay": received, TOTAL: received} for code in both},
            "due": {code: {"due": due, TOTAL: due} for code in both},
        },
        shares={"kept": dict.fromkeys(both, kept)},
        days=dict.fromkeys(both, Days(100, median, 2 * median, is_many=True)),
    )


def exact(part: int, n: int) -> Bounds:
    """Return a share that is told as it is."""
    return Bounds.exact(Share(part, n))


def compared(before: Sequence[Known], now: Sequence[Known]) -> Compared:
    """Compare 2026 with 2025, of as many quarters as there are."""
    years = [
        Year(Period(year), tuple(quarters), ("8",) * len(quarters))
        for year, quarters in ((2026, now), (2025, before))
    ]
    return Compared.of(*years, "2025-01")


def stories(of: Compared) -> Iterator[Story]:
    """Yield what is told of a year, of one agency and of all, in both languages."""
    for code in ("parks", TOTAL):
        yield Story(of, code, Wording("fr", NAMES.agencies, NAMES.themes))
        yield Story(of, code, Wording("en", NAMES.agencies, NAMES.themes))


def made(runtime: Runtime, year: int = 2026, agency: str = ALL, reason: Text | None = None) -> Made:
    """Make a report of a year, or find that it stands."""
    with runtime.acting(PORTAL) as work:
        return make_report(work, year, agency, NAMES.base_url, reason)


def keep_report(runtime: Runtime, agency: str = "", number: int = 1, reason: str = "") -> None:
    """Keep a report of 2026 as if it was made, without its sheets: no quarter is published."""
    found = compared([], [quarter(exact(90, 100))])
    content = compose(found, agency, NAMES, None, "8")
    with runtime.transaction() as session:
        session.add(
            AnnualReportRecord(
                year=2026,
                agency=agency,
                number=number,
                until=1,
                definitions="8",
                made_at=runtime.now(),
                reason=reason,
                reason_en=reason,
                sources="",
                content=msgspec.json.encode(content).decode(),
                pdf_fr=b"",
                pdf_en=b"",
                digest="",
                previous="",
                signature=b"",
            )
        )
        move_mark(session, MARK)
