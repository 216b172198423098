"""What the portal is built from: bounded in `pyproject.toml`, pinned with digests in the locks."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
RUNNING = [*PROJECT["project"]["dependencies"], *PROJECT["build-system"]["requires"]]
DEVELOPING = PROJECT["project"]["optional-dependencies"]["dev"]
LOCKS = ("requirements.lock", "requirements-dev.lock")
A_PIN = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<release>\S+)(?: ; (?P<where>.+?))? \\\n"
    r"(?P<digests>(?: {4}--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)",
    re.MULTILINE,
)


def pins(lock: str) -> dict[str, set[str]]:
    """Return the releases of each package that a lock holds; Python versions may differ in it."""
    releases: dict[str, set[str]] = {}
    for pin in A_PIN.finditer((ROOT / lock).read_text()):
        releases.setdefault(canonicalize_name(pin["name"]), set()).add(pin["release"])
    return releases


@pytest.mark.parametrize("requirement", [*RUNNING, *DEVELOPING])
def test_every_dependency_has_a_lower_and_an_upper_bound(requirement: str):
    assert sorted(bound.operator for bound in Requirement(requirement).specifier) == ["<", ">="]


@pytest.mark.parametrize(
    ("lock", "requirement"),
    [
        *((lock, requirement) for requirement in RUNNING for lock in LOCKS),
        *((LOCKS[1], requirement) for requirement in DEVELOPING),
    ],
)
def test_the_locks_hold_a_release_within_the_bounds(lock: str, requirement: str):
    asked = Requirement(requirement)
    releases = pins(lock).get(canonicalize_name(asked.name), set())
    assert releases, "`make lock` was not run"
    assert all(release in asked.specifier for release in releases), "`make lock` was not run"


def test_developers_have_the_releases_that_the_portal_runs_with():
    running, developing = map(pins, LOCKS)
    assert running == {name: developing.get(name) for name in running}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_pins_with_digests_and_nothing_else(lock: str):
    text = (ROOT / lock).read_text()
    rest = [line for line in A_PIN.sub("", text).splitlines() if not line.lstrip().startswith("#")]
    assert rest == []
    assert "://" not in text, "a lock names no address, so that any registry may serve it"
