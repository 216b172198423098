"""Putting settings in force: a changed file becomes a release, and nothing else does."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select

from portal.complaints.planning import plan_filing
from portal.complaints.records.complaint import AgencyReleaseRecord
from portal.domain.actor import PORTAL
from portal.domain.time.clock import ClockKind
from portal.releases.files import SettingsMistakesError
from portal.releases.queries import marks_now
from portal.runtime import Runtime, build_runtime
from tests.agencies.plugins.installed import Install, install
from tests.complaints.cases import clocks, complaint
from tests.releases.publishing import edit, sync
from tests.support import file, on_both

__all__ = ["install"]


def in_force(runtime: Runtime, code: str) -> list[tuple[int, bool]]:
    """Return the rank of every release of an agency, and whether it is in force."""
    r = AgencyReleaseRecord
    with runtime.reading(PORTAL) as session:
        rows = session.execute(select(r.rank, r.in_force).where(r.agency == code).order_by(r.rank))
        return [(row.rank, row.in_force) for row in rows]


@on_both
def test_the_same_files_again_change_nothing(runtime: Runtime, agency_files: Path):
    before = runtime.glance(marks_now, runtime.features)
    assert sync(runtime, agency_files) == ()
    assert runtime.glance(marks_now, runtime.features) == before


@on_both
def test_a_changed_file_makes_the_next_release_of_its_agency(runtime: Runtime, agency_files: Path):
    edit(agency_files, "parks", "within: 5 working days", "within: 6 working days")
    assert sync(runtime, agency_files) == ("parks",)
    assert in_force(runtime, "parks") == [(1, False), (2, True)]
    assert in_force(runtime, "water") == [(1, True)]
    assert sync(runtime, agency_files) == ()


def test_a_comment_or_another_order_is_no_change(runtime: Runtime, agency_files: Path):
    edit(agency_files, "parks", "schema: 1", "# Nothing new.\nschema: 1")
    assert sync(runtime, agency_files) == ()


def test_a_change_for_all_is_a_release_of_all_that_rest_on_it(runtime: Runtime, agency_files: Path):
    edit(agency_files, "_portal", "answer: {within: 20", "answer: {within: 25")
    changed = sync(runtime, agency_files)
    assert set(changed) == {"_portal", "parks", "desk"}  # the water board promises its own


def test_mistakes_are_all_named_and_change_nothing(runtime: Runtime, agency_files: Path):
    edit(agency_files, "parks", "within: 5 working days", "within: 6 working days")
    edit(agency_files, "water", "theme: other", "theme: wahter")
    edit(agency_files, "desk", "default_category: unrouted", "default_category: nowhere")
    with pytest.raises(SettingsMistakesError) as raised:
        sync(runtime, agency_files)
    assert {mistake.file for mistake in raised.value.mistakes} == {"water.yaml", "desk.yaml"}
    assert in_force(runtime, "parks") == [(1, True)]


@on_both
def test_two_nodes_that_start_at_once_make_one_release(runtime: Runtime, agency_files: Path):
    edit(agency_files, "parks", "within: 5 working days", "within: 6 working days")
    with ThreadPoolExecutor(2) as pool:
        changes = list(pool.map(lambda _: sync(runtime, agency_files), range(2)))
    assert sorted(changes) == [(), ("parks",)]
    assert in_force(runtime, "parks") == [(1, False), (2, True)]


def test_a_running_portal_notices_a_release(
    runtime: Runtime, agency_files: Path, monkeypatch: pytest.MonkeyPatch
):
    runtime.notice_releases()
    before = runtime.agencies.agency("parks").release_id
    edit(agency_files, "parks", "within: 5 working days", "within: 6 working days")
    sync(runtime, agency_files)
    monkeypatch.setattr(runtime._noticing, "_looked_at", float("-inf"))  # half a second goes by
    runtime.notice_releases()
    assert runtime.agencies.agency("parks").release_id > before
    assert str(runtime.agencies.agency("parks").settings.escalation[1].within) == "6 working days"


def test_processes_forked_from_one_see_at_once_what_another_put_in_force(
    runtime: Runtime, agency_files: Path
):
    means = (runtime.config, runtime.keyring, runtime.mailer, runtime.files, runtime.features)
    other, stranger = (build_runtime(*means, runtime.now) for _ in range(2))
    other._noticing._told = runtime._noticing._told
    for each in (other, stranger):
        each.notice_releases()
        each._noticing._looked_at = float("inf")  # no time goes by
    before = other.agencies.agency("parks").release_id
    edit(agency_files, "parks", "within: 5 working days", "within: 6 working days")
    sync(runtime, agency_files)
    runtime.take_up_changes()
    for each in (other, stranger):
        each.notice_releases()
        each.database.close()
    assert other.agencies.agency("parks").release_id > before
    assert stranger.agencies.agency("parks").release_id == before


@on_both
def test_a_complaint_keeps_its_release_and_its_dates(runtime: Runtime, agency_files: Path):
    number = file(runtime).number
    promised = [(clock.kind, clock.due_at, clock.release_id) for clock in clocks(runtime, number)]
    release = complaint(runtime, number).release_id
    edit(agency_files, "_portal", "answer: {within: 20", "answer: {within: 3")
    sync(runtime, agency_files)
    runtime.agencies.notice_change("another")
    assert complaint(runtime, number).release_id == release
    assert [
        (clock.kind, clock.due_at, clock.release_id) for clock in clocks(runtime, number)
    ] == promised
    later = file(runtime).number
    assert complaint(runtime, later).release_id > release
    assert {clock.allowance for clock in clocks(runtime, later, "answer")} == {"3 working days"}


def test_a_complaint_climbs_the_levels_that_it_was_received_under(
    runtime: Runtime, agency_files: Path
):
    number = file(runtime).number
    before = [step.to for step in runtime.advice(PORTAL, number, runtime.now()).path]
    text = (agency_files / "parks.yaml").read_text(encoding="utf-8")
    levels = "escalation:\n  - {to: board, title: {fr: Conseil, en: Board}, top_authority: true}\n"
    (agency_files / "parks.yaml").write_text(
        re.sub(r"escalation:\n(?:[ #].*\n)*", levels, text), encoding="utf-8"
    )
    sync(runtime, agency_files)
    runtime.agencies.notice_change("another")
    later = file(runtime).number
    assert [step.to for step in runtime.advice(PORTAL, later, runtime.now()).path] == ["board"]
    assert [step.to for step in runtime.advice(PORTAL, number, runtime.now()).path] == before
    assert len(before) > 1


def test_a_plan_shown_before_a_release_is_kept_as_it_was_shown(
    runtime: Runtime, agency_files: Path
):
    from portal.complaints.handling.filing import file_complaint
    from tests.complaints.filing.ordinary import CONTENT, DRAFT

    plan = plan_filing(runtime.agencies.agency("parks"), DRAFT, runtime.now())
    edit(agency_files, "_portal", "answer: {within: 20", "answer: {within: 3")
    sync(runtime, agency_files)
    receipt = file_complaint(runtime, plan, None, CONTENT, DRAFT, runtime.now())
    kept = complaint(runtime, receipt.number)
    assert kept.release_id == plan.agency.release_id
    assert kept.due_at == plan.clock(ClockKind.ANSWER).due.due_at


def test_a_file_whose_plugin_is_missing_leaves_in_force_what_was(
    runtime: Runtime, agency_files: Path
):
    edit(agency_files, "parks", "  sample: true", "  sample: true\n  plugin: sample_nowhere")
    assert sync(runtime, agency_files) == ()
    runtime.agencies.notice_change("another")
    assert runtime.agencies.in_force.plugin_problems == {}
    assert file(runtime, "parks").number == "2026-000001"


def test_an_agency_whose_plugin_is_gone_since_works_by_its_settings(
    runtime: Runtime, agency_files: Path, install: Install, monkeypatch: pytest.MonkeyPatch
):
    install("sample_bears", "")
    edit(agency_files, "parks", "  sample: true", "  sample: true\n  plugin: sample_bears")
    assert sync(runtime, agency_files) == ("parks",)
    monkeypatch.undo()
    runtime.agencies.notice_change("another")
    assert set(runtime.agencies.in_force.plugin_problems) == {"parks"}
    assert file(runtime, "parks").number == "2026-000001"
