"""What of a text is counted: its words and pairs of them, and the groups of letters in them.

A mark is known by a number, so that what is counted holds nobody's words. Groups of letters are
the same for the forms of a word, and mostly for what was misspelt.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from portal.words.typed_words import plain, words_of

BUCKETS = 1 << 18
_SHORTEST_GROUP, _LONGEST_GROUP = 4, 6

Marks = Mapping[int, float]
"""Each mark of a text, and how strongly the text has it: 1, and a little more for each time."""


def number_of(mark: str) -> int:
    """Return the number by which a mark is known; two seldom share one."""
    return crc32(mark.encode()) % BUCKETS


def plain_words(text: str) -> list[str]:
    """Return the words that are counted, as they are compared: letters alone tell nothing."""
    return [plain(word.typed) for word in words_of(text) if len(word.plain) > 1]


def word_marks(words: Sequence[str]) -> Marks:
    """Return the marks of each word and of each two that follow one another."""
    pairs = (f"{first} {second}" for first, second in pairwise(words))
    return _marks(map(number_of, (*words, *pairs)))


def letter_marks(words: Iterable[str]) -> Marks:
    """Return the marks of each group of letters; the ends of words count as letters."""
    return _marks(number for word in words for number in _groups_of(word))


@lru_cache(maxsize=20_000)
def _groups_of(word: str) -> tuple[int, ...]:
    return tuple(map(number_of, _groups(f" {word} ")))


def _groups(word: str) -> Iterator[str]:
    for length in range(_SHORTEST_GROUP, _LONGEST_GROUP + 1):
        if length >= len(word):
            yield word
            return
        for start in range(len(word) - length + 1):
            yield word[start : start + length]


def _marks(numbers: Iterable[int]) -> Marks:
    return {mark: 1 + math.log(times) for mark, times in Counter(numbers).items()}
