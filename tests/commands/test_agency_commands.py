"""`portal agencies check` and `sync`."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.commands.conftest import Portal
from tests.conftest import AGENCIES

FIVE_MISTAKES = (
    ("within: 5 working days", "within: 5 wrking days"),
    ("theme: courtesy", "theme: curtesy"),
    ("  sample: true", "  smaple: true"),
    ("default_category: other", "default_category: nowhere"),
    ("unit: trails", "unit: trials"),
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = Path(shutil.copytree(AGENCIES, tmp_path / "agencies"))
    monkeypatch.setenv("PORTAL_AGENCIES", str(copy))
    return copy


def spoil(folder: Path) -> dict[int, str]:
    """Make five different mistakes in the parks' file; return the line of each."""
    path = folder / "parks.yaml"
    text = path.read_text(encoding="utf-8")
    for before, after in FIVE_MISTAKES:
        assert before in text
        text = text.replace(before, after, 1)
    path.write_text(text, encoding="utf-8")
    lines = text.splitlines()
    return {
        number: after
        for _, after in FIVE_MISTAKES
        for number, line in enumerate(lines, start=1)
        if after.strip() in line
    }


def test_a_sound_folder_has_no_mistakes(portal: Portal):
    result = portal("agencies", "check")
    assert (result.exit_code, result.output) == (0, "No mistakes.\n")


def test_five_mistakes_are_five_lines_each_with_its_place(portal: Portal, folder: Path):
    wrong = spoil(folder)
    for words in ((), (str(folder / "parks.yaml"),)):
        result = portal("agencies", "check", *words)
        assert result.exit_code == 1
        lines = result.output.splitlines()
        assert len(lines) == 5
        places = [re.match(r"parks\.yaml:(\d+):(\d+): ", line) for line in lines]
        assert {int(place[1]) for place in places if place} == set(wrong)


def test_settings_with_mistakes_are_not_put_in_force(portal: Portal, folder: Path):
    assert portal("db", "upgrade").exit_code == 0
    spoil(folder)
    result = portal("agencies", "sync")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 5


def test_syncing_says_what_changed(portal: Portal):
    portal("db", "upgrade")
    assert set(portal("agencies", "sync").output.strip().split(", ")) == {
        "_portal",
        "desk",
        "parks",
        "water",
    }
    assert portal("agencies", "sync").output == "Nothing changed.\n"
