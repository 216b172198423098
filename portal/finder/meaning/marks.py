"""What of a text is looked at: words, what they have beside them, and words of the same sense.

Each is a number, so that what is learned holds nobody's words. Groups of letters are the same for
the forms of a word and for most that are misspelt; senses, such as a weapon or one's partner, are
the same for words that have no letter in common.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from zlib import crc32

from msgspec import Struct

from portal.finder.meaning.senses import senses_of
from portal.words.small_words import unaccented

BUCKETS = 1 << 19
MOST_READ = 6_000
"""A text longer than that is heard by its beginning and its end."""
_SHORTEST_GROUP, _LONGEST_GROUP = 4, 6
_SHORTEST_WORD = 3
"""What has no word of so many letters, such as "x y z" or "je", says nothing."""
_BESIDE, _REACH = 3, 5
"""How far apart, in words, two words may be, and two senses, that belong together."""
_WINDOW, _STEP, _LEAST = 12, 3, 3
_TOGETHER = 16

_LETTER = "(?:[^\\W_][\u0300-\u036f]*)"
_TOKEN = re.compile(rf"{_LETTER}{{2,}}(?:['’]{_LETTER}+)*|{_LETTER}|[.!?;:,…\n]+")
_ELIDED = re.compile(r"(qu|jusqu|lorsqu|puisqu|quelqu)['’]", re.IGNORECASE)
_REPEATED = re.compile(r"(.)\1{2,}")


class Listened(Struct, frozen=True):
    """The words of a text with their marks, where each stands, and where clauses end."""

    marks: list[tuple[Sequence[int], ...]]
    """Of each word, the marks that reach no word back, one word, two …"""
    places: list[tuple[int, int]]
    ends: list[int]

    def between(self, first: int, after: int) -> list[int]:
        """Return the marks of the words from `first` to before `after`, as often as they stand."""
        return [
            number
            for at in range(first, after)
            for reaching in self.marks[at][: at - first + 1]
            for number in reaching
        ]

    @property
    def whole(self) -> list[int]:
        """The marks of all words."""
        return self.between(0, len(self.marks))

    @property
    def says_anything(self) -> bool:
        """Tell whether a word is long enough to be more than a joint or a letter."""
        return any(end - start >= _SHORTEST_WORD for start, end in self.places)

    def parts(self) -> list[tuple[int, int]]:
        """Return clauses, two short ones together, and twelve words anywhere."""
        last = len(self.marks)
        ends = self.ends
        clauses = {(a, b) for a, b in pairwise(ends) if b - a >= _LEAST}
        pairs = {(a, b) for a, b in zip(ends, ends[2:], strict=False) if b - a <= _TOGETHER}
        steps = range(0, max(1, last - _WINDOW + 1), _STEP)
        windows = {(a, min(last, a + _WINDOW)) for a in steps} | {(max(0, last - _WINDOW), last)}
        return sorted(part for part in clauses | pairs | windows if part[1] > part[0])


def listened(text: str) -> Listened:
    """Return what is looked at in a text."""
    words: list[str] = []
    places: list[tuple[int, int]] = []
    ends = [0]
    for word, start, end in _tokens(text):
        if word:
            words.append(word)
            places.append((start, end))
        elif len(words) > ends[-1]:
            ends.append(len(words))
    if len(words) > ends[-1]:
        ends.append(len(words))
    return Listened([_marks_at(words, at) for at in range(len(words))], places, ends)


def _tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word with its place, and an empty one where a clause ends."""
    half = MOST_READ // 2
    for token in _TOKEN.finditer(text):
        typed, start, end = token.group(), token.start(), token.end()
        if half < start < len(text) - half:
            continue
        elided = _ELIDED.match(typed)
        if elided:
            yield _plain(elided.group(1)), start, start + elided.end(1)
            typed, start = typed[elided.end() :], start + elided.end()
        yield (_plain(typed) if typed[0].isalnum() else ""), start, end


@lru_cache(maxsize=20_000)
def _plain(typed: str) -> str:
    word = unaccented(typed).replace("'", "").replace("’", "")
    return "#" * min(len(word), 4) if word.isdigit() else _REPEATED.sub(r"\1\1", word)


def _marks_at(words: list[str], at: int) -> tuple[Sequence[int], ...]:
    word, own = words[at], senses_of(words[at])
    reaching: list[Sequence[int]] = [_own_marks(word)]
    for back in range(1, min(at, _REACH) + 1):
        before = words[at - back]
        pairs = [f"s{sense} {other}" for sense in senses_of(before) for other in own]
        if back <= _BESIDE:
            pairs.append(f"{back} {before} {word}")
        if back == 1:
            pairs += (f"b{before} {sense}" for sense in own)
            pairs += (f"a{sense} {word}" for sense in senses_of(before))
        reaching.append([_number(pair) for pair in pairs])
    return tuple(reaching)


@lru_cache(maxsize=20_000)
def _own_marks(word: str) -> tuple[int, ...]:
    """Return the marks of a word by itself: the word, its groups of letters, its senses."""
    marked = f" {word} "
    groups = {
        marked[start : start + length]
        for length in range(_SHORTEST_GROUP, _LONGEST_GROUP + 1)
        for start in range(len(marked) - length + 1)
    }
    senses = (f"c{sense}" for sense in senses_of(word))
    return tuple({_number(mark) for mark in (f"w{word}", *groups, *senses)})


@lru_cache(maxsize=60_000)
def _number(mark: str) -> int:
    return crc32(mark.encode()) % BUCKETS
