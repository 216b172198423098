"""Which rule of the intake desk decides for what somebody wrote."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from msgspec import Struct

from portal.domain.routing import RoutingRule
from portal.words.typed_words import MOST_READ, Keys, stems, telling_words, words_of


class Ruling(Struct, frozen=True):
    """A rule that decides, and the words as they were typed that it decides by."""

    rule: RoutingRule
    matched: tuple[str, ...]


def ruling(rules: Iterable[RoutingRule], text: str, language: str) -> Ruling | None:
    """Return what decides for a text, the newest rule first; None where no rule does.

    A phrase is there when each of its words is, in whatever order and form.
    """
    newest = sorted(rules, key=lambda rule: rule.id, reverse=True)
    if not newest or not text:
        return None
    words = _words_by_stem(text, language)
    for rule in newest:
        for phrase in rule.phrases:
            matched = _matched(phrase, words)
            if matched:
                return Ruling(rule, matched)
    return None


def _words_by_stem(text: str, language: str) -> dict[str, str]:
    """Return each stem of a text with the word that it first stood in."""
    by_stem: dict[str, str] = {}
    for word in telling_words(text[:MOST_READ], language):
        for stem in stems(word.plain):
            by_stem.setdefault(stem, word.typed)
    return by_stem


def _matched(phrase: str, words: Mapping[str, str]) -> tuple[str, ...]:
    matched = []
    for keys in _keys_of(phrase):
        word = next((words[key] for key in keys if key in words), None)
        if word is None:
            return ()
        matched.append(word)
    return tuple(dict.fromkeys(matched))


@lru_cache(maxsize=1000)
def _keys_of(phrase: str) -> tuple[Keys, ...]:
    words = telling_words(phrase) or words_of(phrase)
    return tuple(stems(word.plain) for word in words)
