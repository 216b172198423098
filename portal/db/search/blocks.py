"""How a segment is written: stems in order, each with its texts, cut into blocks of one length.

A piece is a stem, how many texts have it in all, how many of them stand here, and their ids, the
newest first. A stem with many texts has pieces in several blocks that follow each other.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from portal.db.search.stems import Stem

LENGTH = 1920
"""Bytes of a block: sealed, PostgreSQL still keeps it with its row."""

_PIECE = struct.Struct("<QIH")
_STEM = struct.Struct("<Q")
_ID = 4
_FEWEST = _PIECE.size + _ID
_MULTIPLE = 16
"""Blocks are filled up to a multiple of these: how many there are tells little of the words."""

Posting = tuple[Stem, Sequence[int]]
"""A stem and the ids of texts that have it, the newest first."""


class Piece(Struct, frozen=True):
    """Texts that have a stem, the newest first, and how many there are in all."""

    total: int
    texts: tuple[int, ...]


def blocks_of(postings: Iterable[Posting], starts: array[int]) -> Iterator[bytes]:
    """Write postings, in the order of their stems, as blocks; note the first stem of each."""
    block = bytearray()
    first = 0
    for stem, texts in postings:
        at = 0
        while at < len(texts):
            if LENGTH - len(block) < _FEWEST:
                starts.append(first)
                yield bytes(block.ljust(LENGTH, b"\0"))
                block.clear()
            if not block:
                first = stem
            here = texts[at : at + (LENGTH - len(block) - _PIECE.size) // _ID]
            block += _PIECE.pack(stem, len(texts), len(here))
            block += struct.pack(f"<{len(here)}i", *here)
            at += len(here)
    if block:
        starts.append(first)
        yield bytes(block.ljust(LENGTH, b"\0"))
    yield from _filling(starts)


def _filling(starts: array[int]) -> Iterator[bytes]:
    """Fill up with blocks that hold nothing, at the end of all stems."""
    for _ in range(-len(starts) % _MULTIPLE):
        starts.append((1 << 64) - 1)
        yield bytes(LENGTH)


def places_of(starts: Sequence[int], stem: Stem) -> range:
    """Return the blocks where a stem may stand."""
    return range(max(bisect_left(starts, stem) - 1, 0), bisect_right(starts, stem))


def written_starts(starts: array[int]) -> bytes:
    """Write the first stems of blocks."""
    return _as_everywhere(array("Q", starts)).tobytes()


def read_starts(written: bytes) -> array[int]:
    """Read what `written_starts` wrote."""
    return _as_everywhere(array("Q", written))


def _as_everywhere(numbers: array[int]) -> array[int]:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def piece_of(block: bytes, stem: Stem) -> Piece | None:
    """Return what a block says of a stem."""
    # Looked for as bytes: that others happen to be the same is as likely as two equal hashes.
    at = block.find(_STEM.pack(stem))
    if at < 0:
        return None
    _, total, here = _PIECE.unpack_from(block, at)
    return Piece(total, _texts(block, at + _PIECE.size, here))


def postings_of(blocks: Iterable[bytes]) -> Iterator[Posting]:
    """Read what `blocks_of` wrote; pieces of a stem come one after the other."""
    for block in blocks:
        for stem, _, here, at in _pieces(block):
            yield stem, _texts(block, at, here)


def _pieces(block: bytes) -> Iterator[tuple[Stem, int, int, int]]:
    at = 0
    while at <= LENGTH - _FEWEST:
        stem, total, here = _PIECE.unpack_from(block, at)
        if not here:
            return
        yield stem, total, here, at + _PIECE.size
        at += _PIECE.size + here * _ID


def _texts(block: bytes, at: int, count: int) -> tuple[int, ...]:
    return struct.unpack_from(f"<{count}i", block, at)
