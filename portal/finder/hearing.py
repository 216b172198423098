"""The words of a story that lead somewhere."""

from __future__ import annotations

from dataclasses import dataclass

from portal.finder.index import Index
from portal.finder.spelling import Spelling
from portal.finder.words import STOP_WORDS, Keys, Word, exact_key, telling_words

# A story holds 4 000 characters at most; what is longer has said enough by then.
MOST_READ = 4_000
MOST_CORRECTED = 40


@dataclass(frozen=True, slots=True)
class Heard:
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
        self._spelling = Spelling(index.vocabulary | STOP_WORDS)
        self._acronyms = frozenset(w for w in STOP_WORDS if exact_key(w) in index.postings)

    def telling_words(self, text: str, language: str) -> list[Heard]:
        """Return the telling words of `text` in order, the unknown ones too, without keys."""
        words = telling_words(text[:MOST_READ], language, self._acronyms)
        by_word: dict[str, tuple[Keys, float]] = {}
        for word in words:
            if word.plain not in by_word:
                by_word[word.plain] = self._known(word.plain)
        unknown = [word for word, (keys, _) in by_word.items() if not keys]
        by_word.update((word, self._corrected(word)) for word in unknown[:MOST_CORRECTED])
        return [self._heard(word, *by_word[word.plain]) for word in words]

    def _known(self, word: str) -> tuple[Keys, float]:
        return self._index.keys(word), 1.0

    def _corrected(self, word: str) -> tuple[Keys, float]:
        corrected, certainty = self._spelling.corrected(word)
        return () if corrected in STOP_WORDS else self._index.keys(corrected), certainty

    def _heard(self, word: Word, keys: Keys, certainty: float) -> Heard:
        tells = self._index.rarity_of(keys) * certainty if keys else 0.0
        return Heard(word.typed, keys, certainty, tells)
