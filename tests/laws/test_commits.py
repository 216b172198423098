"""Whatever is committed goes by `Database`, which sees that it lasts before anybody is told."""

from __future__ import annotations

import re
from pathlib import Path

import portal

_OWN = Path(portal.__file__).parent
_PAST = re.compile(r"\.writer\.(begin|connect)\(|create_engine\(|\bsqlite3\.connect\(")
# A count of tries is worth no more than a few minutes, and lies in a file of its own.
ALLOWED = {"db/engine.py", "db/engines.py", "db/shared_counts.py"}
# It looks, and changes nothing, before anything else opens the database.
ALLOWED.add("db/log_beside.py")
# A drill copies a database and stands in its way, on a copy that it takes away.
ALLOWED |= {"drill/copies.py", "drill/database_troubles.py"}


def by_themselves(folder: Path) -> set[str]:
    """Return the files below a folder that open a database by themselves."""
    files = folder.rglob("*.py")
    return {
        str(file.relative_to(folder)) for file in files if _PAST.search(file.read_text("utf-8"))
    }


def test_nothing_opens_a_database_past_what_looks_after_commits():
    assert by_themselves(_OWN) == ALLOWED


def test_what_would_is_seen(tmp_path: Path):
    (tmp_path / "hasty.py").write_text("with database.writer.begin() as connection:\n    pass\n")
    assert by_themselves(tmp_path) == {"hasty.py"}
