"""What is remembered of what was kept last, and what a database is held against it."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from portal.complaints.proof.last_kept import LastKept
from portal.complaints.records.complaint import CounterRecord
from portal.complaints.records.roots import HistoryRootRecord
from portal.domain.troubles import OlderStateError
from portal.runtime import Runtime
from portal.worker import Worker
from tests.support import TUESDAY, file, on_both


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "last-kept.json"


@pytest.fixture
def remembering(runtime: Runtime, path: Path) -> Runtime:
    """A portal that has begun to remember, with one complaint."""
    file(runtime)
    runtime.remember_last_kept(path)
    runtime.glance(runtime.last_kept.note)
    return runtime


def ahead(remembering: Runtime, by: int) -> str:
    """Remember a number that the database never gave; return it."""
    number = f"2026-{1 + by:06d}"
    remembering.last_kept.note_number(number)
    return number


@on_both
def test_what_is_there_is_not_older_whatever_is_done_since(remembering: Runtime):
    remembering.glance(remembering.last_kept.ensure_not_older)
    file(remembering)
    Worker(remembering).run_once(TUESDAY)
    remembering.glance(remembering.last_kept.ensure_not_older)


@on_both
def test_years_that_are_long_over_are_not_missed(remembering: Runtime):
    for year in range(2027, 2040):
        with remembering.transaction() as session:
            session.add(CounterRecord(year=year, last=999_999))
        remembering.glance(remembering.last_kept.ensure_not_older)
        remembering.glance(remembering.last_kept.note)
    remembering.glance(remembering.last_kept.ensure_not_older)


@on_both
def test_less_than_is_remembered_is_refused_until_it_is_accepted(remembering: Runtime):
    number = ahead(remembering, 7)
    with pytest.raises(OlderStateError, match=f"{number} was given, and it goes up to 2026-000001"):
        remembering.glance(remembering.last_kept.ensure_not_older)
    [lost] = remembering.last_kept.accept(remembering.database, TUESDAY)
    assert [*lost.numbers][-1] == number
    remembering.glance(remembering.last_kept.ensure_not_older)
    assert file(remembering).number == "2026-000009"


@on_both
def test_a_number_that_was_given_is_not_given_again_by_a_portal_that_runs(remembering: Runtime):
    ahead(remembering, 1)
    for _ in range(2):
        with pytest.raises(OlderStateError, match="2026-000002 was given before"):
            file(remembering)
    remembering.last_kept.accept(remembering.database, TUESDAY)
    assert file(remembering).number == "2026-000003"


@on_both
def test_a_number_is_remembered_before_anybody_is_told(remembering: Runtime, path: Path):
    receipt = file(remembering)
    assert f'"2026":{int(receipt.number[-6:])}' in path.read_text(encoding="utf-8")


@on_both
def test_a_root_over_other_entries_is_refused(remembering: Runtime):
    Worker(remembering)._tree.grow_now()
    remembering.glance(remembering.last_kept.note)
    with remembering.transaction() as session:
        [root] = session.query(HistoryRootRecord)
        root.root = "0" * 64
    with pytest.raises(OlderStateError, match="its history is another"):
        remembering.glance(remembering.last_kept.ensure_not_older)


def test_what_another_portal_kept_here_is_refused(remembering: Runtime, path: Path):
    with pytest.raises(OlderStateError, match="a portal with other keys"):
        remembering.glance(LastKept(path, "another key").ensure_not_older)


def test_it_never_goes_back_however_many_write_it(path: Path, runtime: Runtime):
    nodes = [LastKept(path, "key") for _ in range(2)]
    runtime.glance(nodes[0].note)
    with ThreadPoolExecutor(8) as people:
        for rank in range(200, 0, -1):
            people.submit(nodes[rank % 2].note_number, f"2026-{rank:06d}")
    with runtime.transaction() as session:
        session.add(CounterRecord(year=2026, last=199))
    with pytest.raises(OlderStateError, match="2026-000200 was given"):
        runtime.glance(nodes[0].ensure_not_older)


def test_it_is_its_owners_alone_and_never_grows(remembering: Runtime, path: Path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    size = path.stat().st_size
    ahead(remembering, 999_998)
    assert path.stat().st_size == size


def test_what_cannot_be_remembered_keeps_nobody_from_filing(runtime: Runtime, tmp_path: Path):
    runtime.remember_last_kept(tmp_path / "nowhere" / "last-kept.json")
    with capture_logs() as lines:
        runtime.glance(runtime.last_kept.note)
        assert file(runtime).number
    assert {line["event"] for line in lines} == {"what was kept last is not remembered"}
    runtime.glance(runtime.last_kept.ensure_not_older)


def test_what_cannot_be_read_keeps_nobody_from_filing(runtime: Runtime, tmp_path: Path):
    (tmp_path / "last-kept.json").mkdir()
    runtime.remember_last_kept(tmp_path / "last-kept.json")
    with capture_logs() as lines:
        runtime.glance(runtime.last_kept.ensure_not_older)
        runtime.glance(runtime.last_kept.note)
        assert file(runtime).number
    told = {"what was kept last cannot be read", "what was kept last is not remembered"}
    assert {line["event"] for line in lines} == told


@pytest.mark.parametrize("left", [b"", b"\0" * 1024, b"{", b"[]"], ids=repr)
def test_one_that_a_crash_spoilt_is_written_anew(remembering: Runtime, path: Path, left: bytes):
    path.write_bytes(left)
    remembering.glance(remembering.last_kept.ensure_not_older)
    remembering.glance(remembering.last_kept.note)
    ahead(remembering, 3)
    with pytest.raises(OlderStateError):
        remembering.glance(remembering.last_kept.ensure_not_older)
