"""Proving that an export is what was sealed, without the database."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from portal.complaints.handling import casework
from portal.complaints.proof.chains import Verified
from portal.complaints.proof.exported import UnreadableExportError, verify_export
from portal.keyring import new_keyring
from portal.runtime import Runtime
from tests.complaints.cases import act
from tests.complaints.proof.forging import changed, exported
from tests.support import on_both

SECOND = "2026-000002"


@on_both
def test_an_export_verifies_with_the_public_key_alone(lived: Runtime):
    lines = exported(lived)
    assert verify_export(lines, lived.keyring.public_key) == Verified(3, 12)


def test_every_break_of_an_export_is_counted(lived: Runtime):
    lines = changed(exported(lived), lambda line: line.get("seq") == 1, kind="forged")
    result = verify_export(lines, lived.keyring.public_key)
    assert result.complaints == 3
    assert [each.complaint for each in result.breaks[:3]] == ["2026-000001", SECOND, "2026-000003"]
    assert result.breaks[3].reason == "seal does not match what precedes it"


def test_an_export_sealed_by_somebody_else_is_refused(lived: Runtime):
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
    broken = verify_export(lines, lived.keyring.public_key).broken
    assert broken is not None


@pytest.mark.parametrize("told", [{"head": 3}, {"head": "4"}, {"signature": "????"}, {"hash": ""}])
def test_a_tampering_with_a_signed_head_is_seen(lived: Runtime, told: dict[str, Any]):
    lines = changed(
        exported(lived), lambda one: "head" in one and one["complaint"] == SECOND, **told
    )
    broken = verify_export(lines, lived.keyring.public_key).broken
    assert broken is not None
    assert broken.complaint == SECOND


@pytest.mark.parametrize("told", [{"entries": 11}, {"heads": 2}, {"signature": "!"}])
def test_a_tampering_with_the_seal_is_seen(lived: Runtime, told: dict[str, Any]):
    lines = changed(exported(lived), lambda one: "seal" in one, **told)
    assert verify_export(lines, lived.keyring.public_key).broken


@pytest.mark.parametrize("kept", [0, 1, 7, 12, 14, 15])
def test_a_cut_file_is_seen(lived: Runtime, kept: int):
    assert verify_export(exported(lived)[:kept], lived.keyring.public_key).broken is not None


def test_a_complaint_taken_out_of_an_export_is_seen(lived: Runtime):
    lines = [line for line in exported(lived) if SECOND not in line]
    assert verify_export(lines, lived.keyring.public_key).broken is not None


@pytest.mark.parametrize(
    "line",
    [
        "not json",
        '{"seq": "\\ud800"}',
        '"a seal"',
        "[1, 2]",
        "17",
        '{"seal": 1}',
        '{"head": 1}',
        '{"seq": 1}',
    ],
)
def test_a_line_that_is_not_of_an_export_is_named(lived: Runtime, line: str):
    lines = exported(lived)
    with pytest.raises(UnreadableExportError) as raised:
        verify_export([*lines[:3], line, *lines[3:]], lived.keyring.public_key)
    assert raised.value.line == 4


def test_an_export_mixed_of_two_under_a_genuine_seal_is_refused(lived: Runtime):
    before = exported(lived)
    act(lived, "2026-000001", casework.add_note, body="À rappeler.")
    after = exported(lived)
    cut = [line for line in after if is_of(line, "2026-000001")]
    kept = [line for line in after if not is_of(line, "2026-000001")]
    older = [line for line in before if is_of(line, "2026-000001")]
    # As many lines as were sealed: the note gives way to the oldest line of the older export.
    forged = [*older, *kept[:-1], *older[: len(cut) - len(older)], kept[-1]]
    assert verify_export(forged, lived.keyring.public_key).broken is not None
    swapped = [*before[:-1], after[-1]]
    assert verify_export(swapped, lived.keyring.public_key).broken is not None


def test_a_seal_that_covers_counts_alone_is_refused_unless_something_else_covers_the_file(
    lived: Runtime,
):
    lines, key = exported(lived), lived.keyring.public_key
    signature = base64.b64encode(lived.keyring.sign(b"portal history export\n12\n3")).decode()
    sealed_before = {
        name: value
        for name, value in (json.loads(lines[-1]) | {"signature": signature}).items()
        if name != "lines"
    }
    earlier = [*lines[:-1], json.dumps(sealed_before)]
    broken = verify_export(earlier, key).broken
    assert broken is not None
    assert "earlier version" in broken.reason
    assert verify_export(earlier, key, is_covered=True) == Verified(3, 12)
    assert verify_export(earlier[1:], key, is_covered=True).broken is not None


def is_of(line: str, number: str) -> bool:
    """Tell whether a line of an export is about a complaint."""
    return json.loads(line).get("complaint") == number
