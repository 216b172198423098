"""Words of one sense in French and English, such as all weapons; a word may have several."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_name("senses.txt")


@lru_cache(maxsize=1)
def _senses() -> dict[str, tuple[str, ...]]:
    senses: dict[str, list[str]] = defaultdict(list)
    for line in FILE.read_text(encoding="utf-8").splitlines():
        sense, _, words = line.partition(":")
        for word in words.split():
            senses[word].append(sense)
    return {word: tuple(dict.fromkeys(of_word)) for word, of_word in senses.items()}


def senses_of(word: str) -> tuple[str, ...]:
    """Return the senses of a plain word; none for most."""
    return _senses().get(word, ())
