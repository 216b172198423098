"""What a citizen's receipt proves."""

from __future__ import annotations

from portal.complaints.proof.stored import entry_with_hash
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.complaints.proof.forging import tamper
from tests.support import file, on_both

SECOND = "2026-000002"


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
