"""Proving that history was not changed: every tampering is named where it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from portal.complaints.handling import casework
from portal.complaints.verification import (
    UnreadableExportError,
    Verified,
    entry_with_hash,
    export_history,
    verify_database,
    verify_export,
)
from portal.domain.actor import PORTAL
from portal.keyring import new_keyring
from portal.runtime import Runtime
from tests.complaints.cases import act, history
from tests.support import file, on_both

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


@pytest.fixture
def lived(runtime: Runtime) -> Runtime:
    """Three complaints, each taken in charge and answered."""
    for _ in range(3):
        number = file(runtime).number
        act(runtime, number, casework.answer, body="Il est rouvert.")
    return runtime


def verified(runtime: Runtime) -> Verified:
    with runtime.reading(PORTAL) as session:
        return verify_database(session, runtime.keyring)


def tamper(runtime: Runtime, *statements: str) -> None:
    with runtime.transaction() as session:
        for statement in statements:
            session.connection().execute(text(statement))


def exported(runtime: Runtime) -> list[str]:
    with runtime.reading(PORTAL) as session:
        return [json.dumps(line) for line in export_history(session, runtime.keyring)]


def changed(lines: list[str], which: Callable[[dict[str, Any]], bool], **told: Any) -> list[str]:
    """Return the export with other values in the lines chosen."""
    read = [json.loads(line) for line in lines]
    return [json.dumps({**one, **told} if which(one) else one) for one in read]


@on_both
def test_an_untouched_database_verifies(lived: Runtime):
    assert verified(lived) == Verified(3, 12, None)


@on_both
def test_an_empty_database_verifies(runtime: Runtime):
    assert verified(runtime) == Verified(0, 0, None)


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
    tables = ("history_entry", "clock", "issue", "person", "message", "outbox", "complaint_search")
    tamper(
        lived,
        *(f"DELETE FROM {table} WHERE complaint_id = {which}" for table in tables),
        f"DELETE FROM complaint WHERE id = {which}",
    )
    broken = verified(lived).broken
    assert broken is not None
    assert (broken.complaint, broken.reason) == (number, "the complaint is missing")


def test_a_history_made_anew_without_the_key_is_seen(lived: Runtime):
    from portal.complaints.records.message import HistoryEntryRecord

    lived_on = history(lived, SECOND)
    with lived.transaction() as session:
        for entry in lived_on:
            forged: HistoryEntryRecord = session.merge(entry)
            forged.facts = {**entry.facts, "forged": True}
    assert verified(lived).broken is not None


@on_both
def test_an_export_verifies_by_itself_and_with_the_public_key(lived: Runtime):
    lines = exported(lived)
    assert verify_export(lines) == Verified(3, 12, None)
    assert verify_export(lines, lived.keyring.public_key) == Verified(3, 12, None)


def test_an_export_sealed_by_somebody_else_is_seen_with_the_public_key(lived: Runtime):
    for key in (new_keyring().public_key, "not a key"):
        assert verify_export(exported(lived), key).broken is not None


@pytest.mark.parametrize(
    "told",
    [
        {"kind": "noted"},
        {"at": "2026-11-23T15:00:00.000000+00:00"},
        {"digest": "0" * 64},
        {"hash": "0" * 64},
        {"prev": "0" * 64},
        {"seq": 7},
        {"seq": "3"},
        {"complaint": "2026-000001"},
    ],
)
def test_a_tampering_with_an_export_is_seen(lived: Runtime, told: dict[str, Any]):
    lines = changed(
        exported(lived),
        lambda one: (
            one["complaint"] == SECOND and one.get("seq") == 3 if "complaint" in one else False
        ),
        **told,
    )
    broken = verify_export(lines).broken
    assert broken is not None


@pytest.mark.parametrize("told", [{"head": 3}, {"head": "4"}, {"signature": "????"}, {"hash": ""}])
def test_a_tampering_with_a_signed_head_is_seen(lived: Runtime, told: dict[str, Any]):
    lines = changed(
        exported(lived), lambda one: "head" in one and one["complaint"] == SECOND, **told
    )
    broken = verify_export(lines).broken
    assert broken is not None
    assert broken.complaint == SECOND


@pytest.mark.parametrize("told", [{"entries": 11}, {"heads": 2}, {"signature": "!"}])
def test_a_tampering_with_the_seal_is_seen(lived: Runtime, told: dict[str, Any]):
    assert verify_export(changed(exported(lived), lambda one: "seal" in one, **told)).broken


@pytest.mark.parametrize("kept", [0, 1, 7, 12, 14, 15])
def test_a_cut_file_is_seen(lived: Runtime, kept: int):
    assert verify_export(exported(lived)[:kept]).broken is not None


def test_a_complaint_taken_out_of_an_export_is_seen(lived: Runtime):
    lines = [line for line in exported(lived) if SECOND not in line]
    assert verify_export(lines).broken is not None


@pytest.mark.parametrize(
    "line", ["not json", '"a seal"', "[1, 2]", "17", '{"seal": 1}', '{"head": 1}', '{"seq": 1}']
)
def test_a_line_that_is_not_of_an_export_is_named(lived: Runtime, line: str):
    lines = exported(lived)
    with pytest.raises(UnreadableExportError) as raised:
        verify_export([*lines[:3], line, *lines[3:]])
    assert raised.value.line == 4


@on_both
def test_a_receipt_proves_when_the_complaint_was_filed(lived: Runtime):
    receipt = file(lived)
    with lived.reading(PORTAL) as session:
        for typed in (
            receipt.hash,
            receipt.hash[:16].upper(),
            f"{receipt.hash[:8]} {receipt.hash[8:16]}",
        ):
            assert entry_with_hash(session, receipt.number, typed) == receipt.received_at


def test_a_receipt_of_another_complaint_or_too_short_a_hash_proves_nothing(lived: Runtime):
    receipt = file(lived)
    with lived.reading(PORTAL) as session:
        assert entry_with_hash(session, SECOND, receipt.hash) is None
        assert entry_with_hash(session, receipt.number, receipt.hash[:15]) is None
        assert entry_with_hash(session, receipt.number, "") is None


def test_a_receipt_proves_nothing_once_the_history_was_changed(lived: Runtime):
    receipt = file(lived)
    tamper(lived, "UPDATE history_entry SET facts = '{}' WHERE complaint_id = 4 AND seq = 1")
    with lived.reading(PORTAL) as session:
        assert entry_with_hash(session, receipt.number, receipt.hash) is None
