"""Photos without what their camera wrote beside the picture, which itself is never decoded.

A photo of one megabyte decodes to hundreds. Both kinds are rows of pieces, each with its length:
leaving some out costs a copy. Everything here is linear in the size of the file.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Literal

MOST_PIXELS = 80_000_000
"""How large a picture may be: above what most telephones take, below what stops who opens it."""

_MOST_PIECES = 20_000
"""Cameras write tens, editors some thousands; a million empty ones would take seconds."""

_UPRIGHT = 1
_ORIENTATION = 0x0112
_SHORT = 3

_START, _END, _SCAN = b"\xff\xd8", 0xD9, 0xDA
# Of two bytes, so that no row of 0xFF is read twice. Restarts are part of the scan around them.
_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd7\xff])")
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_OF_THE_PICTURE = _FRAMES | {0xC4, 0xCC, 0xDA, 0xDB, 0xDC, 0xDD}
_MOST_SCANS = 100
_EXIF = b"Exif\0\0"
_APP0, _APP1, _APP2, _APP14 = 0xE0, 0xE1, 0xE2, 0xEE

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHUNKS_OF_THE_PICTURE = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP sBIT cICP mDCV cLLI bKGD pHYs".split()
)


class DamagedPictureError(ValueError):
    """A picture is cut off, or is not built as its kind is."""


class LargePictureError(ValueError):
    """A picture has more than MOST_PIXELS."""


def without_metadata(kind: str, content: bytes) -> bytes:
    """Return a picture ("jpeg" or "png") with its pixels, its colours and which side is up alone.

    Raise DamagedPictureError or LargePictureError. What comes after the picture's end (the film
    of a moving photo, a second picture) and previews are left out with the rest.
    """
    return b"".join(_bare_jpeg(content) if kind == "jpeg" else _bare_png(content))


def _refuse_unless_sane(width: int, height: int) -> None:
    if not width or not height:
        raise DamagedPictureError
    if width * height > MOST_PIXELS:
        raise LargePictureError


# JPEG: segments, each behind a marker.


def _bare_jpeg(content: bytes) -> Iterator[bytes]:
    yield _START
    markers: list[int] = []
    for marker, body, scan in _segments(content):
        # Who shows a picture turns it by the first EXIF alone.
        is_exif = marker == _APP1 and body.startswith(_EXIF)
        kept = None if is_exif and _APP1 in markers else _kept_of(marker, body)
        if marker != _APP1 or is_exif:
            markers.append(marker)
        if marker in _FRAMES:
            _refuse_unless_sane(_number(body[3:5]), _number(body[1:3]))
        if kept is not None:
            yield b"".join((b"\xff", bytes((marker,)), _bytes(len(kept) + 2, 2), kept, scan))
    _refuse_unless_one_picture(markers)
    yield b"\xff\xd9"


def _segments(content: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Return each marker with its segment, and the pixels that follow where it begins a scan."""
    place = len(_START)
    for _ in range(_MOST_PIECES):
        marker, place = _next_marker(content, place)
        if marker == _END:
            return
        begin, place = place + 2, place + _number(content[place : place + 2])
        if not begin <= place <= len(content):
            raise DamagedPictureError
        pixels = place
        if marker == _SCAN:
            place = _next_marker(content, place)[1] - 2
        yield marker, content[begin:pixels], content[pixels:place]
    raise DamagedPictureError


def _next_marker(content: bytes, place: int) -> tuple[int, int]:
    """Return the next marker and where its segment begins."""
    found = _MARKER.search(content, place)
    if found is None:
        raise DamagedPictureError
    return found[1][0], found.end()


