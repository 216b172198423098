"""Forgeries by somebody who may write anything into the database: each one is refused.

Whoever holds the keys as well is refused by a root that was kept outside.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlalchemy import text

from portal.complaints.accounts import record_opening
from portal.complaints.handling import casework
from portal.complaints.proof.stored import entry_with_hash
from portal.complaints.queries.roots import newest_root
from portal.complaints.records.complaint import ComplaintRecord
from portal.complaints.records.message import HistoryEntryRecord
from portal.complaints.records.roots import HistoryRootRecord
from portal.domain.actor import PORTAL
from portal.domain.history import GENESIS, Entry, Head, Link, link
from portal.domain.history_tree import Anchor
from portal.keyring import new_keyring
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint, history
from tests.complaints.proof.forging import anchored_now, tamper, verified, why_broken
from tests.support import TUESDAY, add_user, file, on_both
from tests.support.unguarded import unguarded

LAST = "2026-000003"
OF_A_COMPLAINT = ("history_entry", "clock", "issue", "person", "message", "outbox")


@pytest.fixture
def covered(lived: Runtime) -> Runtime:
    """Three answered complaints, opened by somebody of the staff, and a root over all of it."""
    reader = add_user(lived, "c.roy@exemple.org")
    for complaint_id in (1, 2, 3):
        record_opening(lived.database, reader, [complaint_id], "complaint", TUESDAY)
    anchored_now(lived)
    return lived


def row_of(runtime: Runtime, number: str) -> dict[str, Any]:
    """Return the row of a complaint with its signed end as it is stored, such as a forger kept."""
    with runtime.transaction() as session:
        statement = text("SELECT * FROM complaint WHERE number = :number")
        return dict(session.connection().execute(statement, {"number": number}).mappings().one())


def put_back(runtime: Runtime, number: str, older: dict[str, Any]) -> None:
    """Delete the newest entries and texts of a complaint, and put an older signed row back."""
    owner, last = complaint(runtime, number).id, older["head_seq"]
    tamper(
        runtime,
        f"DELETE FROM history_entry WHERE complaint_id = {owner} AND seq > {last}",
        f"DELETE FROM message WHERE complaint_id = {owner} AND history_seq > {last}",
    )
    change = ", ".join(f"{name} = :{name}" for name in older)
    with unguarded(runtime), runtime.transaction() as session:
        session.connection().execute(
            text(f"UPDATE complaint SET {change} WHERE id = {owner}"), _bound(older)
        )


def _bound(row: dict[str, Any]) -> dict[str, Any]:
    """Return values as drivers take them: of JSON its text."""
    return {name: str(value) if value == [] else value for name, value in row.items()}


def newest_root_row(runtime: Runtime) -> dict[str, Any]:
    """Return the newest root as it is stored, such as a forger kept."""
    with runtime.reading(PORTAL) as session:
        newest = newest_root(session)
        assert newest is not None
        return {column.key: getattr(newest, column.key) for column in newest.__table__.c}


def put_root_back(runtime: Runtime, row: dict[str, Any]) -> None:
    """Put an older root in the place of all."""
    tamper(runtime, "DELETE FROM history_root")
    with runtime.transaction() as session:
        session.add(HistoryRootRecord(**row))


def rewrite(runtime: Runtime, number: str) -> None:
    """Let the second entry of a complaint say another moment, and sign all of it as the portal."""
    chained: list[Link] = []
    entries = history(runtime, number)
    with unguarded(runtime), runtime.transaction() as session:
        for entry in entries:
            at = entry.at - timedelta(days=1) if entry.seq == 2 else entry.at
            told = (number, entry.seq, entry.kind, at, entry.recorded_at, entry.actor)
            said = Entry(*told, entry.user_id, entry.public, entry.facts)
            chained.append(link(said, entry.salt, chained[-1].hash if chained else GENESIS))
            made = chained[-1]
            forged: HistoryEntryRecord = session.merge(entry)
            forged.at, forged.digest, forged.prev, forged.hash = (
                at,
                made.digest,
                made.prev,
                made.hash,
            )
        row: ComplaintRecord = session.merge(complaint(runtime, number))
        row.head_hash = chained[-1].hash
        row.head_signature = runtime.keyring.sign(Head(number, row.head_seq, row.head_hash).message)


def erase_last(runtime: Runtime) -> None:
    """Erase the last complaint, and count as if it had never been."""
    tamper(
        runtime,
        "DELETE FROM access_log WHERE complaint_id = 3",
        "DELETE FROM search_text WHERE complaint_id = 3",
        *(f"DELETE FROM {table} WHERE complaint_id = 3" for table in OF_A_COMPLAINT),
        "DELETE FROM complaint WHERE id = 3",
        "UPDATE number_counter SET last = 2",
    )


@on_both
def test_what_nobody_forged_holds_with_whatever_was_kept_outside(covered: Runtime):
    anchors = [anchored_now(covered)]
    act(covered, LAST, casework.add_note, body="À rappeler.")
    anchors.append(anchored_now(covered))
    file(covered)
    result = verified(covered, *anchors)
    assert (result.broken, result.entries) == (None, 15)
    assert result.root is not None
    assert (result.root.entries, result.root.openings) == (13, 3)


@on_both
def test_the_newest_entries_deleted_and_an_older_signed_head_put_back(covered: Runtime):
    before = row_of(covered, LAST)
    act(covered, LAST, casework.add_note, body="À rappeler.")
    anchored_now(covered)
    put_back(covered, LAST, before)
    assert "before the root" in why_broken(covered)


@on_both
def test_the_last_complaint_erased_and_the_counter_reduced(covered: Runtime):
    erase_last(covered)
    assert "before the root" in why_broken(covered)


@on_both
def test_a_root_of_its_own_made_by_somebody_without_the_key(covered: Runtime):
    erase_last(covered)
    forger = new_keyring()
    tamper(covered, "DELETE FROM history_root")
    own, covered.keyring = covered.keyring, forger
    anchored_now(covered)
    covered.keyring = own
    assert "was not signed by this key" in why_broken(covered)


@on_both
def test_an_older_whole_state_holds_as_of_its_root_and_is_refused_with_an_anchor(
    covered: Runtime,
):
    older, before = newest_root_row(covered), row_of(covered, LAST)
    act(covered, LAST, casework.add_note, body="À rappeler.")
    anchor = anchored_now(covered)
    put_back(covered, LAST, before)
    put_root_back(covered, older)
    without = verified(covered)
    assert without.broken is None
    assert without.root is not None
    assert without.root.entries == 12
    assert "is an older state than the anchor" in why_broken(covered, anchor)


@on_both
def test_an_older_whole_state_lacks_what_a_receipt_says(covered: Runtime):
    receipt = file(covered)
    with covered.reading(PORTAL) as session:
        assert entry_with_hash(session, receipt.number, receipt.hash)
    older = {"head_seq": 1, "head_hash": "0" * 64, "head_signature": b""}
    put_back(covered, receipt.number, older)
    with covered.reading(PORTAL) as session:
        assert entry_with_hash(session, receipt.number, receipt.hash) is None


@on_both
def test_a_history_written_anew_by_somebody_who_holds_the_keys(covered: Runtime):
    anchor = anchored_now(covered)
    rewrite(covered, LAST)
    tamper(covered, "DELETE FROM history_root")
    anchored_now(covered)
    assert why_broken(covered) == ""
    assert "entries were changed" in why_broken(covered, anchor)


@on_both
def test_an_entry_added_with_an_old_date_by_somebody_who_holds_the_keys(covered: Runtime):
    with time_machine.travel(datetime.now(UTC) - timedelta(days=400)):
        act(covered, LAST, casework.add_note, body="Depuis toujours.")
    assert "was added after the root" in why_broken(covered)


@on_both
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE access_log SET complaint_id = 1 WHERE id = 2",
        "UPDATE access_log SET at = '2026-11-24 15:00:01+00' WHERE id = 2",
        "UPDATE access_log SET what = 'ready_file' WHERE id = 1",
        "DELETE FROM access_log WHERE id = 2",
        "DELETE FROM access_log WHERE id = 3",
        "INSERT INTO access_log SELECT 0, at, user_id, complaint_id, what FROM access_log"
        " WHERE id = 1",
    ],
)
def test_who_read_a_complaint_is_changed_left_out_or_invented(covered: Runtime, statement: str):
    tamper(covered, statement)
    assert why_broken(covered).startswith("openings ")


@on_both
def test_somebody_elses_anchor_and_one_that_was_changed(covered: Runtime):
    anchor = anchored_now(covered)
    theirs = new_keyring()
    signature = base64.b64encode(theirs.sign(anchor.root.message)).decode()
    others = Anchor(anchor.root, theirs.public_key, signature)
    assert "is another portal's" in why_broken(covered, others)
    renamed = Anchor(anchor.root, anchor.public_key, signature)
    assert "was not signed by this key" in why_broken(covered, renamed)
    unreadable = Anchor(anchor.root, anchor.public_key, "?")
    assert "was not signed by this key" in why_broken(covered, unreadable)
