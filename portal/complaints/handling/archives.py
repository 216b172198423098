"""What lies in an archive, by its directory alone: nothing is unpacked, so a bomb stays shut."""

from __future__ import annotations

import io
import struct
import zipfile

DIRECTORY_AT_MOST = 500_000
"""How large the directory of a document may be, in bytes: some thousands of parts."""

_BEGINNING, _END, _LOCATOR = b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x07"
_END_RECORD = struct.Struct("<4s4H2LH")
_LOCATOR_SIZE = 20
_LONGEST_COMMENT = 65_535


def parts_of(content: bytes) -> frozenset[str]:
    """Return the names inside an archive, none if it is no archive that a document could be.

    The directory is measured before it is read: a million names take seconds of a processor.
    """
    if not content.startswith(_BEGINNING) or not _is_small(content):
        return frozenset()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError):
        return frozenset()


def _is_small(content: bytes) -> bool:
    """Tell whether the directory, by the record at the archive's end, is one of a document."""
    tail_begins = max(len(content) - _END_RECORD.size - _LONGEST_COMMENT, 0)
    place = content.rfind(_END, tail_begins)
    if place < 0 or place + _END_RECORD.size > len(content):
        return False
    # The record of archives above 4 GB, which would say another size.
    if content[max(place - _LOCATOR_SIZE, 0) :].startswith(_LOCATOR):
        return False
    _, _, _, _, _, size, _, _ = _END_RECORD.unpack_from(content, place)
    return bool(size <= DIRECTORY_AT_MOST)
