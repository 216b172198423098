"""There is one meaning of a text that is missing: nobody decides by themselves what is blank."""

from __future__ import annotations

import re
from pathlib import Path

import portal

OWN = Path(portal.__file__).parent
BY_THEMSELVES = re.compile(
    r"\bnot [\w.]+(?:\[[^\]]*\]|\([^()]*\))?\.strip\(\)|\[\] if .*\.strip\(\) else"
)
# Lines of a file of JSON, which the portal wrote.
ALLOWED = {"complaints/proof/exported.py"}


def test_nobody_decides_by_themselves_what_is_blank():
    asked = [
        path for part in ("complaints", "features", "pages") for path in (OWN / part).rglob("*.py")
    ]
    found = {
        str(path.relative_to(OWN))
        for path in asked
        if BY_THEMSELVES.search(path.read_text("utf-8"))
    }
    assert found == ALLOWED


def test_who_does_is_seen():
    for line in ("if not text.strip():", 'missing = [] if form["x"].strip() else ["x"]'):
        assert BY_THEMSELVES.search(line)
