"""`portal agencies sync` tells the dates that could come later; `move-dates` puts them off."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from portal.cli import main
from portal.commands.opened import portal_opened
from portal.commands.serving import prepare
from tests.commands.running import Portal
from tests.support.agencies import AGENCIES

CLOSED = """calendar:
  jurisdiction: CA-QC-GOV
  timezone: America/Toronto
  hours: "08:30-12:00, 13:00-16:30"
  extra_closures: [%s]
"""


@pytest.fixture
def later(filled: Callable[..., Portal], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    """An installation whose parks file closes every Monday to come, with complaints open."""
    folder = Path(shutil.copytree(AGENCIES, tmp_path / "agencies"))
    monkeypatch.setenv("PORTAL_AGENCIES", str(folder))
    lived = filled("demo", "complaints", "--count", "60", "--seed", "1")
    path = folder / "parks.yaml"
    days = ", ".join(f"{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29, 3))
    path.write_text(path.read_text(encoding="utf-8") + CLOSED % days, encoding="utf-8")
    return lived


def test_a_sync_lists_the_dates_and_says_how_to_put_them_off(later: Portal):
    told = later("agencies", "sync").output
    assert re.search(r"parks: by its calendar the answers to \d+ open complaints", told)
    assert re.search(r"  20\d\d-\d{6}: 20\d\d-\d\d-\d\d → 20\d\d-\d\d-\d\d", told)
    assert "portal agencies move-dates parks" in told


@pytest.mark.usefixtures("later")
def test_the_start_says_it_in_the_log(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("PORTAL_LOG_LEVEL", "warning")
    with portal_opened() as runtime:
        prepare(runtime)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    [told] = [one for one in lines if one["event"] == "dates could be put off"]
    assert told["agency"] == "parks"
    assert told["complaints"] > 0


def test_they_are_put_off_once_it_is_confirmed(later: Portal):
    later("agencies", "sync")
    refused = CliRunner().invoke(main, ["agencies", "move-dates", "parks"], input="\n\nn\n")
    assert refused.exit_code == 1
    assert "Des jours de fermeture" in refused.output
    done = later("agencies", "move-dates", "parks", "--reason-fr", "Déménagement", "--yes")
    assert "the worker moves them" in done.output


def test_there_may_be_nothing_to_put_off(migrated: Portal):
    assert migrated("agencies", "move-dates", "parks").output == "No date would come later.\n"
    assert "is not an agency" in migrated("agencies", "move-dates", "nowhere").output
