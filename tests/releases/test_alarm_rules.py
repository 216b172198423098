"""Rules of alarms that a page set stay when the portal's file changes, and nothing else does."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.agencies.registry import PORTAL_CODE
from portal.agencies.settings.shared import AlarmSettings
from portal.domain.actor import PORTAL
from portal.domain.errors import SettingsMovedError
from portal.releases.files import Sync, sync_releases
from portal.releases.queries import release_text
from portal.releases.releases import last_set, portal_release, set_alarm_rules
from portal.runtime import Runtime
from tests.support import on_both

SET = AlarmSettings.model_validate({"recommendations": {"count": 4}})
OTHERS = "alarms:\n  founded: {percent: 70, among: 20}\n"


def sync(runtime: Runtime, folder: Path) -> Sync:
    with runtime.transaction() as session:
        return sync_releases(session, folder, runtime.now())


def put(runtime: Runtime, said: AlarmSettings = SET, user_id: int | None = 7) -> None:
    with runtime.transaction() as session:
        seen = portal_release(session).id
        set_alarm_rules(session, said, user_id, runtime.now(), seen=seen)


def rules(runtime: Runtime) -> AlarmSettings | None:
    runtime.take_up_changes()
    return runtime.agencies.portal.alarms


def add(folder: Path, more: str) -> None:
    path = folder / f"{PORTAL_CODE}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")


@on_both
def test_a_file_without_news_leaves_what_the_page_set(runtime: Runtime, agency_files: Path):
    put(runtime)
    assert sync(runtime, agency_files) == Sync(())
    assert rules(runtime) == SET


@on_both
def test_a_file_that_changes_something_else_is_taken_up_with_the_rules_of_the_page(
    runtime: Runtime, agency_files: Path
):
    put(runtime)
    path = agency_files / f"{PORTAL_CODE}.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("answer: {within: 20", "answer: {within: 25"), encoding="utf-8")
    done = sync(runtime, agency_files)
    assert PORTAL_CODE in done.changed
    assert done.set_aside == ()
    assert rules(runtime) == SET
    assert str(runtime.agencies.portal.deadlines.answer.within) == "25 working days"
    with runtime.reading(PORTAL) as session:
        last = last_set(session)
        assert last is not None
        assert last.published_by == 7


@on_both
def test_a_file_that_changes_the_rules_as_well_is_set_aside_once(
    runtime: Runtime, agency_files: Path
):
    put(runtime)
    add(agency_files, OTHERS)
    assert sync(runtime, agency_files).set_aside == (PORTAL_CODE,)
    assert sync(runtime, agency_files).set_aside == ()
    assert rules(runtime) == SET


def test_before_a_page_set_any_the_file_does(runtime: Runtime, agency_files: Path):
    add(agency_files, OTHERS)
    assert sync(runtime, agency_files) == Sync((PORTAL_CODE,))
    assert rules(runtime) == AlarmSettings.model_validate({"founded": {"percent": 70, "among": 20}})


def test_the_text_in_force_says_what_the_page_set_and_loses_no_line(runtime: Runtime):
    with runtime.reading(PORTAL) as session:
        before = release_text(session, PORTAL_CODE)
    put(runtime)
    with runtime.reading(PORTAL) as session:
        after = release_text(session, PORTAL_CODE)
    assert before is not None
    assert after is not None
    assert after.startswith(before)
    assert "recommendations" in after[len(before) :]


def test_taking_every_rule_back_leaves_none(runtime: Runtime, agency_files: Path):
    add(agency_files, OTHERS)
    sync(runtime, agency_files)
    put(runtime, AlarmSettings())
    assert rules(runtime) is None
    assert sync(runtime, agency_files).changed == ()
    assert rules(runtime) is None


@on_both
def test_of_two_who_looked_at_the_same_rules_one_sets_them(runtime: Runtime):
    with runtime.reading(PORTAL) as session:
        seen = portal_release(session).id
    put(runtime)
    with pytest.raises(SettingsMovedError), runtime.transaction() as session:
        set_alarm_rules(session, AlarmSettings(), 8, runtime.now(), seen=seen)
    assert rules(runtime) == SET
