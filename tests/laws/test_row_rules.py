"""Whatever is stored has a rule that says who sees it; what belongs to a complaint is narrowed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import portal
from portal.app import EVERY, FEATURES
from portal.complaints.every_feature import Features
from portal.complaints.records.complaint import ComplaintRecord
from portal.db.base import Base, OfComplaint
from portal.db.row_filter import UnruledRecordError
from portal.domain.actor import Actor, ActorKind, Membership, complainant
from portal.domain.role import Role
from tests.support import officer

STORED: list[Any] = sorted(
    (mapper.class_ for mapper in Base.registry.mappers), key=lambda record: record.__name__
)
OF_COMPLAINTS = [
    record
    for record in STORED
    if record is ComplaintRecord
    or issubclass(record, OfComplaint)
    or any(key.column.table is ComplaintRecord.__table__ for key in record.__table__.foreign_keys)
]
AUDITOR = Actor(ActorKind.STAFF, user_id=1, memberships=(Membership(Role.AUDITOR),))
STRANGERS = [officer("water"), officer("parks", role=Role.ANALYST), AUDITOR, complainant(1)]

# No rule keeps rows of these from anybody: pages choose among them.
SEEN_BY_ALL = {
    *("user_account", "membership", "absence", "saved_search", "draft", "counted"),
    *("citizen_session", "installation", "commit_count", "rebinding"),
    *("agency_release", "settings_draft", "settings_replay", "agency_change", "routing_rule"),
    "series_break",
    *("plugin_failure", "history_root"),
    *("number_counter", "report_count", "report_mark", "report_recount", "survey_count"),
    "complaint_group_mark",
    *("draft_count", "ease_count", "report_vintage", "report_step", "report_record_set"),
    "annual_report",
}


_TABLE = re.compile(r'^    __tablename__ = "(\w+)"$', re.MULTILINE)


def narrowing(actor: Actor, record: Any) -> tuple[Any, ...]:
    return FEATURES.row_rules.narrowing(actor, record)


def test_whatever_is_stored_is_known_once_the_application_is_imported():
    # In a process of its own: here other tests have imported whatever they need.
    asked = "import portal.app; from portal.db.structure import METADATA; print(*METADATA.tables)"
    answer = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    files = Path(portal.__file__).parent.rglob("*.py")
    described = [name for file in files for name in _TABLE.findall(file.read_text("utf-8"))]
    assert described
    assert sorted(answer.stdout.split()) == sorted(described)


@pytest.mark.parametrize("record", STORED)
def test_every_stored_class_has_a_rule(record: Any):
    is_narrowed = any(narrowing(actor, record) for actor in STRANGERS)
    assert is_narrowed is (record.__tablename__ not in SEEN_BY_ALL)


@pytest.mark.parametrize("record", OF_COMPLAINTS)
@pytest.mark.parametrize("actor", STRANGERS)
def test_what_belongs_to_a_complaint_is_narrowed_for_everybody(record: Any, actor: Actor):
    assert narrowing(actor, record)


def test_a_class_without_a_rule_is_refused():
    class ForgottenRecord:
        """What nobody thought of."""

    with pytest.raises(UnruledRecordError, match="ForgottenRecord"):
        narrowing(officer(), ForgottenRecord)


@pytest.mark.parametrize("record", OF_COMPLAINTS)
def test_no_feature_that_is_left_out_opens_what_belongs_to_a_complaint(record: Any):
    for left_out in EVERY:
        rules = Features(tuple(one for one in FEATURES.every if one is not left_out.FEATURE))
        try:
            assert rules.row_rules.narrowing(officer("water"), record)
        except UnruledRecordError:
            assert record.__module__.startswith(left_out.__package__)
