"""A file of arrays behind a head, which all processes read without copies of their own.

The head says by what digest the arrays were made, so that a file of other examples, or of other
code, is known as such.
"""

from __future__ import annotations

import hashlib
import mmap
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Generic, NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from portal.code_digest import code_digest
from portal.private import private_file

_EVERY = 8
_LONGEST_HEAD = 1 << 20


class Head(Struct):
    """What stands before the arrays: by what digest they were made."""

    digest: str


OfHead = TypeVar("OfHead", bound=Head)


class Mapped(NamedTuple, Generic[OfHead]):
    """A file in memory: its head, all of its content, and where the arrays start."""

    head: OfHead
    content: memoryview
    start: int


def digest_of(code: str, files: Iterable[Path]) -> str:
    """Return what changes with the code of a folder and with files, wherever they lie."""
    digest = hashlib.sha256(code_digest(code).encode())
    # How a file is laid out is this module.
    for file in (Path(__file__), *files):
        digest.update(f"\0{file.name}\0{file.stat().st_size}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()


def digest_in(path: Path) -> str:
    """Return the digest by which a file was made; nothing where there is none that can be read."""
    with suppress(OSError, ValueError, msgspec.MsgspecError), path.open("rb") as file:
        return _head(file, Head).digest
    return ""


def mark_of(path: Path) -> tuple[int, int]:
    """Return what tells whether a file is still the same; zeros where there is none."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_ino, found.st_mtime_ns


def write_arrays(path: Path, head: Head, arrays: Iterable[bytes]) -> None:
    """Put a file in the place of the one before it at once; raise OSError."""
    packed = msgspec.json.encode(head)
    packed += b" " * (-len(packed) % _EVERY)
    new = path.with_suffix(f".{os.getpid()}")
    with private_file(new).open("wb") as file:
        file.write(len(packed).to_bytes(_EVERY, "little") + packed)
        for content in arrays:
            file.write(content + bytes(-len(content) % _EVERY))
    new.replace(path)


def mapped(path: Path, kind: type[OfHead]) -> Mapped[OfHead] | None:
    """Map a file into memory; None where there is none that can be read."""
    try:
        with path.open("rb") as file:
            head, start = _head(file, kind), file.tell()
            return Mapped(
                head, memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)), start
            )
    except (OSError, ValueError, msgspec.MsgspecError):
        return None


def padded(size: int) -> int:
    """Return how many bytes an array of this size takes in the file."""
    return size + -size % _EVERY


def _head(file: BinaryIO, kind: type[OfHead]) -> OfHead:
    length = min(int.from_bytes(file.read(_EVERY), "little"), _LONGEST_HEAD)
    return msgspec.json.decode(file.read(length), type=kind)
