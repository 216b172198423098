"""Plugins that files name: one that changed is another release, one that does not load is none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from portal.agencies.plugins import hosted
from portal.agencies.plugins.host_process import end_host
from tests.agencies.plugins.installed import Install, install
from tests.commands.running import Portal
from tests.support.agencies import AGENCIES

__all__ = ["install"]

SOUND = "@hookimpl\ndef receiving_unit(draft):\n    return None\n"
BROKEN = "1 / 0"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of settings in which the parks name the plugin bears."""
    copy = Path(shutil.copytree(AGENCIES, tmp_path / "agencies"))
    monkeypatch.setenv("PORTAL_AGENCIES", str(copy))
    name_plugin(copy / "parks.yaml")
    return copy


def name_plugin(file: Path) -> None:
    text = file.read_text("utf-8")
    file.write_text(text.replace("  sample: true", "  sample: true\n  plugin: bears"), "utf-8")


def restart() -> None:
    """Forget the plugins, as a portal does that is started again."""
    hosted._LOADED.clear()
    end_host()


def test_code_that_changed_is_another_release_that_runs_after_a_restart(
    migrated: Portal, folder: Path, install: Install
):
    told = []
    for code in (SOUND, SOUND, SOUND + "# another\n"):
        install("bears", code)
        told.append(migrated("agencies", "sync").stdout.splitlines())
        restart()
    another = "Another plugin: parks. Restart the portal to run it."
    assert told == [["parks", another], ["Nothing changed."], ["parks", another]]


def test_one_that_does_not_load_is_a_mistake_of_the_file_that_names_it(
    migrated: Portal, folder: Path, install: Install
):
    install("bears", BROKEN)
    mistake = "agency.plugin: does not load: plugin bears does not load: division by zero"
    for words in ((), (str(folder / "parks.yaml"),)):
        checked = migrated("agencies", "check", *words)
        assert checked.exit_code == 1
        assert mistake in checked.output
    synced = migrated("agencies", "sync")
    assert synced.exit_code == 1
    assert mistake in synced.output
    assert "parks\n" not in synced.output


def test_what_was_in_force_stays_so_and_the_others_come_into_force(
    migrated: Portal, folder: Path, install: Install
):
    install("bears", BROKEN)
    water = folder / "water.yaml"
    water.write_text(water.read_text("utf-8").replace("sample: true", "sample: false"), "utf-8")
    assert migrated("agencies", "sync").output.splitlines()[0] == "water"
    restart()
    install("bears", SOUND)
    assert migrated("agencies", "sync").output.splitlines()[0] == "parks"
    restart()
    install("bears", BROKEN)
    assert migrated("agencies", "sync").exit_code == 1
    assert "Nothing changed." in migrated("agencies", "sync").output


def test_one_that_lies_beside_its_file_need_not_be_installed(migrated: Portal, folder: Path):
    parks = folder / "parks.yaml"
    assert migrated("agencies", "check", str(parks)).exit_code == 1
    (folder / "bears.py").write_text("", "utf-8")
    assert migrated("agencies", "check", str(parks)).exit_code == 0


def test_what_is_tested_is_said(migrated: Portal, folder: Path, install: Install):
    install("bears", SOUND)
    told = migrated("agencies", "test", "parks").output.splitlines()[0]
    assert told.startswith(f"Tested: {folder / 'parks.yaml'}, with the plugin ")
    assert told.endswith("bears_installed.py")
    told = migrated("agencies", "test", "water").output.splitlines()[0]
    assert told == f"Tested: {folder / 'water.yaml'}, with no plugin"


def test_a_packaged_agency_is_tested_by_its_code(
    migrated: Portal, folder: Path, install: Install, tmp_path: Path
):
    install("bears", SOUND)
    brought = tmp_path / "site" / "bears.yaml"
    text = (folder / "water.yaml").read_text("utf-8").replace("code: water", "code: bears")
    brought.write_text(text.replace("sample: true", "sample: true\n  plugin: bears"), "utf-8")
    (folder / "parks.yaml").unlink()
    told = migrated("agencies", "test", "bears").output.splitlines()[0]
    assert told.startswith(f"Tested: {brought}, with the plugin ")
