"""How rules are joined, and that each class that a statement mentions is known."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import ColumnElement, select

from portal.complaints.records.complaint import ComplaintRecord, PersonRecord
from portal.db import row_filter
from portal.db.base import OfComplaint
from portal.db.row_filter import RowRule, RowRules, UnruledRecordError, records_in, seen_by_all
from portal.domain.actor import Actor, ActorKind

C = ComplaintRecord
SOMEBODY = Actor(ActorKind.STAFF, user_id=7)


def of_parks(actor: Actor, record: Any) -> ColumnElement[bool]:
    return record.agency == "parks"


def open_ones(actor: Actor, record: Any) -> ColumnElement[bool]:
    return record.is_open


def urgent_ones(actor: Actor, record: Any) -> ColumnElement[bool]:
    return record.urgency.is_not(None)


def not_the_first(user_id: int, key: ColumnElement[int]) -> ColumnElement[bool]:
    return key != 1


def criteria(*rules: RowRule, actor: Actor = SOMEBODY, record: type[Any] = C) -> list[str]:
    narrowed = RowRules(rules, [not_the_first]).narrowing(actor, record)
    return [str(one.where_criteria) for one in narrowed]


def by_id(record: Any) -> ColumnElement[int]:
    return record.id


def test_rules_about_a_class_are_joined_by_and():
    narrowed = criteria(RowRule((C,), of_parks), RowRule((C, PersonRecord), open_ones))
    assert narrowed == ["complaint.agency = :agency_1", "complaint.is_open"]


def test_what_some_see_besides_is_joined_by_or_to_all_the_others():
    rules = RowRule((C,), of_parks), RowRule((C,), open_ones)
    others = RowRule((C,), urgent_ones, or_seen_by=True)
    assert criteria(*rules, others) == [
        "complaint.agency = :agency_1 AND complaint.is_open OR complaint.urgency IS NOT NULL"
    ]


def test_whoever_is_excluded_sees_a_row_by_no_rule_about_what_it_belongs_to():
    rules = RowRule((C,), open_ones, by_id), RowRule((C,), urgent_ones, by_id, or_seen_by=True)
    assert criteria(*rules) == [
        "complaint.is_open AND complaint.id != :id_1"
        " OR complaint.urgency IS NOT NULL AND complaint.id != :id_2"
    ]
    nobody = Actor(ActorKind.STAFF)
    assert criteria(rules[0], actor=nobody) == ["complaint.is_open"]


def test_what_some_see_besides_is_no_rule_of_its_own():
    with pytest.raises(UnruledRecordError):
        criteria(RowRule((C,), urgent_ones, or_seen_by=True))


@pytest.mark.parametrize("or_seen_by", [False, True])
def test_a_rule_that_says_nothing_of_an_actor_shows_all(or_seen_by: bool):
    says_nothing = RowRule((C,), lambda actor, record: None, or_seen_by=or_seen_by)
    narrowed = criteria(RowRule((C,), open_ones), says_nothing)
    assert narrowed == ([] if or_seen_by else ["complaint.is_open"])
    assert criteria(seen_by_all(C)) == []


def test_a_rule_is_about_all_classes_made_from_one():
    def theirs(actor: Actor, record: Any) -> ColumnElement[bool]:
        return record.complaint_id == 3

    rule = RowRule((OfComplaint,), theirs)
    assert criteria(rule, record=PersonRecord) == ["person.complaint_id = :complaint_id_1"]


def test_a_class_imported_since_the_first_query_is_known(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(row_filter, "_CLASSES", {"complaint": ComplaintRecord})
    assert records_in(select(C.id)) == [C]
    assert records_in(select(PersonRecord.id)) == [PersonRecord]
