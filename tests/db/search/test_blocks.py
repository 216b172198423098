"""How segments are written: what was put in is found, in blocks of one length."""

from __future__ import annotations

import hashlib
from array import array

from hypothesis import given
from hypothesis import strategies as st

from portal.db.search.blocks import (
    LENGTH,
    Posting,
    blocks_of,
    piece_of,
    places_of,
    postings_of,
    read_starts,
    written_starts,
)


def hashed(number: int) -> int:
    return int.from_bytes(hashlib.sha256(str(number).encode()).digest()[:8])


STEMS = st.integers(0, 1_000).map(hashed)
TEXTS = st.sets(st.integers(-(1 << 31), (1 << 31) - 1), min_size=1, max_size=2_000)
POSTINGS = st.dictionaries(STEMS, TEXTS, max_size=60).map(
    lambda by_stem: [(stem, sorted(texts, reverse=True)) for stem, texts in sorted(by_stem.items())]
)


def written(postings: list[Posting]) -> tuple[list[bytes], array[int]]:
    starts = array("Q")
    return [*blocks_of(postings, starts)], starts


@given(POSTINGS)
def test_each_stem_is_found_with_all_its_texts_and_others_are_not(postings: list[Posting]):
    blocks, starts = written(postings)
    for stem, texts in postings:
        pieces = [piece_of(blocks[at], stem) for at in places_of(starts, stem) if at < len(blocks)]
        found = [text for piece in pieces if piece for text in piece.texts]
        assert found == texts
        assert {piece.total for piece in pieces if piece} == {len(texts)}
    there = {stem for stem, _ in postings}
    for stem in {*map(hashed, range(20))} - there:
        assert not any(piece_of(blocks[at], stem) for at in places_of(starts, stem))


@given(POSTINGS)
def test_what_was_written_is_read_again_in_order(postings: list[Posting]):
    blocks, starts = written(postings)
    joined: dict[int, list[int]] = {}
    for stem, texts in postings_of(blocks):
        joined.setdefault(stem, []).extend(texts)
    assert [*joined.items()] == postings
    assert read_starts(written_starts(starts)) == starts


@given(POSTINGS)
def test_blocks_tell_nothing_by_their_length_and_little_by_their_number(postings: list[Posting]):
    blocks, starts = written(postings)
    assert {len(block) for block in blocks} <= {LENGTH}
    assert len(blocks) % 16 == 0
    assert len(starts) == len(blocks)
