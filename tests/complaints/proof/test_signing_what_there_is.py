"""Complaints that an earlier version signed without their rows are added up, and signed anew."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import text

import portal
from portal.complaints.handling import casework
from portal.db import schema
from portal.domain.history import Head
from portal.keyring import is_signed
from portal.runtime import Runtime
from tests.complaints.cases import act, complaint
from tests.complaints.proof.forging import anchored_now, tamper, verified, why_broken
from tests.support import file, on_both

VERSIONS = Path(portal.__file__).parent / "db" / "migrations" / "versions"
[SIGNING] = VERSIONS.glob("*_signed_rows.py")
BEFORE = f"{int(SIGNING.name[:4]) - 1:04}"
FIRST, SECOND = "2026-000001", "2026-000002"


def signed_without_rows(runtime: Runtime, number: str) -> bool:
    """Tell whether a history ends with a signature as earlier versions made it."""
    row = complaint(runtime, number)
    head = Head(number, row.head_seq, row.head_hash)
    return is_signed(head.message, row.head_signature, runtime.keyring.public_key)


@on_both
def test_what_there_is_is_added_up_and_goes_on(lived: Runtime):
    anchored_now(lived)
    schema.downgrade(lived.database, BEFORE)
    schema.upgrade(lived.database)
    assert verified(lived).broken is None
    assert not signed_without_rows(lived, FIRST)
    act(lived, FIRST, casework.add_note, body="À rappeler.")
    file(lived)
    assert why_broken(lived) == ""


@on_both
def test_one_that_was_forged_before_is_not_signed(lived: Runtime):
    schema.downgrade(lived.database, BEFORE)
    with lived.database.writer.begin() as connection:
        forged = "UPDATE complaint SET head_signature = '' WHERE number = :number"
        connection.execute(text(forged), {"number": SECOND})
    schema.upgrade(lived.database)
    assert complaint(lived, SECOND).rows_sum == ""
    assert verified(lived).broken is not None
    act(lived, SECOND, casework.add_note, body="À rappeler.")
    broken = verified(lived).broken
    assert broken is not None
    assert broken.complaint == SECOND


@on_both
def test_going_back_leaves_what_an_earlier_version_verifies(lived: Runtime):
    schema.downgrade(lived.database, BEFORE)
    with lived.database.writer.connect() as connection:
        rows = connection.execute(
            text("SELECT number, head_seq, head_hash, head_signature FROM complaint")
        ).all()
    key = lived.keyring.public_key
    for number, seq, hashed, signature in rows:
        assert is_signed(Head(number, seq, hashed).message, bytes(signature), key)
    schema.upgrade(lived.database)


@on_both
def test_what_is_forged_stays_told_whatever_the_portal_does_afterwards(lived: Runtime):
    tamper(lived, f"UPDATE complaint SET unit = 'elsewhere' WHERE number = '{FIRST}'")
    assert "was changed" in why_broken(lived)
    act(lived, FIRST, casework.add_note, body="À rappeler.")
    assert "was changed" in why_broken(lived)
