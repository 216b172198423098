"""Reports that an earlier version kept with their complaints are moved apart from them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text

import portal
from portal.db import schema
from portal.domain.role import Role
from portal.features.reprisals.rules import Report
from portal.runtime import Runtime
from tests.complaints.cases import clocks, complaint, member, messages, outbox_rows
from tests.features.reprisals.reported import WORDS, acted, kept, reported
from tests.support import file, on_both

VERSIONS = Path(portal.__file__).parent / "db" / "migrations" / "versions"
[MOVING] = VERSIONS.glob("*_reports_apart.py")
BEFORE = f"{int(MOVING.name[:4]) - 1:04}"

_KEPT = (
    "complaint_id, level, pending, started_at, due_at, last_day, met_at, missed_at, ended_at,"
    " fired, extended, allowance, promise, explanation, release_id, warned"
)
_CLOCK = (
    f"INSERT INTO clock (kind, {_KEPT})"
    f" SELECT 'reprisal_first_act', {_KEPT} FROM clock WHERE kind = 'answer'"
)
_MESSAGE = (
    "INSERT INTO message (complaint_id, at, kind, from_citizen, body, history_seq, once)"
    " SELECT id, received_at, 'reprisal', :by, :body, 1, 'a' FROM complaint"
)
_SENT = "language, message_id, created_at, not_before, done, attempts"
_LETTER = (
    f"INSERT INTO outbox (template, params, complaint_id, {_SENT})"
    f" SELECT :template, :params, NULL, {_SENT} FROM outbox WHERE template = 'acknowledgement'"
)
_COUNT = (
    "INSERT INTO report_count VALUES ('parks', '2026-11', '', '', '', 'reprisals', 0, 1),"
    " ('parks', '2026-11', '', '', '', 'received', 0, 1)"
)


def of_an_earlier_version(runtime: Runtime) -> str:
    """A complaint with a report as an earlier version kept it."""
    number = file(runtime).number
    schema.downgrade(runtime.database, BEFORE)
    body = runtime.keyring.seal(WORDS.encode(), "message.body")
    digest = {"count": 2, "agencies": {"parks": 2}, "listed": [{"number": number}]}
    with runtime.database.writer.begin() as connection:
        connection.execute(text(_CLOCK))
        connection.execute(text(_MESSAGE), {"by": True, "body": body})
        for template, params in (("reprisal_flagged", {}), ("digest", digest)):
            told = {"template": template, "params": json.dumps(params)}
            connection.execute(text(_LETTER), told)
        connection.execute(text("DELETE FROM report_count"))
        connection.execute(text(_COUNT))
    return number


@on_both
def test_what_was_reported_is_moved_and_nothing_of_it_stays_in_clear(runtime: Runtime):
    number = of_an_earlier_version(runtime)
    answer_due = clocks(runtime, number, "answer")[0].due_at
    schema.upgrade(runtime.database)
    moved = kept(runtime, number)
    assert moved.reports == [Report(complaint(runtime, number).received_at, WORDS, None, "a")]
    assert [(one.kind, one.due_at) for one in moved.owed] == [("reprisal_first_act", answer_due)]
    assert [one for one in clocks(runtime, number) if "reprisal" in one.kind] == []
    assert [one for one in messages(runtime, number) if one.kind == "reprisal"] == []
    with runtime.database.reader.connect() as connection:
        measures = list(connection.scalars(text("SELECT measure FROM report_count")))
    # All counts are made anew since (0131).
    assert measures == []
    # Whoever protects the person goes on from there.
    acted(runtime, number, member(runtime, Role.HEAD, "parks", None))
    assert kept(runtime, number).owed == []


@on_both
def test_letters_about_several_complaints_are_sealed_and_those_about_reports_are_gone(
    runtime: Runtime,
):
    number = of_an_earlier_version(runtime)
    schema.upgrade(runtime.database)
    rows = {row.template: row for row in outbox_rows(runtime)}
    assert "reprisal_flagged" not in rows
    assert rows["digest"].params == {}
    assert rows["digest"].sealed["params"]["listed"] == [{"number": number}]


@on_both
def test_an_earlier_version_is_not_gone_back_to_while_it_would_show_a_report(runtime: Runtime):
    member(runtime, Role.HEAD, "parks", None)
    reported(runtime, file(runtime).number)
    with pytest.raises(RuntimeError, match="an earlier version would show them"):
        schema.downgrade(runtime.database, BEFORE)
    assert schema.is_current(runtime.database)
