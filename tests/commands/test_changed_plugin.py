"""`portal agencies sync` takes changed code for another release, and says what that needs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands.running import Portal
from tests.support.agencies import AGENCIES


def test_code_that_changed_is_another_release_that_runs_after_a_restart(
    migrated: Portal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = Path(shutil.copytree(AGENCIES, tmp_path / "agencies"))
    monkeypatch.setenv("PORTAL_AGENCIES", str(folder))
    parks = folder / "parks.yaml"
    named = parks.read_text("utf-8").replace("  sample: true", "  sample: true\n  plugin: bears")
    parks.write_text(named, "utf-8")
    told = []
    for version in ("1", "1", "2"):
        monkeypatch.setattr(
            "portal.releases.releases.load_plugin", lambda name, own=version: (None, own)
        )
        told.append(migrated("agencies", "sync").stdout.splitlines())
    another = "Another plugin: parks. Restart the portal to run it."
    assert told == [["parks", another], ["Nothing changed."], ["parks", another]]
