"""A complaint stands as its history tells, or the first thing that does not is named."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial

import pytest
from sqlalchemy import text

from portal.agencies.settings.shared import Attachments
from portal.complaints.handling import casework, documents, following
from portal.complaints.handling.documents import StoredDocument
from portal.complaints.records.complaint import ClockRecord, ComplaintRecord
from portal.domain.actor import PORTAL, complainant
from portal.domain.time.clock import count
from portal.domain.time.promised_dates import promise_from
from portal.runtime import Runtime
from tests.complaints.cases import act, clocks, complaint
from tests.complaints.proof.forging import tamper, verified
from tests.support import file, on_both

FIRST, SECOND, OPEN = "2026-000001", "2026-000002", "2026-000004"
IN_2031 = "'2031-01-15 05:00:00+00'"
SWAPPED = (
    "UPDATE {table} SET {column} = (SELECT {column} FROM {table} AS other"
    " WHERE other.id = 3 - {table}.id) WHERE id IN (1, 2)"
)


@pytest.fixture
def standing(lived: Runtime) -> Runtime:
    """Three answered complaints, and one that waits for its answer after a question."""
    number = file(lived).number
    act(lived, number, casework.ask_complainant, body="Quand?")
    return lived


def stands_otherwise(runtime: Runtime) -> tuple[str, str] | None:
    """Return the complaint that does not stand as its history tells, and what of it."""
    broken = verified(runtime).broken
    return broken and (broken.complaint, broken.reason)


@on_both
def test_what_was_lived_by_use_cases_stands_as_its_history_tells(standing: Runtime):
    # That agency's silence opens a recourse: by a clock that has no last day.
    file(standing, "water")
    number = file(standing).number
    act(standing, number, casework.ask_complainant, body="Quand?")
    writer = complainant(complaint(standing, number).id)
    standing.change(writer, number, partial(following.write_message, body="Hier.", once=None), None)
    standing.change(writer, number, following.withdraw, None)
    assert stands_otherwise(standing) is None


@on_both
@pytest.mark.parametrize(
    ("set_to", "column"),
    [
        ("status = 'closed'", "status"),
        ("is_open = NOT is_open", "is_open"),
        ("level = 2", "level"),
        ("agency = 'water'", "agency"),
        ("category = 'elsewhere'", "category"),
        ("theme = 'elsewhere'", "theme"),
        ("finding = 'founded'", "finding"),
        ("release_id = release_id - 1", "release_id"),
        ("taken_in_charge_at = '2026-11-20 15:00:00+00'", "taken_in_charge_at"),
        ("received_at = '2026-11-20 15:00:00+00'", "received_at"),
        ("closed_at = '2026-11-24 15:00:00+00'", "closed_at"),
        ("answered_at = '2026-11-24 15:00:00+00'", "answered_at"),
        (f"due_at = {IN_2031}", "due_at"),
    ],
)
def test_a_row_that_was_set_otherwise_is_named(standing: Runtime, set_to: str, column: str):
    tamper(standing, f"UPDATE complaint SET {set_to} WHERE number = '{OPEN}'")
    number, reason = stands_otherwise(standing) or ("", "")
    assert (number, reason.split()[0]) == (OPEN, column)


@on_both
def test_due_dates_set_to_2031_are_refused_in_whatever_row(standing: Runtime):
    tamper(
        standing,
        f"UPDATE complaint SET due_at = {IN_2031} WHERE number = '{OPEN}'",
        f"UPDATE clock SET due_at = {IN_2031}, last_day = '2031-01-14'"
        " WHERE complaint_id = 4 AND kind = 'answer'",
    )
    assert stands_otherwise(standing) == (
        OPEN,
        "the date of the answer is not the one that the history tells",
    )


@on_both
def test_a_date_of_another_clock_is_counted_again_from_its_explanation(standing: Runtime):
    tamper(standing, f"UPDATE clock SET due_at = {IN_2031} WHERE id = 1")
    broken = stands_otherwise(standing)
    assert broken is not None
    assert broken[1].endswith("is not the one that its explanation leads to")


@on_both
@pytest.mark.parametrize("last_day", [None, date(2031, 1, 14)])
def test_an_answers_date_and_its_explanation_made_to_agree_are_refused(
    standing: Runtime, last_day: date | None
):
    answer = clocks(standing, OPEN, "answer")[-1]
    later = count(
        datetime(2030, 12, 2, 15, tzinfo=UTC),
        promise_from(answer.promise).allowance,
        standing.agencies.agency("parks").consult().calendar(None),
    )
    with standing.transaction() as session:
        forged: ClockRecord = session.merge(answer)
        day = forged.last_day
        forged.set_date(later)
        forged.last_day = last_day or day
        row: ComplaintRecord = session.merge(complaint(standing, OPEN))
        row.due_at = later.due_at
    assert stands_otherwise(standing) is not None


@on_both
def test_an_answers_clock_that_was_stopped_by_nobody_is_refused(standing: Runtime):
    tamper(
        standing,
        "UPDATE clock SET ended_at = '2026-11-24 15:00:00+00', pending = NOT pending"
        " WHERE complaint_id = 4 AND kind = 'answer'",
    )
    assert stands_otherwise(standing) == (
        OPEN,
        "the clock of the answer stopped before any answer",
    )


@on_both
def test_a_missed_date_that_was_wiped_off_the_row_is_refused(standing: Runtime):
    from portal.worker.due_clocks import run_clocks

    due_at = clocks(standing, OPEN, "answer")[-1].due_at
    assert due_at is not None
    run_clocks(standing, due_at)
    assert stands_otherwise(standing) is None
    tamper(standing, "UPDATE complaint SET late_since = NULL WHERE id = 4")
    assert stands_otherwise(standing) == (
        OPEN,
        "late_since is empty, and the history tells of a missed date",
    )


@on_both
def test_the_sealed_stories_of_two_complaints_swapped_are_refused(runtime: Runtime):
    for story in ("Le sentier est fermé.", "La barrière est brisée."):
        file(runtime, story=story)
    tamper(runtime, SWAPPED.format(table="complaint", column="story"))
    broken = verified(runtime).broken
    assert broken is not None
    assert (broken.complaint, broken.seq) == (FIRST, 1)
    assert "text" in broken.reason


@on_both
def test_two_sealed_messages_swapped_are_refused(standing: Runtime):
    act(standing, FIRST, casework.add_note, body="À rappeler.")
    tamper(
        standing,
        "UPDATE message SET body = (SELECT body FROM message AS other WHERE other.id = 1)"
        " WHERE complaint_id = 1 AND kind = 'note'",
    )
    assert (stands_otherwise(standing) or ("",))[0] == FIRST


@on_both
def test_a_message_that_was_taken_out_is_refused(standing: Runtime):
    tamper(standing, "DELETE FROM message WHERE complaint_id = 2 AND kind = 'answer'")
    assert stands_otherwise(standing) == (
        SECOND,
        "the text that the history tells of is missing",
    )


@on_both
@pytest.mark.parametrize(
    "statement", ["UPDATE attachment SET sha256 = 'other'", "DELETE FROM attachment"]
)
def test_a_document_that_was_replaced_or_taken_out_is_refused(standing: Runtime, statement: str):
    document = StoredDocument("constat.pdf", "application/pdf", 9, sha256="digest", key="key")
    act(standing, OPEN, documents.add_to_complaint, document=document, limits=Attachments())
    assert stands_otherwise(standing) is None
    tamper(standing, statement)
    assert stands_otherwise(standing) == (
        OPEN,
        "the document that the history tells of is another one, or gone",
    )


@on_both
def test_a_message_that_no_history_tells_of_is_refused(standing: Runtime):
    tamper(standing, "UPDATE message SET history_seq = 9 WHERE complaint_id = 2")
    assert (stands_otherwise(standing) or ("",))[0] == SECOND


def test_a_text_that_was_changed_without_the_key_is_named_among_others(standing: Runtime):
    with standing.transaction(PORTAL) as session:
        forged = {"forged": b"\x01" + bytes(60)}
        session.connection().execute(
            text("UPDATE complaint SET story = :forged WHERE id = 3"), forged
        )
    broken = verified(standing).broken
    assert broken is not None
    assert broken.complaint == "2026-000003"
    assert "does not open" in broken.reason
