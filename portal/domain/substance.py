"""How many words of a text are its own, and not those of a model it was begun from."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_RUN = 5
"""So many words in a row are a model's: fewer stand in any text of the language."""


def words_of_its_own(text: str, models: Iterable[str]) -> int:
    """Return how many words stand in no run that one of the models has as well."""
    words = _words(text)
    known = {run for model in models for _, run in _runs(_words(model))}
    taken = {
        place
        for first, run in _runs(words)
        if run in known
        for place in range(first, first + len(run))
    }
    return len(words) - len(taken)


def percent_of_its_own(text: str, models: Iterable[str]) -> int:
    """Return how many of a hundred words stand in no such run; none of a text without words."""
    n = len(_words(text))
    return round(100 * words_of_its_own(text, models) / n) if n else 0


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: list[str]) -> Iterable[tuple[int, tuple[str, ...]]]:
    return ((first, tuple(words[first : first + _RUN])) for first in range(len(words) - _RUN + 1))
