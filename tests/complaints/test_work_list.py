"""A page of a list knows how many complaints the whole list has, whichever page it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.complaints.queries import work_list
from portal.complaints.queries.work_list import Page, page_of
from portal.complaints.queries.work_list_views import Looking, Narrowing, View
from portal.complaints.records.complaint import ComplaintRecord
from portal.runtime import Runtime
from tests.support import file, officer, on_both

FILED = 5


@pytest.fixture
def found(runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> tuple[int, ...]:
    """Complaints that a search found, two of which make a page."""
    monkeypatch.setattr(work_list, "ROWS_A_PAGE", 2)
    for _ in range(FILED):
        file(runtime)
    file(runtime, "water")
    with runtime.reading(officer("parks")) as session:
        return tuple(session.scalars(select(ComplaintRecord.id)))


def shown(runtime: Runtime, number: int, narrowing: Narrowing, view: View = View.TEAM) -> Page:
    now = runtime.now()
    looking = Looking("parks", None, now, now + timedelta(days=2))
    with runtime.reading(officer("parks")) as session:
        return page_of(session, looking, view, narrowing, number)


@on_both
@pytest.mark.parametrize(("number", "rows"), [(1, 2), (2, 2), (3, 1), (4, 0)])
def test_every_page_tells_the_same_total(
    runtime: Runtime, found: tuple[int, ...], number: int, rows: int
):
    page = shown(runtime, number, Narrowing(found=found))
    assert (len(page.rows), page.total) == (rows, FILED)


@on_both
def test_what_finds_nothing_has_nothing(runtime: Runtime, found: tuple[int, ...]):
    assert found
    for narrowing, view in ((Narrowing(found=()), View.TEAM), (Narrowing(), View.CLOSED)):
        page = shown(runtime, 1, narrowing, view)
        assert (page.rows, page.total) == ([], 0)
