"""The words of a story that lead somewhere, those that are misspelt too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from portal.finder.index import Index
from portal.words.small_words import SMALL_WORDS
from portal.words.typed_words import MOST_READ, Keys, Word, exact_key, telling_words

MOST_CORRECTED = 40
# Shorter words are too close to one another: they are never corrected, nor corrected to.
SHORTEST = 5
_TWO_EDITS_FROM = 8


class Spelling:
    """Corrects words to the known ones: one edit in 5 to 7 letters, two from 8 on.

    The first letter of a word of 5 to 7 letters is taken as meant: « tarte » is not « carte ».
    """

    def __init__(self, known_words: Iterable[str]) -> None:
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted(set(known_words)):
            if len(word) >= SHORTEST:
                self._by_length[len(word)].append(word)

    def corrected(self, word: str) -> tuple[str, float]:
        """Return the known word closest to `word`, or `word` itself, and how sure that is."""
        if len(word) < SHORTEST or not word.isalpha():
            return word, 1.0
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        most = 1 if len(word) < _TWO_EDITS_FROM else 2
        closest = process.extractOne(
            word, self._candidates(word, most), scorer=OSA.distance, score_cutoff=most
        )
        return (closest[0], 1 - 2 * closest[1] / len(word)) if closest else (word, 1.0)

    def _candidates(self, word: str, most: int) -> list[str]:
        initial = word[0] if most == 1 else ""
        return [
            candidate
            for length in range(len(word) - most, len(word) + most + 1)
            for candidate in self._by_length.get(length, ())
            if candidate.startswith(initial)
        ]


class Heard(Struct, frozen=True):
    """A word of a story: its keys in the index, if any, and how sure its spelling is.

    `tells` is how much the word says: rare words say more, corrected ones less.
    """

    typed: str
    keys: Keys = ()
    certainty: float = 1.0
    tells: float = 0.0


class Hearing:
    """Listens to stories for the words that an index knows."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._spelling = Spelling(index.vocabulary | SMALL_WORDS)
        self._acronyms = frozenset(w for w in SMALL_WORDS if exact_key(w) in index.postings)

    def telling_words(self, text: str, language: str) -> list[Heard]:
        """Return the telling words of `text` in order, the unknown ones too, without keys."""
        words = telling_words(text[:MOST_READ], language, self._acronyms)
        by_word: dict[str, tuple[Keys, float]] = {}
        for word in words:
            if word.plain not in by_word:
                by_word[word.plain] = self._index.keys(word.plain), 1.0
        unknown = [word for word, (keys, _) in by_word.items() if not keys]
        by_word.update((word, self._corrected(word)) for word in unknown[:MOST_CORRECTED])
        return [self._heard(word, *by_word[word.plain]) for word in words]

    def _corrected(self, word: str) -> tuple[Keys, float]:
        corrected, certainty = self._spelling.corrected(word)
        return () if corrected in SMALL_WORDS else self._index.keys(corrected), certainty

    def _heard(self, word: Word, keys: Keys, certainty: float) -> Heard:
        tells = self._index.rarity_of(keys) * certainty if keys else 0.0
        return Heard(word.typed, keys, certainty, tells)