def _kept_of(marker: int, body: bytes) -> bytes | None:
    """Return what is kept of a segment: of the camera's own, which side is up."""
    if marker in _OF_THE_PICTURE:
        return body
    if marker == _APP0 and body.startswith(b"JFIF\0") and len(body) >= 14:
        return body[:12] + b"\0\0"  # Without the preview.
    if marker == _APP2 and body.startswith(b"ICC_PROFILE\0"):
        return body
    if marker == _APP14 and body.startswith(b"Adobe"):
        return body[:12]
    if marker == _APP1 and body.startswith(_EXIF):
        side = _turned(body[len(_EXIF) :])
        return side and _EXIF + side
    return None


def _refuse_unless_one_picture(markers: list[int]) -> None:
    if sum(marker in _FRAMES for marker in markers) != 1:
        raise DamagedPictureError
    if not 0 < markers.count(_SCAN) <= _MOST_SCANS:
        raise DamagedPictureError


# PNG: chunks, each with its length and a sum.


def _bare_png(content: bytes) -> Iterator[bytes]:
    yield _SIGNATURE
    kinds: list[bytes] = []
    for kind, body in _chunks(content):
        if not kinds:
            _refuse_unless_header(kind, body)
        kinds.append(kind)
        if kind in _CHUNKS_OF_THE_PICTURE:
            yield _chunk(kind, body)
        elif kind == b"eXIf" and kinds.count(kind) == 1 and (side := _turned(body)):
            yield _chunk(kind, side)
    if b"IDAT" not in kinds:
        raise DamagedPictureError


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Return each kind of chunk with its body, the last one included."""
    place = len(_SIGNATURE)
    for _ in range(_MOST_PIECES):
        begin, kind = place + 8, content[place + 4 : place + 8]
        end = begin + _number(content[place : place + 4])
        if len(kind) < 4 or end + 4 > len(content):
            raise DamagedPictureError
        body = content[begin:end]
        if kind in _CHUNKS_OF_THE_PICTURE and _sum(kind, body) != content[end : end + 4]:
            raise DamagedPictureError
        yield kind, body
        if kind == b"IEND":
            return
        place = end + 4
    raise DamagedPictureError


def _refuse_unless_header(kind: bytes, body: bytes) -> None:
    if kind != b"IHDR":
        raise DamagedPictureError
    _refuse_unless_sane(_number(body[:4]), _number(body[4:8]))


def _chunk(kind: bytes, body: bytes) -> bytes:
    return b"".join((_bytes(len(body), 4), kind, body, _sum(kind, body)))


def _sum(kind: bytes, body: bytes) -> bytes:
    return _bytes(zlib.crc32(body, zlib.crc32(kind)), 4)


# EXIF: which side is up is the only thing kept of it.


def _turned(exif: bytes) -> bytes | None:
    """Return an EXIF that says which side is up and nothing else, None for an upright picture."""
    side = _side_up(exif)
    if side == _UPRIGHT:
        return None
    entry = (_bytes(_ORIENTATION, 2), _bytes(_SHORT, 2), _bytes(1, 4), _bytes(side, 2), bytes(2))
    return b"".join((b"MM\0*", _bytes(8, 4), _bytes(1, 2), *entry, bytes(4)))


def _side_up(exif: bytes) -> int:
    """Return which side is up, 1 to 8 as EXIF counts, upright where nothing readable says it."""
    orders: dict[bytes, Literal["little", "big"]] = {b"II*\0": "little", b"MM\0*": "big"}
    order = orders.get(exif[:4])
    if order is None:
        return _UPRIGHT
    first = int.from_bytes(exif[4:8], order) + 2
    entries = int.from_bytes(exif[first - 2 : first], order)
    for place in range(first, min(first + 12 * entries, len(exif)), 12):
        if int.from_bytes(exif[place : place + 2], order) == _ORIENTATION:
            side = int.from_bytes(exif[place + 8 : place + 10], order)
            return side if 1 <= side <= 8 else _UPRIGHT
    return _UPRIGHT


def _number(written: bytes) -> int:
    return int.from_bytes(written, "big")


def _bytes(number: int, size: int) -> bytes:
    return number.to_bytes(size, "big")
