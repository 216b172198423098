"""Sealed texts: bound to their rows as they are written, and those from before afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import StatementError

from portal.complaints.records.complaint import ComplaintRecord, IssueRecord
from portal.db.base import RowUnknownError, SealedText
from portal.db.rebinding import RebindingRecord, bind_some, is_rebinding
from portal.db.sealing import sealed_columns
from portal.domain.actor import PORTAL
from portal.domain.text import NOT_OPENED
from portal.keyring import is_bound
from portal.runtime import Runtime
from tests.support import file, on_both
from tests.support.swapped import swap

_ISSUE, _COMPLAINT = IssueRecord.__table__, ComplaintRecord.__table__


def kept(runtime: Runtime, column: str, table: str) -> list[bytes]:
    with runtime.database.glancing() as connection:
        return [*connection.scalars(text(f"SELECT {column} FROM {table} ORDER BY id"))]


def as_before(runtime: Runtime, table: Any) -> None:
    """Let the texts of a table be sealed as they were before they were bound to their rows."""
    with runtime.database.writer.begin() as connection:
        for name, type_ in sealed_columns(table).items():
            rows = connection.execute(select(table.c.id, table.c[name])).all()
            for id_, value in (row for row in rows if row[1] is not None):
                plain = type_._as_bytes(value)
                sealed = runtime.keyring.seal(plain, type_.context)
                statement = text(f"UPDATE {table.name} SET {name} = :sealed WHERE id = :id")
                connection.execute(statement, {"sealed": sealed, "id": id_})
        connection.execute(insert(RebindingRecord), {"place": table.name, "reached": ""})


@on_both
def test_texts_from_before_are_read_and_then_bound_some_at_a_time(runtime: Runtime):
    stories = [f"Le sentier {number} est fermé." for number in range(3)]
    for story in stories:
        file(runtime, story=story)
    as_before(runtime, _COMPLAINT)
    with runtime.reading(PORTAL) as session:
        assert [
            *session.scalars(select(ComplaintRecord.story).order_by(ComplaintRecord.id))
        ] == stories
    done = [runtime.database.enter(lambda connection: bind_some(connection, 2)) for _ in range(3)]
    assert done == [2, 1, 0]
    assert all(is_bound(bytes(story)) for story in kept(runtime, "story", "complaint"))
    with runtime.database.glancing() as connection:
        assert not is_rebinding(connection)
    with runtime.transaction() as session:
        swap(session.connection(), _COMPLAINT.c.story, 1, 2)
    with runtime.reading(PORTAL) as session:
        assert [*session.scalars(select(ComplaintRecord.story).order_by(ComplaintRecord.id))] == [
            NOT_OPENED
        ] * 2 + stories[2:]


@on_both
def test_a_text_from_before_that_does_not_open_stays_and_holds_nothing_back(runtime: Runtime):
    file(runtime)
    file(runtime)
    as_before(runtime, _ISSUE)
    with runtime.transaction() as session:
        spoilt = {"sealed": b"\x01 nothing that anybody sealed, ever"}
        session.execute(text("UPDATE issue SET text = :sealed WHERE id = 1"), spoilt)
    assert runtime.database.enter(bind_some) == 2
    first, second = kept(runtime, "text", "issue")
    assert (bytes(first), is_bound(bytes(second))) == (spoilt["sealed"], True)


@on_both
def test_a_text_whose_row_nothing_tells_is_neither_written_nor_read(runtime: Runtime):
    file(runtime)
    statement = _ISSUE.update().where(_ISSUE.c.rank == 1).values(text="Le sentier")
    with pytest.raises(StatementError, match=r"issue\.text"), runtime.transaction() as session:
        session.connection().execute(statement)
    apart = select(_ISSUE.c.text).subquery()
    newest = select(func.max(_ISSUE.c.text, type_=SealedText("issue.text")))
    with runtime.reading(PORTAL) as session:
        for unbound in (select(apart.c.text), newest):
            with pytest.raises(RowUnknownError):
                session.connection().execute(unbound)


@on_both
def test_rows_are_entered_in_the_order_of_their_ids(runtime: Runtime):
    file(runtime)
    with runtime.transaction() as session:
        for rank in (2, 3, 4):
            session.add(IssueRecord(complaint_id=1, rank=rank, text=f"Sujet {rank}"))
    with runtime.reading(PORTAL) as session:
        read = session.execute(select(IssueRecord.rank, IssueRecord.text).order_by(IssueRecord.id))
        assert [*read][1:] == [(rank, f"Sujet {rank}") for rank in (2, 3, 4)]
