"""A start beside keys that are not those of the database, or beside none."""

from __future__ import annotations

from portal.config import Config
from portal.drill.drilling import Ground, all_typed, expect_sent
from portal.drill.findings import Findings
from portal.drill.served import NotServedError, serving
from portal.keyring import load_keyring


def start_with_wrong_keys(ground: Ground, findings: Findings) -> None:
    """Start a copy with the keys of another portal, then with none, then with its own."""
    keys = ground.copy.keys
    own = keys.rename(keys.with_name("own.json"))
    load_keyring(keys)
    _expect_no_start(ground.copy, findings, "the keys of another portal")
    keys.unlink()
    _expect_no_start(ground.copy, findings, "no keys")
    findings.expect(
        so=not keys.exists(),
        held="No new keys were made.",
        broken="New keys were made for a database that holds something.",
    )
    own.replace(keys)
    with serving(ground.copy) as served:
        expect_sent("With its own keys", all_typed(served, ground), findings)
    findings.compare(ground.copy, ground.before)


def _expect_no_start(copy: Config, findings: Findings, keys: str) -> None:
    told = ""
    try:
        with serving(copy):
            pass
    except NotServedError as error:
        told = str(error)
    findings.expect(
        so="keys" in told,
        held=f"With {keys} it does not start, and says: {told}",
        broken=f"With {keys} it " + (f"ended with: {told}" if told else "served."),
    )
