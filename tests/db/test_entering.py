"""Rows entered by an INSERT written out are those that SQLAlchemy would have entered."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from portal.complaints.records.complaint import ComplaintRecord, IssueRecord, PersonRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.db.base import Base
from portal.db.entering import enter_row, enter_rows
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.support import file, on_both
from tests.support.statements import sent_by


def kept(runtime: Runtime, record: type[Base]) -> list[dict[str, Any]]:
    """Return every row of a table, as the portal reads it."""
    columns = record.__table__.c
    with runtime.reading(PORTAL) as session:
        rows = session.execute(select(record.__table__).order_by(columns.id))
        return [dict(row._mapping) for row in rows]


@on_both
@pytest.mark.parametrize("record", [ComplaintRecord, PersonRecord, HistoryEntryRecord])
def test_a_row_comes_back_as_it_was_entered(runtime: Runtime, record: type[Base]):
    file(runtime)
    [row] = kept(runtime, record)[:1]
    mine = {"number": "2026-900001", "seq": 9, "complaint_id": row.get("complaint_id")}
    again = {name: mine.get(name, value) for name, value in row.items() if name != "id"}

    key = runtime.database.enter(lambda connection: enter_row(connection, record, again))

    assert key > row["id"]
    assert kept(runtime, record)[-1] == {**again, "id": key}


@on_both
def test_what_a_row_does_not_tell_is_as_its_columns_say(runtime: Runtime):
    file(runtime)
    [row] = kept(runtime, ComplaintRecord)
    told = {name: value for name, value in row.items() if name not in ("id", "may_transfer")}
    runtime.database.enter(
        lambda connection: enter_row(connection, ComplaintRecord, told | {"number": "2026-900001"})
    )
    assert kept(runtime, ComplaintRecord)[-1]["may_transfer"] is False


@on_both
def test_several_rows_are_one_statement(runtime: Runtime):
    file(runtime)
    rows = [{"rank": rank, "text": f"Sujet {rank}", "complaint_id": 1} for rank in (2, 3)]
    [ids, statement] = sent_by(
        runtime,
        lambda: runtime.database.enter(
            lambda connection: enter_rows(connection, IssueRecord, rows)
        ),
    )
    assert "SELECT" in ids
    assert statement.startswith("INSERT INTO issue")
    assert [row["text"] for row in kept(runtime, IssueRecord)[1:]] == ["Sujet 2", "Sujet 3"]


@on_both
def test_what_the_database_refuses_is_an_error_that_undoes_all(runtime: Runtime):
    file(runtime)
    row = {"rank": 2, "text": "Sujet", "complaint_id": 1}
    with pytest.raises(Exception, match=r"(?i)not.null"):
        runtime.database.enter(
            lambda connection: enter_rows(connection, IssueRecord, [row, {**row, "text": None}])
        )
    assert len(kept(runtime, IssueRecord)) == 1
