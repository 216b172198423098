"""A start beside keys that are not those of the database, or beside none."""

from __future__ import annotations

from portal.drill.drilling import Ground, all_typed, expect_no_start, expect_sent
from portal.drill.findings import Findings
from portal.drill.served import serving
from portal.keyring import load_keyring


def start_with_wrong_keys(ground: Ground, findings: Findings) -> None:
    """Start a copy with the keys of another portal, then with none, then with its own."""
    keys = ground.copy.keys
    own = keys.rename(keys.with_name("own.json"))
    load_keyring(keys)
    expect_no_start(ground.copy, findings, "the keys of another portal", says="keys")
    keys.unlink()
    expect_no_start(ground.copy, findings, "no keys", says="keys")
    findings.expect(
        so=not keys.exists(),
        held="No new keys were made.",
        broken="New keys were made for a database that holds something.",
    )
    own.replace(keys)
    with serving(ground.copy) as served:
        expect_sent("With its own keys", all_typed(served, ground), findings)
    findings.compare(ground.copy, ground.before)
