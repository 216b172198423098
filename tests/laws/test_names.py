"""No agency is special in the portal: none is named there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
READ = (".py", ".html", ".txt", ".css", ".js", ".po")


def _names() -> list[str]:
    names: set[str] = set()
    for path in sorted((ROOT / "agency_configs").glob("[a-z]*.yaml")):
        agency = YAML(typ="safe").load(path.read_text(encoding="utf-8"))["agency"]
        names |= {agency["name"]["fr"], agency["name"]["en"], agency.get("short_name") or ""}
        if agency["code"] not in ("sante", "guichet"):  # ordinary French words
            names.add(agency["code"])
    return sorted(name for name in names if len(name) > 2)


@pytest.mark.parametrize("name", _names())
def test_no_agency_is_named_in_the_portal(name: str):
    pattern = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    named = [
        str(path.relative_to(ROOT))
        for path in sorted((ROOT / "portal").rglob("*"))
        if path.suffix in READ and pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert named == []
