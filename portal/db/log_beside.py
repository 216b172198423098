"""Whether the log that lies beside a database of SQLite is its own, before anybody opens it.

SQLite applies whatever log it finds, and throws one away that lies beside an empty file: its log
holds pages of a file and says nowhere of which (https://sqlite.org/walformat.html). The database
and its log both hold how many commits there were: a log belongs to a file that is just where the
log begins, or somewhere within it.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO
from urllib.parse import quote

from msgspec import Struct
from sqlalchemy.engine import make_url

from portal.domain.troubles import ForeignLogError

_HEADER, _FRAME = 32, 24
_PAGE_SIZE, _SALTS = slice(8, 12), slice(16, 24)
_FRAME_SALTS = slice(8, 16)
_PAGE_SIZE_OF_FILE = slice(16, 18)
_LARGEST_PAGE = 65_536
_READ_AT_MOST = 3
"""How often it is looked at anew, where somebody goes on writing meanwhile."""
_LEAF, _CELLS, _FIRST_CELL = 13, slice(3, 5), slice(8, 10)
_LENGTHS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""How many bytes a number of each of SQLite's types takes."""
_IN_ITS_TYPE = {8: 0, 9: 1}
_WHERE = "SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = 'commit_count'"
_BROKEN = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_QUICK = 5.0
_STEPS = 10_000


class _Count(Struct, frozen=True):
    """Which database it is, and how many commits it has had."""

    database: int
    commits: int


class _File(Struct, frozen=True):
    """What a file tells without its log: `page_of_count` is where its count stands."""

    page_size: int = 0
    count: _Count | None = None
    page_of_count: int | None = None


class _Log(Struct, frozen=True):
    """What a log holds since it was begun, which gave it its `salts`.

    `sizes` are how many pages the database had after a commit in it.
    """

    salts: bytes
    page_size: int
    sizes: frozenset[int]
    counts: tuple[_Count, ...]


def ensure_own_log_of(url: str) -> None:
    """Do as `ensure_own_log` does for the database at an address; PostgreSQL has no such files."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        ensure_own_log(Path(str(address.database)).absolute())


def ensure_own_log(path: Path) -> None:
    """Raise ForeignLogError if the log beside the file `path` is that of another, or of none.

    Nothing is written. Where the two do not tell how many commits there were, as before migration
    0115, both together are looked through for at most five seconds.
    """
    beside = path.with_name(f"{path.name}-wal")
    for _ in range(_READ_AT_MOST):
        salts = _salts(beside)
        file = _file(path)
        log = _log(beside, file.page_of_count)
        if log is None or not log.sizes:
            return
        # A portal that runs may have begun it anew meanwhile.
        if salts == log.salts == _salts(beside):
            _ensure_fitting(path, beside, file, log)
            return


def _ensure_fitting(path: Path, beside: Path, file: _File, log: _Log) -> None:
    if not file.page_size:
        raise ForeignLogError(f"{beside} holds what was kept last, and {path.name} nothing")
    if file.count is not None and log.counts:
        is_own = file.page_size == log.page_size and _is_continued(file.count, log.counts)
    else:
        is_own = file.page_size == log.page_size and _is_whole(path, log.sizes)
    if not is_own:
        raise ForeignLogError(f"{beside} is the log of another file than {path.name} beside it")


def _is_continued(count: _Count, counts: tuple[_Count, ...]) -> bool:
    """Tell whether the counts of a log go on from that of a file, or come by it."""
    same = all(each.database == count.database for each in counts)
    return same and counts[0].commits - 1 <= count.commits <= counts[-1].commits


def _is_whole(path: Path, sizes: frozenset[int]) -> bool:
    """Look through the database with its log, as far as that is quick."""
    until = time.monotonic() + _QUICK
    with closing(_opened(path, "mode=ro")) as connection:
        connection.set_progress_handler(lambda: time.monotonic() > until, _STEPS)
        try:
            [(pages,)] = connection.execute("PRAGMA page_count")
            [(found,)] = connection.execute("PRAGMA quick_check(1)")
        except sqlite3.DatabaseError as error:
            return error.sqlite_errorcode not in _BROKEN
    return bool(found == "ok" and pages in sizes)


def _opened(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?{how}", uri=True)


def _file(path: Path) -> _File:
    if not path.exists() or not path.stat().st_size:
        return _File()
    with path.open("rb") as file:
        size = int.from_bytes(file.read(_HEADER)[_PAGE_SIZE_OF_FILE])
    size = _LARGEST_PAGE if size == 1 else size
    try:
        with closing(_opened(path, "immutable=1")) as connection:
            [(page,)] = connection.execute(_WHERE)
            [row] = connection.execute("SELECT id, so_far FROM commit_count")
    except (sqlite3.DatabaseError, ValueError):
        return _File(size)
    return _File(size, _Count(*row), page)


def _salts(beside: Path) -> bytes:
    """Return what is another whenever SQLite begins a log anew."""
    try:
        with beside.open("rb") as file:
            return file.read(_HEADER)[_SALTS]
    except FileNotFoundError:
        return b""


def _log(beside: Path, page_of_count: int | None) -> _Log | None:
    try:
        file = beside.open("rb")
    except FileNotFoundError:
        return None
    with file:
        header = file.read(_HEADER)
        if len(header) < _HEADER:
            return None
        salts, size = header[_SALTS], int.from_bytes(header[_PAGE_SIZE])
        sizes: set[int] = set()
        counts: list[_Count] = []
        for page, pages_after, begins in _frames(file, salts, size):
            if pages_after:
                sizes.add(pages_after)
            if page == page_of_count:
                file.seek(begins)
                counts.extend(_counts_in(file.read(size)))
    return _Log(salts, size, frozenset(sizes), tuple(counts))


def _frames(file: IO[bytes], salts: bytes, size: int) -> Iterator[tuple[int, int, int]]:
    """Yield of each frame which page it holds, how many there are if it ends a commit, and where.

    What follows the last one with the salts of the log is what a log before left there.
    """
    at = _HEADER
    while True:
        file.seek(at)
        frame = file.read(_FRAME)
        if len(frame) < _FRAME or frame[_FRAME_SALTS] != salts:
            return
        at += _FRAME
        yield int.from_bytes(frame[:4]), int.from_bytes(frame[4:8]), at
        at += size


def _counts_in(page: bytes) -> list[_Count]:
    """Read the one row of a page as https://sqlite.org/fileformat2.html says; none elsewhere."""
    if len(page) < _FRAME or page[0] != _LEAF or int.from_bytes(page[_CELLS]) != 1:
        return []
    try:
        at = int.from_bytes(page[_FIRST_CELL])
        _, at = _varint(page, at)
        database, at = _varint(page, at)
        # How long the row's header is, nothing for its key, and the type of its number.
        kind, begins = page[at + 2], at + page[at]
        if kind in _IN_ITS_TYPE:
            return [_Count(database, _IN_ITS_TYPE[kind])]
        return [_Count(database, int.from_bytes(page[begins : begins + _LENGTHS[kind]]))]
    except (IndexError, KeyError):
        return []


def _varint(page: bytes, at: int) -> tuple[int, int]:
    """Return a number of SQLite's variable length below 2^56, and where the next one begins."""
    value = 0
    for rank in range(8):
        value = value << 7 | page[at + rank] & 0x7F
        if page[at + rank] < 0x80:
            return value, at + rank + 1
    raise IndexError(at)
