"""Segments as the database has them: which an agency has, and their blocks, opened."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from msgspec import Struct
from sqlalchemy import Connection, Dialect

from portal.db import driver
from portal.db.search.blocks import read_starts
from portal.db.search.stems import Stem
from portal.db.search.texts import opened_words
from portal.keyring import Keyring

BLOCKS_BITS = 24
"""A block's key is its segment's, with so many bits behind it for its place there."""

_KEPT_AT_MOST = 512
_OPENED_AT_MOST = 4096
_TEXT, _SEGMENT, _REBUILD = range(3)
_STATE_OF = (
    "SELECT 0, id, complaint_id, agency, words FROM search_text"
    " WHERE place <> 1 AND agency = {agency}"
    " UNION ALL SELECT 1, id, texts, agency, NULL FROM search_segment"
    " WHERE in_use AND agency = {agency}"
    " UNION ALL SELECT 2, reached, newest, NULL, NULL FROM search_rebuild"
)
_STATE = {
    "sqlite": _STATE_OF.format(agency=":agency"),
    "postgresql": _STATE_OF.format(agency="%(agency)s"),
}
_OF_IDS = {
    "sqlite": "id IN (SELECT value FROM json_each(:ids))",
    "postgresql": "id = ANY(%(ids)s)",
}
_BLOCKS = "SELECT id, content FROM search_block WHERE "
_STARTS = "SELECT id, starts FROM search_segment WHERE "


class Segment(Struct, frozen=True):
    """A segment in use, and how many texts it has."""

    id: int
    texts: int


class Waiting(Struct, frozen=True):
    """A text that waits, and its stems."""

    id: int
    stems: frozenset[Stem]


class Rebuilding(Struct, frozen=True):
    """The index is made anew: complaints from `reached` on are found, `newest` was the first."""

    reached: int
    newest: int

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1, in hundredths that are complete."""
        return (self.newest - self.reached + 1) * 100 // self.newest / 100


class State(Struct, frozen=True):
    """What the index holds of an agency at a moment."""

    waiting: Sequence[Waiting]
    forgotten: frozenset[int]
    segments: Sequence[Segment]
    rebuilding: Rebuilding | None

    @property
    def texts(self) -> int:
        """How many texts there are, with those that are forgotten."""
        return len(self.waiting) + sum(segment.texts for segment in self.segments)


def state_of(connection: Connection, keyring: Keyring, agency: str) -> State:
    """Return what the index holds of an agency."""
    rows = _asked(connection, _STATE[connection.dialect.name], {"agency": agency})
    open_words = _opener(connection, keyring)
    texts = [row[1:] for row in rows if row[0] == _TEXT]
    return State(
        waiting=[
            Waiting(id_, open_words(complaint_id, owner, words))
            for id_, complaint_id, owner, words in texts
            if words is not None
        ],
        forgotten=frozenset(id_ for id_, _, _, words in texts if words is None),
        segments=[Segment(row[1], row[2]) for row in rows if row[0] == _SEGMENT],
        rebuilding=next((Rebuilding(row[1], row[2]) for row in rows if row[0] == _REBUILD), None),
    )


def _opener(
    connection: Connection, keyring: Keyring
) -> Callable[[int, str, bytes], frozenset[Stem]]:
    """Return what opens the stems of a text, each once in a process."""
    # By what is sealed: no two are ever the same.
    opened = _OPENED.setdefault(connection.dialect, {})
    if len(opened) > _OPENED_AT_MOST:
        opened.clear()

    def open_words(complaint_id: int, agency: str, words: bytes) -> frozenset[Stem]:
        stems = opened.get(words)
        if stems is None:
            stems = opened[words] = frozenset(opened_words(keyring, complaint_id, agency, words))
        return stems

    return open_words


def starts_of(
    connection: Connection, keyring: Keyring, segments: Iterable[Segment]
) -> Mapping[int, Sequence[Stem]]:
    """Return the first stem of each block, by segment: a process remembers what never changes."""
    known = _STARTS_KNOWN.setdefault(connection.dialect, {})
    wanted = [segment.id for segment in segments]
    if unknown := [id_ for id_ in wanted if id_ not in known]:
        if len(known) > _KEPT_AT_MOST:
            known.clear()
            unknown = wanted
        for id_, starts in _rows_of(connection, _STARTS, unknown):
            known[id_] = read_starts(keyring.open(starts, starts_place(id_)))
    return {id_: known[id_] for id_ in wanted if id_ in known}


def opened_blocks(
    connection: Connection, keyring: Keyring, ids: Sequence[int]
) -> Mapping[int, bytes]:
    """Return blocks, opened, by their keys."""
    rows = _rows_of(connection, _BLOCKS, ids) if ids else ()
    return {id_: keyring.open(content, block_place(id_)) for id_, content in rows}


def first_block(segment_id: int) -> int:
    """Return the key of the first block of a segment; the others follow."""
    return segment_id << BLOCKS_BITS


def starts_place(segment_id: int) -> str:
    """Return what the first stems of a segment's blocks are sealed for."""
    return f"search_segment.starts {segment_id}"


def block_place(block_id: int) -> str:
    """Return what a block is sealed for."""
    return f"search_block.content {block_id}"


_OPENED: WeakKeyDictionary[Dialect, dict[bytes, frozenset[Stem]]] = WeakKeyDictionary()
_STARTS_KNOWN: WeakKeyDictionary[Dialect, dict[int, Sequence[Stem]]] = WeakKeyDictionary()


def _rows_of(connection: Connection, statement: str, ids: Sequence[int]) -> list[tuple[int, bytes]]:
    kind = connection.dialect.name
    given = json.dumps(ids) if kind == "sqlite" else list(ids)
    return _asked(connection, statement + _OF_IDS[kind], {"ids": given})


def _asked(connection: Connection, statement: str, values: Mapping[str, Any]) -> list[Any]:
    cursor = driver.execute(connection, statement, values)
    rows = cursor.fetchall()
    cursor.close()
    return list(rows)
