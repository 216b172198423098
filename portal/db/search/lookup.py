"""Which texts have some words: those that wait are looked through, of segments a few blocks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct
from sqlalchemy import Connection

from portal.db.search.blocks import LENGTH, Piece, piece_of, places_of
from portal.db.search.segments import (
    Segment,
    State,
    first_block,
    opened_blocks,
    starts_of,
)
from portal.db.search.stems import Stem
from portal.keyring import Keyring

_TEXTS_A_BLOCK = LENGTH // 4
_Word = frozenset[Stem]
"""What a word that somebody looks for may be in the index: its stem in each language."""
_Wanted = tuple[int, Stem]
"""A segment and a stem that is looked for there."""


_NONE = Piece(0, ())


class Had(Struct, frozen=True):
    """The newest texts that have a stem, and how many have it in all."""

    texts: frozenset[int]
    total: int


def texts_with(
    connection: Connection, keyring: Keyring, state: State, words: Sequence[_Word], most: int
) -> list[int]:
    """Return the texts of an agency that have every word, `most` of them, the newest first."""
    stems = frozenset[Stem]().union(*words)
    # Of a single word the newest are enough: what stands first of each stem.
    newest = most + len(state.forgotten) if len(words) == 1 else None
    pieces = _pieces(connection, keyring, state, stems, newest)
    found = {text.id for text in state.waiting if all(map(text.stems.intersection, words))}
    for segment in state.segments:
        having = [_with_any(pieces, segment, word) for word in words]
        found |= set.intersection(*having)
    return sorted(found - state.forgotten, reverse=True)[:most]


def _with_any(pieces: Mapping[_Wanted, Piece], segment: Segment, word: _Word) -> set[int]:
    """Return the texts of a segment that have a word, whatever its language."""
    of_stems = [pieces.get((segment.id, stem), _NONE) for stem in word]
    return set[int]().union(*(piece.texts for piece in of_stems))


def newest_with(
    connection: Connection, keyring: Keyring, state: State, stems: Collection[Stem], most: int
) -> dict[Stem, Had]:
    """Return, by stem, about `most` of the newest texts of an agency that have it."""
    wanted = frozenset(stems)
    had: dict[Stem, list[int]] = {}
    totals: dict[Stem, int] = {}
    for waiting in state.waiting:
        for stem in wanted.intersection(waiting.stems):
            had.setdefault(stem, []).append(waiting.id)
            totals[stem] = totals.get(stem, 0) + 1
    for (_, stem), piece in _pieces(connection, keyring, state, wanted, most).items():
        had.setdefault(stem, []).extend(piece.texts)
        totals[stem] = totals.get(stem, 0) + piece.total
    return {
        stem: Had(_newest(set(texts) - state.forgotten, most), totals[stem])
        for stem, texts in had.items()
    }


def _newest(texts: Iterable[int], most: int) -> frozenset[int]:
    return frozenset(sorted(texts, reverse=True)[:most])


def _pieces(
    connection: Connection,
    keyring: Keyring,
    state: State,
    stems: frozenset[Stem],
    newest: int | None,
) -> Mapping[_Wanted, Piece]:
    """Return what segments say of stems, by segment and stem: all texts, or the `newest` few."""
    starts = starts_of(connection, keyring, state.segments)
    most = None if newest is None else newest // _TEXTS_A_BLOCK + 3
    places = {
        (segment.id, stem): [
            first_block(segment.id) + at for at in places_of(starts[segment.id], stem)[:most]
        ]
        for segment in state.segments
        for stem in stems
    }
    ids = sorted({id_ for of_stem in places.values() for id_ in of_stem})
    blocks = opened_blocks(connection, keyring, ids)
    joined = {wanted: _joined(blocks, ids, wanted[1]) for wanted, ids in places.items()}
    return {wanted: piece for wanted, piece in joined.items() if piece is not None}


def _joined(blocks: Mapping[int, bytes], ids: Sequence[int], stem: Stem) -> Piece | None:
    pieces = [piece for id_ in ids if (piece := piece_of(blocks[id_], stem)) is not None]
    if len(pieces) < 2:
        return pieces[0] if pieces else None
    return Piece(pieces[0].total, tuple(text for piece in pieces for text in piece.texts))
