"""A package brings an agency; once it is gone, its complaints are still answered."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.packaged_agency import HERE, installed
from tests.support.agencies import AGENCIES

ROOT = Path(__file__).parents[2]
Portal = Callable[..., dict[str, Any]]


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    """The folder into which packages are installed."""
    return tmp_path / "packages"


@pytest.fixture
def environment(tmp_path: Path, packages: Path) -> dict[str, str]:
    """What a process is told: where packages are, and where the installation is."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return kept | {
        "PYTHONPATH": os.pathsep.join((str(packages), str(ROOT))),
        "PORTAL_DATA": str(tmp_path / "data"),
        "PORTAL_AGENCIES": str(AGENCIES),
        "PORTAL_FLOOD_LIMITS": "false",
        "PORTAL_HOLD_SECONDS": "0",
        "PORTAL_LOG_LEVEL": "error",
    }


@pytest.fixture
def portal(environment: dict[str, str]) -> Portal:
    """Return a way to start the portal anew, and to have things done in it."""

    def run(*steps: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "tests.journeys.packaged_portal", *steps]
        done = subprocess.run(
            command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    return run


def test_a_packaged_agency_is_served_and_outlives_its_package(packages: Path, portal: Portal):
    installed(packages)
    before = portal("staff", "file", "settings")
    number = before["file"]["number"]
    assert before["file"]["unit"] == "rescue"  # the package's own rule
    assert "Le module de l’organisme" not in before["settings"]["text"]

    shutil.rmtree(packages)
    after = portal(f"answer={number}", "settings", "file")
    assert number in after["answer"]["listed"]
    assert "Mon canot est à la dérive sur le lac." in after["answer"]["read"]
    assert after["answer"]["status"] == "answered"
    assert "plugin_failed" not in after["answer"]["kinds"]
    assert "Le module de l’organisme n’est pas installé" in after["settings"]["text"]
    assert after["file"]["unit"] == "counter"  # the settings' answer, for want of the rule


def test_a_package_and_a_file_with_one_agency_are_told_apart_before_anything_changes(
    packages: Path, environment: dict[str, str], tmp_path: Path
):
    installed(packages)
    folder = Path(shutil.copytree(AGENCIES, tmp_path / "agencies"))
    shutil.copy(HERE / "canoes" / "canoes.yaml", folder)
    command = [sys.executable, "-m", "portal.cli", "agencies", "check"]
    told = environment | {"PORTAL_AGENCIES": str(folder)}
    done = subprocess.run(command, env=told, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == (
        "complaints-canoes/canoes.yaml:1:1: canoes.yaml has this agency too; "
        "remove that file or uninstall the package\n"
    )
