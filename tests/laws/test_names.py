"""No agency is special in the portal: none is named there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
READ = (".py", ".html", ".txt", ".css", ".js", ".po")
AGENCY = re.compile(r"^agency:\n(?:(?:[ #].*)?\n)+", re.MULTILINE)
"""The first part of a settings file: all of it would take a while to read."""


def _names() -> list[str]:
    names: set[str] = set()
    for path in sorted((ROOT / "agency_configs").glob("[a-z]*.yaml")):
        part = AGENCY.search(path.read_text(encoding="utf-8"))
        assert part is not None, path
        agency = YAML(typ="safe").load(part[0])["agency"]
        names |= {agency["name"]["fr"], agency["name"]["en"], agency.get("short_name") or ""}
        if agency["code"] not in ("sante", "guichet"):  # ordinary French words
            names.add(agency["code"])
    return sorted(name for name in names if len(name) > 2)


@cache
def _texts() -> dict[Path, str]:
    """Return every text of the portal in small letters, by its file."""
    return {
        path.relative_to(ROOT): path.read_text(encoding="utf-8").lower()
        for path in sorted((ROOT / "portal").rglob("*"))
        if path.suffix in READ
    }


@pytest.mark.parametrize("name", _names())
def test_no_agency_is_named_in_the_portal(name: str):
    small = name.lower()
    pattern = re.compile(rf"\b{re.escape(small)}\b")
    # Most texts have not even the letters, which is told in a hundredth of the time.
    having = {path: text for path, text in _texts().items() if small in text}
    assert [str(path) for path, text in having.items() if pattern.search(text)] == []
