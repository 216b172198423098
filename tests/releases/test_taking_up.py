"""A start reads the files of settings only where that may change something."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.releases import taking_up
from portal.releases.files import Sync, sync_releases
from portal.runtime import Runtime
from tests.releases.publishing import CLOSED_THREE_DAYS, publish


class Starts:
    """A portal that starts again and again; `read` counts how often it read the folder."""

    def __init__(self, runtime: Runtime, folder: Path, kept: Path) -> None:
        self.runtime, self.folder, self.kept, self.read = runtime, folder, kept, 0

    def start(self) -> Sync:
        with self.runtime.transaction() as session:
            return taking_up.take_up_folder(session, self.folder, self.kept, self.runtime.now())

    def sync(self, *arguments: object) -> Sync:
        self.read += 1
        return sync_releases(*arguments)


@pytest.fixture
def portal(
    runtime: Runtime, agency_files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Starts:
    starts = Starts(runtime, agency_files, tmp_path / "taken-up")
    monkeypatch.setattr(taking_up, "sync_releases", starts.sync)
    starts.start()
    return starts


def test_files_that_are_as_they_were_are_not_read_again(portal: Starts):
    assert portal.start() == Sync(())
    assert portal.read == 1


def test_a_changed_file_is_taken_up(portal: Starts):
    (portal.folder / "parks.yaml").write_text(CLOSED_THREE_DAYS, encoding="utf-8")
    assert portal.start().changed == ("parks",)
    portal.start()
    assert portal.read == 2


def test_a_comment_alone_is_read_and_changes_nothing(portal: Starts):
    with (portal.folder / "parks.yaml").open("a", encoding="utf-8") as file:
        file.write("# closed on three days\n")
    assert portal.start().changed == ()
    assert portal.read == 2


def test_a_file_that_is_gone_is_noticed(portal: Starts):
    (portal.folder / "parks.yaml").unlink()
    portal.start()
    assert portal.read == 2


def test_what_a_page_put_in_force_is_compared_with_the_files(portal: Starts):
    publish(portal.runtime, CLOSED_THREE_DAYS)
    portal.start()
    portal.start()
    assert portal.read == 2


def test_another_plugin_is_noticed(portal: Starts, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(taking_up, "plugin_version", lambda _: "2.0")
    portal.start()
    assert portal.read == 2


def test_another_version_of_the_code_reads_anew(portal: Starts, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("portal.__version__", "99.0")
    portal.start()
    assert portal.read == 2


def test_mistakes_are_told_at_each_start(portal: Starts):
    with (portal.folder / "parks.yaml").open("a", encoding="utf-8") as file:
        file.write("colour: green\n")
    for _ in range(2):
        with pytest.raises(Exception, match="colour"):
            portal.start()


def test_what_cannot_be_kept_is_read_again_and_stops_nobody(portal: Starts, tmp_path: Path):
    portal.kept = tmp_path / "gone" / "taken-up"
    portal.start()
    portal.start()
    assert portal.read == 3
