"""What a process filled in and told of is there for the next, which knows nothing but the files."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

from tests.support.agencies import AGENCIES

DEMO = [sys.executable, "-m", "portal.cli", "demo"]


def test_every_complaint_that_was_numbered_or_told_is_there_afterwards(tmp_path: Path):
    environment = {
        **os.environ,
        "PORTAL_DATA": str(tmp_path),
        "PORTAL_AGENCIES": str(AGENCIES),
    }
    subprocess.run(DEMO, env=environment, check=True, capture_output=True)
    every = [*DEMO, "accounts", "--all"]
    told = subprocess.run(every, env=environment, check=True, capture_output=True, text=True).stdout
    with closing(sqlite3.connect(tmp_path / "portal.sqlite")) as database:
        stored = {number for (number,) in database.execute("SELECT number FROM complaint")}
        last = {
            f"{year}-{last:06}" for year, last in database.execute("SELECT * FROM number_counter")
        }
    followed = re.findall(r"^ +(\d{4}-\d{6}) ", told, re.MULTILINE)
    assert len(followed) == 8
    assert set(followed) <= stored
    assert last <= stored
