"""What a misspelt word was meant to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

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
