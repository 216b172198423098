"""Entering a complaint: whole, with few statements, and a number of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import StatementError

from portal.complaints.handling.register import next_number, send_draft
from portal.complaints.records.complaint import ComplaintRecord
from portal.domain.actor import PORTAL
from portal.domain.errors import DraftGoneError
from portal.runtime import Runtime
from tests.support import file, on_both


@on_both
def test_ranks_are_given_out_one_after_the_other_in_each_year(runtime: Runtime):
    with runtime.transaction() as session:
        connection = session.connection()
        assert [next_number(connection, 2026) for _ in range(3)] == [1, 2, 3]
        assert next_number(connection, 2027) == 1
        assert next_number(connection, 2026, count=10) == 13
        assert next_number(connection, 2026) == 14


@on_both
def test_a_rank_that_is_not_used_is_given_out_again(runtime: Runtime):
    with runtime.transaction() as session:
        next_number(session.connection(), 2026)
        session.rollback()
    with runtime.transaction() as session:
        assert next_number(session.connection(), 2026) == 1


@on_both
def test_complaints_filed_at_once_have_consecutive_numbers(runtime: Runtime):
    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(lambda _: file(runtime), range(12)))
    assert sorted(receipt.number for receipt in receipts) == [
        f"2026-{rank:06d}" for rank in range(1, 13)
    ]


def test_filing_takes_one_statement_a_table(runtime: Runtime):
    file(runtime)
    statements: list[str] = []
    event.listen(
        runtime.database.writer,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_: statements.append(statement),
    )
    file(runtime)
    tables = [
        words.split("INTO ")[1].split()[0].split("(")[0] for words in statements if "INTO " in words
    ]
    assert sorted(tables) == sorted({*tables})
    assert len(statements) <= 10


@on_both
def test_a_complaint_that_cannot_be_entered_whole_is_not_entered(runtime: Runtime):
    with pytest.raises((StatementError, TypeError), match="JSON"):
        file(runtime, needs=({"not", "json"},))
    with runtime.reading(PORTAL) as session:
        assert session.scalar(select(func.count()).select_from(ComplaintRecord)) == 0
    assert file(runtime).number == "2026-000001"


def test_a_draft_that_never_was_cannot_be_sent(runtime: Runtime):
    with pytest.raises(DraftGoneError), runtime.transaction() as session:
        send_draft(session.connection(), "unknown", runtime.now(), {})
