"""What the overview reads, on both databases, and that it costs the same for any number."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.complaints.handling import following
from portal.complaints.records.message import ReportCountRecord, ReportMarkRecord
from portal.domain.actor import PORTAL
from portal.domain.figures.published import Bounds
from portal.domain.succession import REST
from portal.domain.time.periods import age_bounds
from portal.reporting import counting as reporting
from portal.reporting.counts.queries import (
    Count,
    MonthCount,
    answers_by_month,
    counted_until,
    counts,
)
from portal.reporting.counts.queries_open import open_ages
from portal.reporting.counts.queries_received import ThemeCount, received_by_theme
from portal.reporting.pages.public_figures import public_measures
from portal.reporting.vintages.freezing import Publishing
from portal.runtime import Runtime
from tests.support import TUESDAY, FixedClock, file, on_both

DAY = timedelta(days=1)


@contextmanager
def with_cells(runtime: Runtime, *cells: tuple[object, ...]) -> Iterator[Session]:
    """A reading of a cube with these cells: agency, month, theme, measure, bucket, n."""
    names = ("agency", "month", "theme", "measure", "bucket", "n")
    with runtime.transaction() as session:
        for cell in cells:
            row = dict(zip(names, cell, strict=True))
            details = [("trail", "web"), ("trail", ""), ("", "")] if row["theme"] else [("", "")]
            for category, channel in details:
                session.add(ReportCountRecord(**row, category=category, channel=channel))
    Publishing(runtime).run(runtime.now())
    with runtime.reading(PORTAL) as session:
        yield session


@on_both
def test_counts_add_up_the_months_of_the_agencies_asked_for(runtime: Runtime):
    cells = [
        ("parks", "2026-07", "", "received", 0, 5),
        ("parks", "2026-08", "", "received", 0, 6),
        ("parks", "2026-08", "delay", "received", 0, 6),
        ("parks", "2026-10", "", "received", 0, 7),
        ("water", "2026-08", "", "received", 0, 9),
    ]
    with with_cells(runtime, *cells) as session:
        found = counts(session, ["parks"], ["2026-07", "2026-08", "2026-09"])
    assert found == [Count("parks", "received", 0, 11)]


@on_both
def test_the_past_of_a_merged_agency_counts_for_its_heir(runtime: Runtime):
    cells = [
        ("parks", "2026-08", "", "received", 0, 5),
        ("parks", "2026-08", "delay", "received", 0, 5),
        ("parks", "2026-08", "", "answered", 7, 2),
        ("water", "2026-08", "", "received", 0, 9),
        ("water", "2026-08", "delay", "received", 0, 9),
        ("desk", "2026-08", "", "received", 0, 1),
    ]
    heirs = {"parks": {"trail": "water", REST: "water"}}
    with with_cells(runtime, *cells) as session:
        found = sorted(counts(session, ["water"], ["2026-08"], heirs))
        days = answers_by_month(session, ["water"], ["2026-08"], heirs)
        themes = received_by_theme(session, ["water"], ["2026-08"], heirs)
    assert found == [Count("water", "answered", 7, 2), Count("water", "received", 0, 14)]
    assert days == [MonthCount("2026-08", 7, 2)]
    assert themes == [ThemeCount("water", "delay", 14)]


@on_both
def test_the_past_of_an_agency_that_was_parted_counts_category_by_category(runtime: Runtime):
    def cell(category: str, n: int, channel: str = "") -> ReportCountRecord:
        place = {"agency": "parks", "month": "2026-08", "theme": category and "delay"}
        detail = {"category": category, "channel": channel}
        return ReportCountRecord(**place, **detail, measure="received", bucket=0, n=n)

    heirs = {"parks": {"trail": "desk", REST: "water"}}
    with runtime.transaction() as session:
        session.add_all(
            [cell("trail", 3), cell("trail", 3, "web"), cell("welcome", 4), cell("", 7)]
        )
    with with_cells(runtime, ("water", "2026-08", "", "received", 0, 9)) as session:
        for seen, expected in (("desk", 3), ("water", 13)):
            found = counts(session, [seen], ["2026-08"], heirs)
            assert found == [Count(seen, "received", 0, expected)]
            assert counts(session, ["parks"], ["2026-08"], heirs) == []


@on_both
def test_the_months_of_a_trend_count_first_answers_of_all_the_agencies(runtime: Runtime):
    cells = [
        ("parks", "2026-07", "", "answered", 4, 5),
        ("water", "2026-07", "", "answered", 4, 2),
        ("parks", "2026-07", "", "received", 0, 6),
        ("desk", "2026-07", "", "answered", 4, 50),
    ]
    with with_cells(runtime, *cells) as session:
        found = answers_by_month(session, ["parks", "water"], ["2026-07"])
    assert found == [MonthCount("2026-07", 4, 7)]


@on_both
def test_themes_count_what_was_received_whatever_its_category(runtime: Runtime):
    cells = [
        ("parks", "2026-07", "delay", "received", 0, 5),
        ("parks", "2026-08", "delay", "received", 0, 1),
        ("parks", "2026-07", "delay", "answered", 3, 4),
        ("parks", "2026-07", "", "received", 0, 6),
    ]
    with with_cells(runtime, *cells) as session:
        found = received_by_theme(session, ["parks"], ["2026-07", "2026-08"])
    assert found == [ThemeCount("parks", "delay", 6)]


@on_both
def test_open_complaints_fall_into_the_classes_of_their_ages(runtime: Runtime, clock: FixedClock):
    for days_ago, agency in (
        (2, "parks"),
        (21, "parks"),
        (60, "parks"),
        (200, "parks"),
        (2, "water"),
    ):
        clock.moment = TUESDAY - days_ago * DAY
        file(runtime, agency)
    gone = file(runtime).number
    runtime.change(PORTAL, gone, following.withdraw)
    clock.moment = TUESDAY
    bounds = {
        code: age_bounds(TUESDAY, runtime.agencies.agency(code).consult().calendar())
        for code in ("parks", "water", "desk")
    }
    with runtime.reading(PORTAL) as session:
        ages = open_ages(session, bounds)
    assert ages == {"parks": (1, 1, 1, 1), "water": (1, 0, 0, 0), "desk": (0, 0, 0, 0)}


def test_nothing_is_read_for_nobody(runtime: Runtime):
    with runtime.reading(PORTAL) as session:
        assert open_ages(session, {}) == {}


@on_both
def test_counts_are_up_to_date_once_every_entry_is_counted(runtime: Runtime):
    before = datetime.now(UTC)
    file(runtime)
    with runtime.reading(PORTAL) as session:
        waiting = counted_until(session)
    assert waiting is not None
    assert waiting >= before
    with runtime.transaction() as session:
        session.merge(ReportMarkRecord(name="history", entry_id=1_000_000))
    with runtime.reading(PORTAL) as session:
        assert counted_until(session) is None


def test_a_page_of_figures_reads_as_often_for_many_complaints_as_for_none(runtime: Runtime):
    statements: list[str] = []
    event.listen(
        runtime.database.reader,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_: statements.append(statement),
    )
    sizes = []
    for number in (0, 5):
        for _ in range(number):
            file(runtime)
        with runtime.transaction() as session:
            reporting.feed(session)
        statements.clear()
        with runtime.reading(PORTAL) as session:
            counts(session, ["parks"], ["2026-11"])
            public_measures(session, date(2027, 1, 5))
        sizes.append(sum(statement.startswith("SELECT") for statement in statements))
    assert sizes == [3, 3]


@on_both
def test_the_public_measures_are_those_of_the_last_published_quarter(runtime: Runtime):
    cells = [
        ("parks", "2026-07", "", "answer_due_kept", 0, 15),
        ("water", "2026-09", "", "answer_due_missed", 0, 5),
        ("parks", "2026-08", "", "answered", 4, 5),
        ("parks", "2026-08", "", "answered", 9, 4),
        ("parks", "2026-08", "", "finding_founded", 0, 25),
        ("parks", "2026-08", "", "corrected", 0, 5),
        ("parks", "2026-10", "", "answered", 60, 500),
        ("parks", "2026-06", "", "answered", 60, 500),
    ]
    with with_cells(runtime, *cells) as session:
        measures = public_measures(session, date(2026, 11, 24))
    assert measures is not None
    assert str(measures.period) == "2026-T3"
    assert (measures.kept, measures.median_days, measures.corrected) == (
        Bounds(15, 15, 20),
        4,
        Bounds(5, 5, 25),
    )


def test_a_public_measure_tells_nothing_of_fewer_than_five(runtime: Runtime):
    cells = [
        ("parks", "2026-07", "", "answer_due_kept", 0, 7),
        ("parks", "2026-08", "", "answered", 4, 4),
        ("parks", "2026-08", "", "finding_founded", 0, 20),
        ("parks", "2026-08", "", "corrected", 0, 2),
    ]
    with with_cells(runtime, *cells) as session:
        measures = public_measures(session, date(2026, 11, 24))
    assert measures is not None
    assert (measures.median_days, measures.corrected) == (None, Bounds(1, 4, 20))
    assert measures.kept == Bounds(7, 7, 7)


def test_without_enough_complaints_there_are_no_public_measures(runtime: Runtime):
    with with_cells(runtime, ("parks", "2026-08", "", "answered", 4, 4)) as session:
        assert public_measures(session, date(2026, 11, 24)) is None
