"""Columns: moments are always aware, and personal data is never readable in the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import StatementError

from portal.complaints.kept_drafts import DraftContent, start_draft
from portal.complaints.records.complaint import ComplaintRecord, DraftRecord, PersonRecord
from portal.complaints.records.message import OutboxRecord
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.support import TUESDAY, add_user, file, on_both

SAID = (
    "Michel Gagnon",
    "Gagnon",
    "m.gagnon@exemple.org",
    "819 555-0101",
    "12, rue des Érables",
    "sentier",
    "passerelle du nord",
)


@on_both
def test_a_moment_without_a_time_zone_is_refused(runtime: Runtime):
    with (
        pytest.raises(StatementError, match="time zone"),
        runtime.transaction() as session,
    ):
        session.execute(
            select(ComplaintRecord).where(ComplaintRecord.received_at == datetime(2026, 1, 5))  # noqa: DTZ001
        )


@on_both
def test_a_moment_comes_back_in_utc_from_whatever_zone_it_was_written_in(runtime: Runtime):
    there = TUESDAY.astimezone(timezone(-timedelta(hours=5)))
    draft_id, _ = start_draft(runtime.database, "fr", there, DraftContent())
    with runtime.reading(PORTAL) as session:
        kept = session.get_one(DraftRecord, draft_id).created_at
    assert kept == TUESDAY
    assert kept.tzinfo is UTC


@on_both
def test_nothing_personal_is_readable_in_any_column(runtime: Runtime):
    file(
        runtime,
        story="Le sentier est fermé à la passerelle du nord.",
        phone="819 555-0101",
        address="12, rue des Érables",
    )
    words = DraftContent(words="passerelle du nord")
    start_draft(runtime.database, "fr", runtime.now(), words)
    add_user(runtime, "Gagnon@exemple.org")
    stored = _everything_stored(runtime)
    assert [said for said in SAID if said.lower() in stored.lower()] == []


@on_both
def test_sealed_columns_open_again(runtime: Runtime):
    file(runtime, story="Le sentier est fermé.", address="12, rue des Érables")
    with runtime.reading(PORTAL) as session:
        assert session.scalar(select(ComplaintRecord.story)) == "Le sentier est fermé."
        assert session.scalar(select(PersonRecord.address)) == "12, rue des Érables"
        assert session.scalar(select(OutboxRecord.recipient)) == "m.gagnon@exemple.org"


def _everything_stored(runtime: Runtime) -> str:
    """Return every cell of every table that the portal fills, as the database itself shows it."""
    with runtime.reading(PORTAL) as session:
        connection = session.connection()
        cells = []
        for table in ComplaintRecord.metadata.tables:
            if table != "agency_release":
                for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                    cells += [_shown(cell) for cell in row]
    return "\n".join(cells)


def _shown(cell: object) -> str:
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)
