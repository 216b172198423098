"""Exports: every row, in order, and nothing personal in any of them."""

from __future__ import annotations

import json
from functools import partial

import pytest

from portal.complaints.handling import casework
from portal.complaints.queries import exports
from portal.domain.actor import PORTAL
from portal.runtime import Runtime
from tests.support import add_user, file, officer, on_both

PERSONAL = ("Gagnon", "exemple.org", "555-0101", "Érables", "sentier", "Bonjour")


@pytest.fixture
def exported(runtime: Runtime) -> dict[str, list[dict[str, object]]]:
    """Everything exported of two complaints, one of them answered."""
    user_id = add_user(runtime, "c.roy@exemple.org")
    for agency in ("parks", "water"):
        receipt = file(runtime, agency, phone="819 555-0101", address="12, rue des Érables")
    runtime.change(
        officer("water", user_id), receipt.number, partial(casework.answer, body="Bonjour Gagnon")
    )
    with runtime.reading(PORTAL) as session:
        return {
            name: list(getattr(exports, name)(session))
            for name in ("complaints", "clocks", "outbox", "history_links", "heads")
        }


@on_both
def test_every_row_is_json_without_personal_data(exported: dict[str, list[dict[str, object]]]):
    text = json.dumps(exported, ensure_ascii=False)
    assert [word for word in PERSONAL if word in text] == []


@on_both
def test_complaints_come_in_the_order_of_filing(exported: dict[str, list[dict[str, object]]]):
    rows = exported["complaints"]
    assert [(row["number"], row["agency"], row["status"]) for row in rows] == [
        ("2026-000001", "parks", "received"),
        ("2026-000002", "water", "answered"),
    ]


@on_both
def test_clocks_say_what_became_of_them(exported: dict[str, list[dict[str, object]]]):
    answers = {
        row["complaint"]: (row["due_at"], row["met_at"], row["fired"])
        for row in exported["clocks"]
        if row["kind"] == "answer"
    }
    at = "2026-11-24T15:00:00.000000+00:00"
    assert answers["2026-000001"][1:] == (None, 0)
    assert answers["2026-000002"][1:] == (at, 0)


@on_both
def test_letters_are_exported_without_their_recipient(exported: dict[str, list[dict[str, object]]]):
    assert {row["template"] for row in exported["outbox"]} >= {"acknowledgement", "answered"}
    assert all("recipient" not in row and "params" not in row for row in exported["outbox"])


@on_both
def test_each_history_is_exported_in_order_with_its_signed_head(
    exported: dict[str, list[dict[str, object]]],
):
    links = exported["history_links"]
    assert [row["seq"] for row in links if row["complaint"] == "2026-000001"] == [1, 2]
    ends = {row["complaint"]: row["hash"] for row in links}
    assert {row["complaint"]: row["hash"] for row in exported["heads"]} == ends


@on_both
def test_numbers_are_given_in_the_order_of_their_ranks(runtime: Runtime):
    for _ in range(3):
        file(runtime)
    with runtime.reading(PORTAL) as session:
        assert list(exports.numbers_of(session, 2026)) == [
            "2026-000001",
            "2026-000002",
            "2026-000003",
        ]
        assert list(exports.numbers_of(session, 2025)) == []
        assert exports.numbers_given_out(session) == {2026: 3}
