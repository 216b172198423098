"""What a feature adds to a complaint that is filed, and what it claims once it has its number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, event

from portal.complaints.every_feature import Features
from portal.complaints.features import Feature
from portal.complaints.planning import Added, Filing
from portal.complaints.records.complaint import IssueRecord
from portal.features.groups.rules import Grouped
from portal.features.referrals.rules import Referred
from portal.runtime import Runtime
from tests.complaints.cases import complaint, history, history_holds, issues
from tests.support import file, on_both


@pytest.fixture
def statements(runtime: Runtime) -> Iterator[list[str]]:
    said: list[str] = []

    def keep(_: Any, __: Any, statement: str, *___: Any) -> None:
        said.append(statement)

    event.listen(runtime.database.writer, "before_cursor_execute", keep)
    yield said
    event.remove(runtime.database.writer, "before_cursor_execute", keep)


def with_feature(runtime: Runtime, added: Added | None) -> None:
    def at_filing(_connection: Connection, _filing: Filing) -> Added | None:
        return added

    feature = Feature(name="looked_at", at_filing=at_filing)
    runtime.features = Features((*runtime.features.every, feature))


@on_both
def test_what_a_feature_adds_is_entered_with_the_complaint_one_insert_a_table(
    runtime: Runtime, statements: list[str]
) -> None:
    issue = {"rank": 2, "text": "Le stationnement aussi."}
    added = Added(
        columns={"may_transfer": True},
        told=[Referred("other")],
        answers={"looked_at": True},
        entries=[Grouped(group=7, by_person=True)],
        rows={IssueRecord: [issue]},
    )
    with_feature(runtime, added)
    number = file(runtime).number
    written = complaint(runtime, number)
    assert (written.may_transfer, written.answers["looked_at"]) == (True, True)
    filed, _, grouped = history(runtime, number)
    assert filed.facts["referred_by"] == "other"
    assert (grouped.kind, grouped.facts["group"]) == ("grouped", 7)
    assert [one.text for one in issues(runtime, number)][1:] == [issue["text"]]
    assert sum(one.startswith("INSERT INTO issue") for one in statements) == 1
    assert history_holds(runtime)


@on_both
def test_a_claim_knows_the_number_and_adds_what_it_got(runtime: Runtime) -> None:
    asked: list[str] = []

    def claim(_connection: Connection, number: str) -> Added:
        asked.append(number)
        return Added(rows={IssueRecord: [{"rank": 2, "text": f"Comme {number}."}]})

    with_feature(runtime, Added(claim=claim))
    number = file(runtime).number
    assert asked == [number]
    assert [one.text for one in issues(runtime, number)][1:] == [f"Comme {number}."]


def test_a_feature_with_nothing_to_add_changes_nothing(runtime: Runtime) -> None:
    with_feature(runtime, None)
    number = file(runtime).number
    assert [one.kind for one in history(runtime, number)] == ["filed", "acknowledged"]
