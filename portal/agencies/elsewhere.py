"""Which bodies outside the portal a story calls for, best first."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from portal.agencies.settings.elsewhere import Elsewhere
from portal.agencies.settings.matching import comparable

MOST = 3
"""More bodies than this help nobody to choose."""


def called(
    bodies: Iterable[Elsewhere], story: str, kind: str | None = None, most: int = MOST
) -> list[Elsewhere]:
    """Return at most `most` bodies: those whose words are there, then the general one of `kind`.

    Of those whose words are there, the ones of the kind come first, then those with most words. The
    general one has its place whatever else is called.
    """
    bodies, typed = list(bodies), comparable(story)
    found = [(body, words) for body in bodies if (words := _words_found(body, typed))]
    found.sort(key=lambda each: (each[0].kind != kind, -each[1], each[0].general is True))
    named = [body for body, _ in found]
    general = [body for body in bodies if body.general and body.kind == kind is not None]
    if not general or general[0] in named[:most]:
        return named[:most]
    return [*named[: most - 1], *general]


def _words_found(body: Elsewhere, typed: str) -> int:
    """Return how many words of the story call for a body."""
    return sum(
        len(words.split())
        for words in _comparable_words(body.words)
        if words.strip() and words in typed
    )


@lru_cache(maxsize=512)
def _comparable_words(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(comparable, words))
