"""Another file in the place of a database is opened only without the log of the one before."""

from __future__ import annotations

from pathlib import Path

import pytest

from portal.db.open_file import OpenFile
from portal.domain.troubles import DataGoneError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "portal.sqlite"
    path.write_bytes(b"first")
    log_of(path).write_bytes(b"of the first")
    return path


def log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")


def test_a_copy_beside_the_log_of_the_file_before_is_refused_until_that_is_taken_away(path: Path):
    file = OpenFile(path, "-wal")
    file.opened()
    file.lost()
    (path.parent / "copy").write_bytes(b"older")
    (path.parent / "copy").replace(path)
    for _ in range(2):
        with pytest.raises(DataGoneError, match="of another file"):
            file.opened()
    log_of(path).unlink()
    file.opened()
    file.ensure_there()


def test_the_same_file_is_opened_again_with_its_log(path: Path):
    file = OpenFile(path, "-wal")
    file.opened()
    path.rename(path.parent / "away")
    file.lost()
    (path.parent / "away").rename(path)
    file.opened()
    file.ensure_there()


def test_a_log_that_was_gone_may_come_back_under_its_number(path: Path):
    file = OpenFile(path, "-wal")
    file.opened()
    log_of(path).rename(path.parent / "freed")
    path.rename(path.parent / "away")
    file.lost()
    # The system gives the number of a file that nobody has open to the next one.
    (path.parent / "freed").rename(log_of(path))
    path.write_bytes(b"put back")
    file.opened()
    file.ensure_there()
