"""Proving that the database was not changed: every tampering is named where it is."""

from __future__ import annotations

import pytest

from portal.complaints.proof import chains
from portal.complaints.proof.chains import Verified
from portal.runtime import Runtime
from tests.complaints.cases import history
from tests.complaints.proof.forging import tamper, verified
from tests.support import on_both
from tests.support.unguarded import unguarded

SECOND = "2026-000002"
TAMPERINGS = {
    "facts": ("UPDATE history_entry SET facts = '{}' WHERE complaint_id = 2 AND seq = 3", 3),
    "kind": ("UPDATE history_entry SET kind = 'noted' WHERE complaint_id = 2 AND seq = 3", 3),
    "moment": (
        "UPDATE history_entry SET at = '2026-11-23 15:00:00+00' WHERE complaint_id = 2 AND seq = 3",
        3,
    ),
    "recorded": (
        "UPDATE history_entry SET recorded_at = '2026-11-23 15:00:00+00'"
        " WHERE complaint_id = 2 AND seq = 2",
        2,
    ),
    "actor": ("UPDATE history_entry SET actor = 'portal' WHERE complaint_id = 2 AND seq = 3", 3),
    "visible": (
        "UPDATE history_entry SET public = NOT public WHERE complaint_id = 2 AND seq = 1",
        1,
    ),
    "order": ("UPDATE history_entry SET seq = 9 WHERE complaint_id = 2 AND seq = 2", 2),
    "middle": ("DELETE FROM history_entry WHERE complaint_id = 2 AND seq = 2", 2),
    "tail": ("DELETE FROM history_entry WHERE complaint_id = 2 AND seq = 4", 4),
    "all": ("DELETE FROM history_entry WHERE complaint_id = 2", 1),
    "head": ("UPDATE complaint SET head_seq = 3 WHERE id = 2", 4),
    "moved": (
        "UPDATE history_entry SET complaint_id = 1, seq = 5 WHERE complaint_id = 2 AND seq = 4",
        5,
    ),
}


@on_both
def test_an_untouched_database_verifies(lived: Runtime):
    assert verified(lived) == Verified(3, 12)


@on_both
def test_an_empty_database_verifies(runtime: Runtime):
    assert verified(runtime) == Verified(0, 0)


@pytest.mark.parametrize(
    ("statement", "seq"),
    TAMPERINGS.values(),
    ids=TAMPERINGS,
)
def test_a_tampering_with_the_database_is_named_where_it_is(
    lived: Runtime, statement: str, seq: int
):
    tamper(lived, statement)
    broken = verified(lived).broken
    assert broken is not None
    expected = "2026-000001" if "SET complaint_id = 1" in statement else SECOND
    assert (broken.complaint, broken.seq) == (expected, seq)


@pytest.mark.parametrize("number", ["2026-000001", SECOND, "2026-000003"])
def test_a_complaint_that_vanished_with_its_history_is_named(lived: Runtime, number: str):
    which = int(number[-1])
    tables = ("history_entry", "clock", "issue", "person", "message", "outbox", "search_text")
    tamper(
        lived,
        *(f"DELETE FROM {table} WHERE complaint_id = {which}" for table in tables),
        f"DELETE FROM complaint WHERE id = {which}",
    )
    broken = verified(lived).broken
    assert broken is not None
    assert (broken.complaint, broken.reason) == (number, "the complaint is missing")


def test_every_complaint_that_does_not_hold_is_named_up_to_so_many(
    lived: Runtime, monkeypatch: pytest.MonkeyPatch
):
    tamper(lived, "UPDATE complaint SET status = 'closed', is_open = 0")
    result = verified(lived)
    assert [each.complaint for each in result.breaks] == ["2026-000001", SECOND, "2026-000003"]
    assert (result.complaints, result.broken_in_all) == (3, 3)
    monkeypatch.setattr(chains, "MOST_NAMED", 2)
    result = verified(lived)
    assert (len(result.breaks), result.broken_in_all) == (2, 3)


def test_a_history_made_anew_without_the_key_is_seen(lived: Runtime):
    from portal.complaints.records.message import HistoryEntryRecord

    lived_on = history(lived, SECOND)
    with unguarded(lived), lived.transaction() as session:
        for entry in lived_on:
            forged: HistoryEntryRecord = session.merge(entry)
            forged.facts = {**entry.facts, "forged": True}
    assert verified(lived).broken is not None
