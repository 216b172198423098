"""Drills: trouble made on a copy, what was acknowledged compared with what is there."""

from __future__ import annotations

import hashlib
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.commands.drill import DRILLS
from portal.drill.drilling import Ground
from portal.drill.findings import Findings
from tests.commands.running import Portal

QUICK = "lost-database"
OTHERS = [name for name in DRILLS if name != QUICK]


@pytest.mark.parametrize(
    "name", [QUICK, *(pytest.param(name, marks=pytest.mark.slow) for name in OTHERS)]
)
def test_what_is_promised_holds(migrated: Portal, name: str):
    result = migrated("drill", "--only", name, "--count", "3")
    told = 9 if name == "clock-backwards" else 3
    assert result.output.startswith(f"{name}: {told} acknowledged, {told} there.\n"), result.output
    assert "NOT SO" not in result.output
    assert result.exit_code == 0


def lie(ground: Ground, findings: Findings) -> None:
    findings.acknowledged.append("2026-999999")
    findings.compare(ground.copy, ground.before)


def get_stuck(_ground: Ground, _findings: Findings) -> None:
    raise TimeoutError("nobody answers")


@pytest.mark.parametrize(
    ("drill", "sentence"),
    [
        (lie, "NOT SO: Acknowledged and not there: 2026-999999."),
        (get_stuck, "NOT SO: The drill could not go on: nobody answers."),
    ],
)
def test_what_does_not_hold_is_told_and_ends_with_1(
    migrated: Portal,
    monkeypatch: pytest.MonkeyPatch,
    drill: Callable[[Ground, Findings], None],
    sentence: str,
):
    monkeypatch.setitem(DRILLS, "kill", drill)
    result = migrated("drill", "--only", "kill")
    assert sentence in result.output
    assert result.output.endswith("Verdict: BROKEN.\nBroken: kill.\n")
    assert result.exit_code == 1


def test_a_drill_that_is_ended_leaves_no_copy_behind(
    migrated: Portal, monkeypatch: pytest.MonkeyPatch
):
    copies: list[Path] = []

    def end(ground: Ground, _findings: Findings) -> None:
        copies.append(ground.copy.data)
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setitem(DRILLS, "kill", end)
    assert migrated("drill", "--only", "kill").exit_code == 128 + signal.SIGTERM
    assert not copies[0].exists()


def test_the_original_stays_as_it_was(
    migrated: Portal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    def contents() -> dict[Path, str]:
        files = (path for path in (tmp_path / "data").rglob("*") if path.is_file())
        return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}

    def spoil(ground: Ground, _findings: Findings) -> None:
        for file in ground.copy.data.iterdir():
            if file.is_file():
                file.write_bytes(b"")

    monkeypatch.setitem(DRILLS, "kill", spoil)
    before = contents()
    assert migrated("drill", "--only", "kill").exit_code == 0
    after = contents()
    assert {path: after.pop(path) for path in before} == before
    # Whoever reads a SQLite file makes these beside it; the first of them is empty.
    assert {path.name for path in after} <= {"portal.sqlite-wal", "portal.sqlite-shm"}


def test_without_a_portal_and_on_postgresql_it_says_what_can_be_done(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
):
    assert "Run: portal db upgrade" in portal("drill").output
    monkeypatch.setenv("PORTAL_DATABASE", "postgresql://nobody@127.0.0.1:1/portal")
    result = portal("drill")
    assert result.exit_code == 1
    assert "full-disk, lost-database, lost-log and stuck-writer are SQLite's alone" in result.output
